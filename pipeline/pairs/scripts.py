"""What can be said of the languages of a pair without knowing them: what the scripts show."""

import re
from collections.abc import Iterator
from typing import Final

_SAMPLE: Final = 4000
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_KANA_HANGUL: Final = re.compile(r"[\u3041-\u30ff\uac00-\ud7a3]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-z]")
# Of these one stands in nearly every English sentence, and hardly one is a word elsewhere.
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|and|to|with|that|by|from|it|its|this|have|had|are|were|their|which|who|than|said)\b",
    re.IGNORECASE,
)
_LEAST_WORDS: Final = 16


def doubts(source: str, target: str) -> Iterator[str]:
    """Say what does not hold of a pair whose languages are not Chinese and English."""
    source, target = source[:_SAMPLE], target[:_SAMPLE]
    if not source.strip():
        yield "there is no source text, so nothing is checked"
        return
    han, foreign = len(_HAN.findall(source)), len(_KANA_HANGUL.findall(source))
    if foreign * 5 > han:
        yield (
            "the source looks Japanese or Korean: its figures are read as Chinese ones, and no "
            "finding is certain"
        )
    elif not han and _LETTER.search(source):
        yield (
            "the source is not Chinese: figures in digits, addresses, repeats and refusals are "
            "checked; numbers in words, dates, units, names and lengths are not"
        )
    if _LETTER.search(target) and not _is_english(target):
        yield "the translation does not look English; what is found may be wrong"


def _is_english(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    if len(_LATIN.findall(text)) * 2 < letters:
        return bool(_HAN.search(text))  # Chinese left over is a finding, and says more
    words = len(_WORD.findall(text))
    return words < _LEAST_WORDS or len(_ENGLISH.findall(text)) * 40 >= words
