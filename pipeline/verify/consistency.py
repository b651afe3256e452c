"""Whether an article's summary, its translation and the page lead call everything the same."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final

from pipeline.model import Article, Entity, Finding, Summary, Translation
from pipeline.verify.findings import finding
from pipeline.verify.names import renamed
from pipeline.verify.pinyin import HAN_NAME, fits, folded
from pipeline.verify.places import is_level, other_level

_CAPITAL: Final = re.compile(r"[A-ZÀ-Þ][\w'’-]{2,}")
_ALIKE: Final = 0.7
_LEAST_LETTERS: Final = 5
_LEAST_WORDS: Final = 2
# What names of bodies end in: with another ending it is another name.
_BODY: Final = (
    r"(?i:bureau|department|office|commission|committee|administration|agency|authority|ministry"
    r"|federation|association|union|society|centre|center|institute|academy|school|college"
    r"|university|company|corporation|group|factory|plant|station|hospital|court)"
)


def check_consistency(
    article: Article, summary: Summary, translation: Translation
) -> Iterator[Finding]:
    """Compare the names of ``summary`` with what the translation has where they are printed."""
    given = {rendering.id: rendering.text for rendering in translation.paragraphs}
    units = [("".join(unit.text.split()), given.get(unit.id, "")) for unit in article.units()]
    entities = (*summary.people, *summary.organisations, *summary.places)
    names = {entity.name for entity in entities}
    for entity in entities:
        source = "".join(entity.source.split())
        both = [(chinese, english) for chinese, english in units if source and source in chinese]
        printed = "".join(chinese for chinese, _ in both)
        called = otherwise(entity, printed, "\n".join(english for _, english in both))
        if called and called not in names:
            yield _inconsistent(entity, called, "the summary", "the translation")


def check_named(entities: Sequence[Entity], where: str, text: str) -> Iterator[Finding]:
    """Compare the names of summaries with what the lead (``text``) calls them."""
    printed = "\n".join("".join(entity.source.split()) for entity in entities)
    names = {entity.name for entity in entities}
    for entity in entities:
        called = otherwise(entity, printed, text)
        if called and called not in names:
            yield _inconsistent(entity, called, where, "the lead")


def same_name(english: str) -> str:
    """Return what two spellings of one English name have in common: letters, digits, no article."""
    letters = "".join(c for c in english.casefold().removeprefix("the ") if c.isalnum())
    return folded(letters) + "".join(c for c in letters if c.isdigit()) or letters


def _inconsistent(entity: Entity, called: str, here: str, there: str) -> Finding:
    return finding(
        "name.inconsistent",
        "warning",
        f"{entity.source} is “{entity.name}” in {here}, but “{called}” in {there}",
        source=entity.source,
        target=called,
    )


def otherwise(entity: Entity, printed: str, text: str) -> str:
    """Return what ``text`` calls ``entity`` if that is another name than its own, else nothing.

    ``printed`` is the Chinese (no blanks in it) that ``text`` renders. A text that does not name
    it, or by a shorter name, calls it nothing else; what is no more than unlike is not judged.
    """
    if not entity.name.strip() or _stands(entity.name, text):
        return ""
    source = "".join(entity.source.split())
    if HAN_NAME.fullmatch(source) and fits(source, entity.name):
        return next((instead for _, instead, _ in renamed([source], printed, text)), "")
    if "·" in source:
        return _nearly(entity.name.split()[-1], text)
    return other_level(entity.name, printed, text) or _other_body(entity.name, text)


def _other_body(name: str, text: str) -> str:
    """Return what stands in ``text`` where a body of that field is called something else."""
    *field, last = name.split()
    if len(field) < _LEAST_WORDS or is_level(field[-1]) or not re.fullmatch(_BODY, last):
        return ""
    found = re.search(rf"\b{re.escape(' '.join(field))} {_BODY}\b", text)
    return found[0] if found else ""


def _stands(name: str, text: str) -> bool:
    """Whether the name stands in the text, hyphens and blanks in it apart."""
    words = [folded(word) for word in re.findall(r"[^\W\d_]+", text)]
    borders = {0, *accumulate(map(len, words))}
    whole, letters = "".join(words), folded(name)
    at = whole.find(letters)
    while at >= 0:
        if at in borders and at + len(letters) in borders:
            return True
        at = whole.find(letters, at + 1)
    return False


def _nearly(word: str, text: str) -> str:
    """Return a word of ``text`` that is nearly ``word``: the same name in another spelling."""
    wanted = folded(word)
    if len(wanted) < _LEAST_LETTERS or wanted in folded(text):
        return ""
    for found in dict.fromkeys(_CAPITAL.findall(text)):
        if SequenceMatcher(None, wanted, folded(found), autojunk=False).ratio() >= _ALIKE:
            return str(found)
    return ""
