"""Whether the English says a thing again and again, or breaks off."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pipeline.model import Finding
from pipeline.verify.findings import finding, shortened

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’)]{0,2}\s+")
_QUOTES: Final = " \"'“”‘’.,;:"
_SHORT_SENTENCE: Final = 12
_SHORT_WORD: Final = 3
_LONGEST_LOOP: Final = 8
# As many words said twice in a row are a loop, too, and one word said three times.
_TWICE: Final = 3
_LONGEST_TWICE: Final = 40
# No sentence ends in one of these.
_OPEN: Final = frozenset(
    re.findall(
        r"\w+",
        """the of and to a an in for with by or but as at from which is are was were have has its
        their his her""",
    )
)


def check_repeats(source: str, target: str, paragraph: str | None = None) -> list[Finding]:
    """Look for repeated sentences, loops and a text that breaks off."""
    return [
        *_sentences(source, target, paragraph),
        *_loops(source, target, paragraph),
        *_broken_off(source, target, paragraph),
    ]


def _sentences(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    bare = (" ".join(s.split()).lower().strip(_QUOTES) for s in _SENTENCE_END.split(target))
    seen = Counter(s for s in bare if len(s) > _SHORT_SENTENCE)
    allowed = _times(source)
    for sentence, times in seen.items():
        if times > allowed:
            yield finding(
                "text.repeated",
                "error",
                f"“{shortened(sentence, 80)}” stands {times} times",
                paragraph=paragraph,
                target=sentence,
            )


def _loops(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    words = [word.strip(_QUOTES) for word in target.lower().split()]
    loop = _loop(words)
    if loop:
        yield finding(
            "text.repeated",
            "warning",
            f"“{shortened(loop, 80)}” is repeated over and over",
            paragraph=paragraph,
            target=loop,
        )
        return
    twice = _twice(words)
    if twice and _times(source) < 2:
        yield finding(
            "text.repeated",
            "warning",
            f"“{shortened(twice, 80)}” stands twice in a row",
            paragraph=paragraph,
            target=twice,
        )


def _times(source: str) -> int:
    """Return how often the source itself says the sentence that it says most often."""
    said = Counter("".join(s.split()) for s in re.split("[。！？；]", source) if s.strip())
    return max(said.values(), default=1)


def _loop(words: list[str]) -> str:
    """Return a phrase of 1 to 8 words that stands three times in a row, or nothing."""
    if not _common(words, times=3, row=3):
        return ""
    for length in range(1, _LONGEST_LOOP + 1):
        found = _again(words, length, 2 * length)
        if len(found) > _SHORT_WORD:  # “no, no, no” is said
            return found
    return ""


def _twice(words: list[str]) -> str:
    """Return a phrase of 3 to 40 words, or half the text, that stands twice in a row."""
    half = len(words) // 2
    if half >= _TWICE and words[:half] == words[half:]:
        return " ".join(words[:half])
    if not _common(words, times=2, row=2 * _TWICE):
        return ""
    for length in range(_TWICE, min(half, _LONGEST_TWICE) + 1):
        found = _again(words, length, length)
        if found:
            return found
    return ""


def _again(words: list[str], length: int, wanted: int) -> str:
    """Return the ``length`` words that ``wanted`` words in a row repeat, or nothing."""
    run = 0
    for n in range(len(words) - length):
        run = run + 1 if words[n] == words[n + length] else 0
        if run == wanted:
            return " ".join(words[n - length + 1 : n + 1])
    return ""


def _common(words: list[str], times: int, row: int) -> bool:
    """Whether ``row`` words in a row each stand so many ``times`` or more, as in any loop."""
    counts = Counter(words)
    run = 0
    for word in words:
        run = run + 1 if counts[word] >= times else 0
        if run == row:
            return True
    return False


def _broken_off(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    if source.rstrip()[-1:] not in tuple("。！？"):
        return
    end = target.rstrip()[-200:]
    last = end.split()[-1] if end else ""
    if last.endswith(",") or last.lower() in _OPEN:
        yield finding(
            "text.truncated",
            "error",
            f"the English breaks off after “{shortened(end[-40:])}”",
            paragraph=paragraph,
            target=end[-40:],
        )
