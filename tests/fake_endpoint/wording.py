"""Pseudo-translations: a word of the dictionary for each word, around figures that are right.

Deterministic in the source text. Where the dictionary has no word to give, one is chosen by a hash
of the text, so two texts never read alike; none of them is a number, a unit, a month or a word that
would tie two figures together.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import cycle
from typing import Final

from pipeline.model import GAP
from pipeline.segment import bylines
from pipeline.verify import byline_names, lexicon, pinyin_name
from pipeline.verify.english import quantities
from tests.fake_endpoint.figures import Piece, figure_pieces

Terms = tuple[tuple[str, str], ...]
"""Glossary rows: source and target."""

_PLAIN_WORDS: Final = """
the local county office said its new road works were ready with careful help from every
village team while officials praised steady progress by residents for better public service
under a clear plan that brings water light safety schools clinics farms markets together as
leaders visited homes on site where workers shared their views at an open meeting this project
keeps people close because trained staff listen answer calls repair paths plant trees protect
rivers teach children support older neighbours build trust improve trade welcome guests report
results follow rules study cases solve problems raise quality open doors spread news hold
talks offer advice guard forests clean streets train drivers check records write letters print
notices mark borders settle claims
"""
_VOCABULARY: Final = _PLAIN_WORDS.split()
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_STOP: Final = re.compile(r"([。！？!?；;])")
_URL: Final = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./?=&_%~:#-]+")
_LATIN_FIGURE: Final = re.compile(r"(?<!\w)\d[\d.,]*%?")
_WORDS_A_CHARACTER: Final = 0.7
"""So that English comes out at four to five characters for a Chinese one."""


def people_in(unit_texts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the people whom an article names as its authors; units are (role, text)."""
    return tuple(dict.fromkeys(name for unit in unit_texts for name in _people(*unit)))


@lru_cache(maxsize=5_000)
def _people(role: str, text: str) -> tuple[str, ...]:
    found: list[str] = []
    if role == "byline":
        found += bylines.read_byline(text).names
    for pattern in (bylines.INLINE_BYLINE, bylines.BARE_BYLINE):
        for match in pattern.finditer(text):
            found += bylines.names_in(match["byline"])
    for stretch in (bylines.inline_credit(text), bylines.signature(text)):
        if stretch:
            found += bylines.names_in(text[slice(*stretch)])
    return (*found, *byline_names(text))


@lru_cache(maxsize=5_000)
def english(text: str, role: str = "body", people: tuple[str, ...] = (), terms: Terms = ()) -> str:
    """Return a pseudo-translation of ``text`` that keeps figures, dates, people, terms and gaps."""
    if role == "byline":
        named = [name for name in people if _spaced(name).search(text)]
        if named:
            return "By correspondents " + " and ".join(map(pinyin_name, named))
    words = _words(text)
    out: list[str] = []
    at = 0
    for piece in _pieces(text, people, terms):
        _fill(out, text[at : piece.start], words, between=at > 0)
        out.append(piece.text)
        at = piece.end
    _fill(out, text[at:], words, between=False)
    closed = role in ("body", "caption") and not text.rstrip().endswith(GAP)
    return _sentences(out, closed=closed)


def _words(text: str) -> "cycle[str]":
    digest = hashlib.shake_128(text.encode("utf-8", "surrogatepass")).digest(
        min(4096, len(text) + 64)
    )
    return cycle([_VOCABULARY[byte % len(_VOCABULARY)] for byte in digest])


def _fill(out: list[str], gap: str, words: "cycle[str]", *, between: bool) -> None:
    """Append filler for the Chinese of ``gap``; at least a word ``between`` two pieces."""
    for part in _STOP.split(gap):
        if _STOP.fullmatch(part):
            out.append(".")
            continue
        letters = len(_HAN.findall(part))
        count = max(1, round(letters * _WORDS_A_CHARACTER)) if letters else 0
        said = [word for one in lexicon.words(part) if (word := _dictionary(one.text))]
        out += said[:count]
        out += (next(words) for _ in range(count - len(said)))
    if between and (not out or out[-1] == "." or not _HAN.search(gap)):
        out.append(next(words))


@lru_cache(maxsize=20_000)
def _dictionary(word: str) -> str:
    """Return a stem of what the dictionary calls ``word``; empty where none can be said."""
    choices = [one for one in sorted(lexicon.meanings(word)) if _says_nothing_of_figures(one)]
    return min(choices, key=lambda one: (abs(len(one) - 6), one), default="")


def _says_nothing_of_figures(word: str) -> bool:
    beside = quantities(f"7 {word}")
    return len(word) >= 4 and len(beside) == 1 and beside[0].text.strip() == "7"


def _sentences(tokens: Sequence[str], *, closed: bool) -> str:
    text = ""
    start = True
    for token in tokens:
        if token == ".":
            text += "" if start else "."
            start = True
            continue
        text += (" " if text else "") + (token[:1].upper() + token[1:] if start else token)
        start = False
    return text + "." if closed and text and not text.endswith(".") else text


def _pieces(text: str, people: tuple[str, ...], terms: Terms) -> list[Piece]:
    """Return everything of ``text`` that has a fixed English, in order, without overlaps."""
    found: list[Piece] = []
    found += (Piece(m.start(), m.end(), GAP) for m in re.finditer(re.escape(GAP), text))
    found += (Piece(m.start(), m.end(), m[0].rstrip(".")) for m in _URL.finditer(text))
    for name in people:
        found += (
            Piece(m.start(), m.end(), pinyin_name(name)) for m in _spaced(name).finditer(text)
        )
    for source, target in sorted(terms, key=lambda term: -len(term[0])):
        found += (Piece(m.start(), m.end(), target) for m in re.finditer(re.escape(source), text))
    if _HAN.search(text):
        found += figure_pieces(text)
    else:
        found += (Piece(m.start(), m.end(), m[0]) for m in _LATIN_FIGURE.finditer(text))
    return _merged(sorted(found, key=lambda piece: (piece.start, -piece.end)))


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Join what overlaps: a figure inside a term or beside another stays a figure."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and piece.start < merged[-1].end:
            last = merged.pop()
            text = last.text if piece.text in last.text else f"{last.text} with {piece.text}"
            piece = Piece(last.start, max(last.end, piece.end), text)
        merged.append(piece)
    return merged


@lru_cache(maxsize=4096)
def _spaced(name: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(map(re.escape, name)))
