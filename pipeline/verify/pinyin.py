"""How Chinese is spelled in Latin letters: pinyin, and Wade-Giles as Taiwan's names have it.

Spelling by GB/T 28039-2011: surname first, the given name joined, an apostrophe before a syllable
that begins with a, o or e (Xi'an). pypinyin gives the syllables; surnames have their own readings.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice, product
from typing import Final

from pipeline.verify.surnames import COMPOUND, MOST_COMMON, READINGS

HAN_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}")
"""Two to four Chinese characters, as a person's name has."""
_MOST_READINGS: Final = 64
_LONGEST_SYLLABLE: Final = 6
# Every syllable that pinyin knows: an initial, and the finals that go with it.
_FINALS: Final = """
b a o ai ei ao an en ang eng i ie iao ian in ing u
p a o ai ei ao ou an en ang eng i ie iao ian in ing u
m a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u
f a o ei ou an en ang eng u
d a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un
t a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un
n a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un v ue ve yu
l a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ue ve yu
g a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
k a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang
h a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
j i ia ie iao iu ian in iang ing iong u ue uan un
q i ia ie iao iu ian in iang ing iong u ue uan un
x i ia ie iao iu ian in iang ing iong u ue uan un
zh a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang
ch a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang
sh a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang
r e i ao ou an en ang eng ong u uo ui uan un
z a e i ai ei ao ou an en ang eng ong u uo ui uan un
c a e i ai ao ou an en ang eng ong u uo ui uan un
s a e i ai ao ou an en ang eng ong u uo ui uan un
y a o e ao ou an ang in ing ong i u ue uan un
w a o ai ei an en ang eng u
- a o e ai ei ao ou an en ang er
"""


def pinyin_name(name: str) -> str:
    """Return a Chinese name in pinyin: ``单雅丽`` → ``Shan Yali``, ``张西安`` → ``Zhang Xi'an``.

    A text that is no name of 2 to 4 Chinese characters comes back unchanged.
    """
    bare = "".join(name.split())
    if not HAN_NAME.fullmatch(bare):
        return name
    surname, given = parts(bare)
    return f"{_surname(surname)} {_joined([_readings(c)[0] for c in given])}".strip()


def parts(name: str) -> tuple[str, str]:
    """Return surname and given name."""
    if name[:2] in COMPOUND and len(name) > 2:
        return name[:2], name[2:]
    return name[:1], name[1:]


def fits(name: str, english: str) -> bool:
    """Whether ``english`` spells the Chinese ``name``, in either order."""
    letters = folded(english)
    surname, given = parts("".join(name.split()))
    return any(
        letters in (family + rest, rest + family)
        for family in spellings(surname, surname=True)
        for rest in spellings(given)
    )


def places_spelled(letters: str, chinese: str) -> list[tuple[int, int]]:
    """Return where ``chinese`` (no blanks in it) reads as ``letters``: starts and ends."""
    return sorted(
        (start, end)
        for character, starts in _where(chinese).items()
        if letters.startswith(_syllables(character))
        for start in starts
        for end in _ends(letters, chinese, start)
    )


@lru_cache(maxsize=4)  # one text, many names
def _where(chinese: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, character in enumerate(chinese):
        if "\u3400" <= character <= "\u9fff":
            places.setdefault(character, []).append(at)
    return places


def _ends(letters: str, chinese: str, start: int) -> list[int]:
    if not letters:
        return [start]
    if start >= len(chinese):
        return []
    return [
        end
        for syllable in _syllables(chinese[start])
        if letters.startswith(syllable)
        for end in _ends(letters[len(syllable) :], chinese, start + 1)
    ]


def is_name(english: str) -> bool:
    """Whether an English name of two or three words can be a Chinese one in pinyin."""
    words = [folded(word) for word in english.split()]
    return 1 < len(words) <= 3 and is_pinyin(words[0]) and is_pinyin("".join(words[1:]))


def is_pinyin(letters: str, most: int = 2) -> bool:
    """Whether folded ``letters`` can be read as one to ``most`` syllables of pinyin."""
    if not letters:
        return False
    return any(
        letters[:n] in _every_syllable()
        and (n == len(letters) or (most > 1 and is_pinyin(letters[n:], most - 1)))
        for n in range(1, min(_LONGEST_SYLLABLE, len(letters)) + 1)
    )


@lru_cache(maxsize=256)  # a name is looked for in every paragraph
def spellings(characters: str, *, surname: bool = False) -> frozenset[str]:
    """Return every spelling of the characters, in bare lower-case letters, ü as u, v and yu.

    Wade-Giles, as names of Taiwan are written, is among them.
    """
    if characters in COMPOUND:
        return frozenset(_variants(COMPOUND[characters].replace("'", "")))
    choices = [_readings(c) for c in characters]
    if surname and characters in READINGS:
        choices = [[READINGS[characters]]]
    spelled: set[str] = set()
    for syllables in islice(product(*choices), _MOST_READINGS):
        spelled |= _variants("".join(syllables))
    for syllables in islice(product(*map(_wade_giles, characters)), _MOST_READINGS):
        spelled.add("".join(syllables))
    return frozenset(spelled)


def folded(text: str) -> str:
    """Return the letters of a text in lower case without marks: ``Lü Xi'an`` → ``luxian``."""
    if text.isascii() and text.isalpha():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in plain if "a" <= c <= "z")


def _surname(surname: str) -> str:
    if surname in COMPOUND:
        return _joined(COMPOUND[surname].split("'"))
    return _joined([READINGS.get(surname) or _readings(surname)[0]])


def _joined(syllables: Sequence[str]) -> str:
    out = ""
    for syllable in syllables:
        out += "'" + syllable if out and syllable[0] in "aoe" else syllable
    return out[:1].upper() + out[1:]


@lru_cache(maxsize=8192)
def _readings(character: str) -> list[str]:
    # Loading pypinyin takes longer than checking a hundred paragraphs: only where a name asks.
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=True)
    return [r for r in found[0] if r] if found else [character]


@lru_cache(maxsize=8192)
def _syllables(character: str) -> tuple[str, ...]:
    readings = [*_readings(character), READINGS.get(character, "")]
    return tuple({v: None for r in readings if r for v in sorted(_variants(r))})


def initials(given: str) -> frozenset[str]:
    """Return the first letters of a given name: of all its characters, and of the first alone."""
    letters = "".join(_readings(c)[0][0] for c in given)
    return frozenset((letters, letters[:1]))


@lru_cache(maxsize=1024)
def _wade_giles(character: str) -> list[str]:
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.WADEGILES, heteronym=True)
    return sorted({folded(r.replace("v", "u")) for r in found[0]})


@cache
def common_surnames() -> frozenset[str]:
    """Return the spellings of the surnames that most names begin with."""
    return frozenset(s for c in MOST_COMMON for s in _variants(READINGS.get(c) or _readings(c)[0]))


@cache
def _every_syllable() -> frozenset[str]:
    rows = (line.split() for line in _FINALS.strip().splitlines())
    return frozenset(initial.strip("-") + final for initial, *finals in rows for final in finals)


def _variants(letters: str) -> set[str]:
    return (
        {letters.replace("ü", v) for v in ("u", "v", "yu", "ue")} if "ü" in letters else {letters}
    )
