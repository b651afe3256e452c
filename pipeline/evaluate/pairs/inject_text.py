"""One error put into a right translation: in a name, a place, or in what is said at all."""

import re
from random import Random
from typing import Final

from pipeline.evaluate.pairs.corpora import Pair
from pipeline.evaluate.pairs.inject import Error

_TITLED_NAME: Final = re.compile(
    r"\b(?=(?P<family>[A-Z][a-z]{1,5}) (?P<given>[A-Z][a-z]{1,11})\b)"  # "By Li Wei" holds two
)
_GIVEN: Final = ("Xiaodong", "Jianping", "Lihua", "Wei", "Guoqiang", "Yuting", "Na", "Zhenhai")
_FAMILY: Final = ("Zhou", "Deng", "Pan", "Cui", "Lu", "Qian")
_LEVELS: Final[dict[str, str]] = {
    "省": "Province", "市": "City", "县": "County", "区": "District", "镇": "Town",
    "乡": "Township", "村": "Village",
}  # fmt: skip
_LEVEL_WORDS: Final = ("Province", "City", "County", "District", "Village")
_OFFICES: Final = {"provincial": "省", "municipal": "市", "county-level": "县"}
_BYLINE: Final = re.compile(r"(?:记者|通讯员)\s?([\u4e00-\u9fff]{2,4})")
_SENTENCE: Final = re.compile(r"(?<=[.!?]”)\s+|(?<=[.!?])\s+")
_CLAUSE: Final = re.compile(r"(?<=[.;,]) ")
_CHINESE_CLAUSE: Final = re.compile(r"(?<=[。，；])")
_LEAST_CLAUSE: Final = 30
_LEAST_CHINESE: Final = 8


def name(pair: Pair, rng: Random, _: str) -> str | None:
    """Give a person another given name."""
    return _renamed(pair, rng, "given", _GIVEN)


def surname(pair: Pair, rng: Random, _: str) -> str | None:
    """Give a person another surname."""
    return _renamed(pair, rng, "family", _FAMILY)


def byline(pair: Pair, rng: Random, _: str) -> str | None:
    """Give the one who signs another given name."""
    signed = {m[1] for m in _BYLINE.finditer(pair.source)}
    return _renamed(pair, rng, "given", _GIVEN, signed) if signed else None


def _renamed(
    pair: Pair, rng: Random, part: str, names: tuple[str, ...], signed: set[str] | None = None
) -> str | None:
    """Change a person whose pinyin stands in the source, character by character."""
    found = [m for m in _TITLED_NAME.finditer(pair.target) if _is_person(m, pair.source, signed)]
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice([n for n in names if n.lower() != match[part].lower()])
    start, end = match.span(part)
    return pair.target[:start] + new + pair.target[end:]


def _is_person(match: re.Match[str], source: str, signed: set[str] | None) -> bool:
    from pypinyin import lazy_pinyin

    letters = (match["family"] + match["given"]).lower()
    runs = signed if signed is not None else set(re.findall(r"[\u4e00-\u9fff]+", source))
    for run in runs:
        for start in range(len(run)):
            for length in (2, 3):
                part = run[start : start + length]
                if len(part) == length and "".join(lazy_pinyin(part)) == letters:
                    return lazy_pinyin(part)[0] == match["family"].lower()
    return False


def level(pair: Pair, rng: Random, _: str) -> str | None:
    """Call a place by another level: a county a city."""
    found: list[re.Match[str]] = []
    for sign, word in _LEVELS.items():
        if sign in pair.source:
            found += re.finditer(rf"(?<=[a-z] ){word}\b", pair.target)
    if not found:
        return None
    match = rng.choice(found)
    # The one is often right for the other.
    alike = {match[0]} | ({"Town", "Village"} if match[0] == "Township" else set())
    new = rng.choice([w for w in _LEVEL_WORDS if w not in alike])
    return pair.target[: match.start()] + new + pair.target[match.end() :]


def office(pair: Pair, rng: Random, _: str) -> str | None:
    """Give an office to another level: provincial for municipal."""
    found = [
        m
        for word, sign in _OFFICES.items()
        if sign in pair.source
        for m in re.finditer(rf"\b{word}\b", pair.target, re.IGNORECASE)
    ]
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice([w for w in _OFFICES if w != match[0].lower()])
    return pair.target[: match.start()] + new + pair.target[match.end() :]


def untranslated(pair: Pair, rng: Random, _: str) -> str | None:
    """Leave a clause in Chinese."""
    left = [p for p in _CHINESE_CLAUSE.split(pair.source) if len(p) >= _LEAST_CHINESE]
    if not left:
        return None
    clauses = _CLAUSE.split(pair.target)
    clauses[rng.randrange(len(clauses))] = rng.choice(left)
    return " ".join(clauses)


def sentence_left_out(pair: Pair, rng: Random, _: str) -> str | None:
    """Leave out a sentence."""
    sentences = _SENTENCE.split(pair.target)
    long = [n for n, s in enumerate(sentences) if len(s) >= _LEAST_CLAUSE]
    if len(sentences) < 2 or not long:
        return None
    del sentences[rng.choice(long)]
    return " ".join(sentences)


def clause_left_out(pair: Pair, rng: Random, _: str) -> str | None:
    """Leave out a part between commas."""
    clauses = _CLAUSE.split(pair.target)
    long = [n for n, c in enumerate(clauses) if len(c) >= _LEAST_CLAUSE]
    if len(clauses) < 2 or not long:
        return None
    del clauses[rng.choice(long)]
    return " ".join(clauses)


def hallucination(pair: Pair, rng: Random, other: str) -> str | None:
    """Add a sentence of another text."""
    sentences = _SENTENCE.split(pair.target)
    sentences.insert(rng.randrange(len(sentences) + 1), other)
    return " ".join(sentences)


def repeated(pair: Pair, rng: Random, _: str) -> str | None:
    """Say a sentence twice."""
    sentences = _SENTENCE.split(pair.target)
    long = [s for s in sentences if len(s) >= _LEAST_CLAUSE]
    return " ".join([*sentences, rng.choice(long)]) if long else None


TEXT_ERRORS: Final[dict[str, Error]] = {
    "given name": name,
    "surname": surname,
    "byline": byline,
    "level of a place": level,
    "level of an office": office,
    "untranslated": untranslated,
    "sentence left out": sentence_left_out,
    "clause left out": clause_left_out,
    "hallucination": hallucination,
    "repeated": repeated,
}
"""By what is wrong."""
