"""Text that is no translation: Chinese left over, repeats, refusals, gaps, strange addresses."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from pipeline.model import GAP, Finding
from pipeline.verify import normal
from pipeline.verify.findings import finding, shortened

# U+4E28 is used as a rule between headlines.
_HAN: Final = r"[\u3400-\u4dbf\u4e00-\u4e27\u4e29-\u9fff\uf900-\ufaff]"
_RUN: Final = re.compile(rf"{_HAN}(?:[{_HAN[1:-1]}\s、，。·《》“”‘’（）0-9]{{0,400}}{_HAN})?")
# What may stand in the original beside its English: a gloss in brackets, a title in 《》.
_OPENERS: Final = "([（［【《「『"
_CLOSERS: Final = ")]）］】》」』"
_GLOSS_LIMIT: Final = 30
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>()\"'，。；、）》]{1,300}", re.IGNORECASE)
_ADDRESS_OF: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_REFUSAL: Final = re.compile(
    r"\bas an? (?:ai|artificial intelligence|(?:large )?language model)\b"
    r"|\bi(?:'m| am) (?:sorry|afraid),? (?:but )?(?:that )?i"
    r"(?: can(?:no|')t|'m unable| am unable)\b"
    r"|\bi(?: am unable| cannot| can't| can not|'m unable|'m not able)(?: to)? "
    r"(?:assist|help|translate|"
    r"provide|comply|fulfil|process|answer|continue)\b"
    r"|\bi (?:do not|don't) have (?:access|enough information)\b"
    r"|\bmy (?:knowledge cut-?off|training data)\b",
    re.IGNORECASE,
)
# One of these stands in whatever the pattern finds; it is looked for first, which is quicker.
_REFUSING: Final = (
    "as an ai", "as a ai", "intelligence", "language model", "sorry", "afraid", "unable", "cannot",
    "can't", "can not", "not able", "not have", "don't have", "knowledge cut", "training data",
)  # fmt: skip
_CHATTER: Final = re.compile(
    r"^\s*(?:(?:sure|certainly|of course)[,!.:]* (?:here|i)\b|here(?:'s| is) (?:the|a|my|your) "
    r"(?:english )?translation\b"
    r"|(?:the )?(?:english )?translation(?: of the (?:text|paragraph))?\s*:"
    r"|translated (?:text|paragraph)\s*:)"
    r"|\b(?:translate the following|do not (?:add|omit) any|return (?:only )?(?:valid )?json|"
    r"json schema|paragraph ids?\b|system prompt|source text:|target text:)"
    r"|^\s*(?:```|\{\s*\"|<\|)",
    re.IGNORECASE,
)
_CHATTERING: Final = (
    "sure", "certainly", "of course", "translation", "translated", "translate the", "do not add",
    "do not omit", "json", "paragraph id", "system prompt", "source text", "target text", "```",
    "{", "<|",
)  # fmt: skip
_GAP_MARK: Final = re.compile(
    r"\[\s?(?:…|\.{3}|……)\s?\]|\[(?:illegible|text lost|lost)[^\]]{0,40}\]", re.I
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
_SHORT_SENTENCE: Final = 12
_MOST: Final = 50
_LONGEST_LOOP: Final = 8


def check_leftovers(source: str, target: str, paragraph: str | None = None) -> list[Finding]:
    """Look for everything in ``target`` that shows it is not (only) a translation."""
    return [
        *_untranslated(source, target, paragraph),
        *_answers(source, target, paragraph),
        *_repeats(source, target, paragraph),
        *_gaps(source, target, paragraph),
        *_addresses(source, target, paragraph),
    ]


def bare_chinese(text: str) -> Iterator[str]:
    """Yield each run of Chinese that stands outside brackets (or is too long for a gloss)."""
    for match in _RUN.finditer(text):
        if not (_bracketed(text, match.start(), match.end()) and len(match[0]) <= _GLOSS_LIMIT):
            yield match[0]


def _bracketed(text: str, start: int, end: int) -> bool:
    """Whether the place stands in brackets or right after an opening one: ``("grid", 网格)``."""
    before = text[max(0, start - 80) : start]
    after = text[end : end + 80]
    opened = max((before.rfind(c) for c in _OPENERS), default=-1)
    closed = max((before.rfind(c) for c in _CLOSERS), default=-1)
    return opened > closed and any(c in after for c in _CLOSERS)


def _untranslated(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    packed = "".join(source.split())
    for run in islice(bare_chinese(target), _MOST):
        bare = "".join(run.split())
        copied = bare in packed
        long = len(bare) > 6
        yield finding(
            "text.untranslated",
            "error" if long else "warning",
            f"“{shortened(run, 60)}” is left in Chinese"
            + (
                ", copied from the source; translate it"
                if copied
                else "; translate it, or put it in brackets after its English"
            ),
            paragraph=paragraph,
            source=run if copied else "",
            target=run,
        )


def _answers(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    said = normal.english(target).lower()
    refusal = _REFUSAL.search(target) if any(map(said.__contains__, _REFUSING)) else None
    if refusal and not re.search(r"[我俺]|人工智能|AI|模型|抱歉|对不起", source):
        yield finding(
            "text.refused",
            "error",
            f"“{refusal[0]}” speaks to the reader instead of translating",
            paragraph=paragraph,
            target=refusal[0],
        )
    chatter = _CHATTER.search(target) if any(map(said.__contains__, _CHATTERING)) else None
    if chatter and not re.search(r"翻译|译文|[Jj][Ss][Oo][Nn]|指令|提示", source):
        yield finding(
            "text.echo",
            "error",
            f"“{chatter[0].strip()}” belongs to the request or the answer, not to the article",
            paragraph=paragraph,
            target=chatter[0],
        )


def _repeats(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    sentences = (" ".join(s.split()).lower() for s in _SENTENCE_END.split(target))
    seen = Counter(s for s in sentences if len(s) > _SHORT_SENTENCE)
    said = Counter("".join(s.split()) for s in re.split("[。！？；]", source))
    allowed = max(said.values(), default=1)
    for sentence, times in seen.items():
        if times > allowed:
            yield finding(
                "text.repeated",
                "error",
                f"“{shortened(sentence, 80)}” stands {times} times",
                paragraph=paragraph,
                target=sentence,
            )
    loop = _loop(target.split())
    if loop:
        yield finding(
            "text.repeated",
            "warning",
            f"“{shortened(loop, 80)}” is repeated over and over",
            paragraph=paragraph,
            target=loop,
        )


def _loop(words: list[str]) -> str:
    """Return a phrase of 2 to 8 words that stands three times in a row, or nothing."""
    if not _may_loop(words):
        return ""
    for length in range(2, _LONGEST_LOOP + 1):
        run = 0
        for n in range(len(words) - length):
            run = run + 1 if words[n] == words[n + length] else 0
            if run == 2 * length:
                return " ".join(words[n - length + 1 : n + 1])
    return ""


def _may_loop(words: list[str]) -> bool:
    """Whether six words in a row each stand three times or more, as they do in any loop."""
    times = Counter(words)
    row = 0
    for word in words:
        row = row + 1 if times[word] >= 3 else 0
        if row == 6:
            return True
    return False


def _gaps(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    lost, shown = source.count(GAP), len(_GAP_MARK.findall(target))
    if lost > shown:
        yield finding(
            "text.gap",
            "error",
            f"print was lost at {lost} place{'s' * (lost > 1)} of the source ({GAP}); "
            f"the English marks {shown or 'none'}: mark each, and guess nothing",
            paragraph=paragraph,
            source=GAP,
        )
    elif shown > lost:
        yield finding(
            "text.gap",
            "error",
            f"the English marks lost text ({GAP}) where the source is whole",
            paragraph=paragraph,
            target=GAP,
        )


def _addresses(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    known = source.lower()
    for match in _URL.finditer(target):
        address = _ADDRESS_OF.sub("", match[0]).rstrip(".,;:!?/").lower()
        if address and address not in known:
            yield finding(
                "text.url",
                "error",
                f"the address {shortened(match[0], 80)} does not stand in the source",
                paragraph=paragraph,
                target=match[0],
            )
