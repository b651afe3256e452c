"""Chinese personal names in pinyin, and whether the English has them right.

Spelling by GB/T 28039-2011: surname first, the given name joined, an apostrophe before a syllable
that begins with a, o or e (Xi'an). pypinyin gives the syllables; surnames have their own readings.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Final

from pipeline.model import Finding
from pipeline.verify.findings import finding
from pipeline.verify.surnames import COMPOUND, MOST_COMMON, READINGS

_HAN_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}")
_MOST_READINGS: Final = 64
_ROLE: Final = r"(?:本报|本台|特约|见习|实习|首席|驻\S{1,6})?(?:记者|通讯员|摄影|撰稿|报道员)"
_BYLINE: Final = re.compile(
    rf"(?:[（(【]|本报讯|电\s?|^|\s){_ROLE}(?:/|[:：\s])?\s?(?P<names>[\u3400-\u9fff]{{2,4}}"
    r"(?:[、\s,，][\u3400-\u9fff]{2,4}){0,4})\s?(?:[)）】]|摄|文|报道|$)"
)
_NOT_A_NAME: Final = frozenset(
    [
        "报道",
        "摄影",
        "文字",
        "编辑",
        "记者",
        "通讯员",
        "综合",
        "日电",
        "消息",
        "获悉",
        "从",
        "现场",
        "本报",
    ]
)
_CAPITAL: Final = re.compile(r"[A-Z][A-Za-zÀ-ÿüÜ]*(?:['’`-][A-Za-zÀ-ÿüÜ]+)*")


def pinyin_name(name: str) -> str:
    """Return a Chinese name in pinyin: ``单雅丽`` → ``Shan Yali``, ``张西安`` → ``Zhang Xi'an``.

    A text that is no name of 2 to 4 Chinese characters comes back unchanged.
    """
    bare = "".join(name.split())
    if not _HAN_NAME.fullmatch(bare):
        return name
    surname, given = _parts(bare)
    return f"{_surname(surname)} {_joined([_readings(c)[0] for c in given])}".strip()


def byline_names(text: str) -> tuple[str, ...]:
    """Return the people that a running text names as its authors: ``（记者 张三 李四）``."""
    found: list[str] = []
    for match in _BYLINE.finditer(text):
        for name in re.split(r"[、\s,，]+", match["names"]):
            bare = name.removesuffix("摄").removesuffix("文") if len(name) > 3 else name
            if 2 <= len(bare) <= 4 and bare not in _NOT_A_NAME and _begins_with_surname(bare):
                found.append(bare)
    return tuple(dict.fromkeys(found))


def check_names(
    names: Sequence[str], target: str, paragraph: str | None = None
) -> Iterator[Finding]:
    """Check that every one of ``names`` (Chinese, as printed) stands in ``target`` in pinyin."""
    words = _words(target)
    for name in dict.fromkeys("".join(n.split()) for n in names):
        if not _HAN_NAME.fullmatch(name) or name in target:
            continue
        surname, given = _parts(name)
        order = _order(surname, given, words)
        if order == "surname first":
            continue
        expected = pinyin_name(name)
        if order == "given name first":
            yield finding(
                "name.order",
                "warning",
                f"{name} is {expected}: the surname comes first",
                paragraph=paragraph,
                source=name,
                target=expected,
            )
            continue
        instead = _instead(surname, given, target)
        if instead:
            yield finding(
                "name.changed",
                "error" if _begins_with_surname(name) else "warning",
                f"{name} is {expected}; the English has “{instead}”",
                paragraph=paragraph,
                source=name,
                target=instead,
            )
        else:
            yield finding(
                "name.missing",
                "error" if _begins_with_surname(name) else "warning",
                f"{name} ({expected}) is named in the source; the English does not name them",
                paragraph=paragraph,
                source=name,
            )


def fits(name: str, english: str) -> bool:
    """Whether ``english`` spells the Chinese ``name`` in pinyin, in either order."""
    bare = "".join(name.split())
    letters = _folded(english)
    surname, given = _parts(bare)
    for family in _folded_readings(surname):
        for rest in _folded_readings(given):
            if letters in (family + rest, rest + family):
                return True
    return False


def reads_as(chinese: str, english: str) -> bool:
    """Whether ``english`` spells ``chinese`` syllable by syllable, any reading of each."""
    return _folded(english) in _folded_readings("".join(chinese.split()))


def _parts(name: str) -> tuple[str, str]:
    if name[:2] in COMPOUND and len(name) > 2:
        return name[:2], name[2:]
    return name[:1], name[1:]


def _begins_with_surname(name: str) -> bool:
    return name[:1] in MOST_COMMON or name[:1] in READINGS or name[:2] in COMPOUND


def _surname(surname: str) -> str:
    if surname in COMPOUND:
        return _joined(COMPOUND[surname].split("'"))
    return _joined([READINGS.get(surname) or _readings(surname)[0]])


def _joined(syllables: Sequence[str]) -> str:
    out = ""
    for syllable in syllables:
        out += "'" + syllable if out and syllable[0] in "aoe" else syllable
    return out[:1].upper() + out[1:]


def _readings(character: str) -> list[str]:
    # Loading pypinyin takes longer than checking a hundred paragraphs: only where a name asks.
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=True)
    return [r for r in found[0] if r] if found else [character]


@lru_cache(maxsize=256)  # a name is looked for in every paragraph
def _folded_readings(characters: str) -> frozenset[str]:
    """Return every spelling of the characters, in bare lower-case letters, ü as u, v and yu."""
    if characters in COMPOUND:
        return frozenset(_variants(COMPOUND[characters].replace("'", "")))
    choices = []
    for n, c in enumerate(characters):
        readings = _readings(c)
        if n == 0 and c in READINGS:
            readings = [READINGS[c]]
        choices.append(readings)
    spelled: set[str] = set()
    for syllables in islice(product(*choices), _MOST_READINGS):
        spelled |= _variants("".join(syllables))
    return frozenset(spelled)


def _variants(letters: str) -> set[str]:
    return (
        {letters.replace("ü", v) for v in ("u", "v", "yu", "ue")} if "ü" in letters else {letters}
    )


def _folded(text: str) -> str:
    if text.isascii() and text.isalpha():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in plain if "a" <= c <= "z")


def _words(target: str) -> list[str]:
    return [_folded(word) for word in re.findall(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*", target)]


def _order(surname: str, given: str, words: list[str]) -> str:
    """Find the name in the words: given names may be joined, hyphenated or in parts."""
    families, rests = _folded_readings(surname), _folded_readings(given)
    joined = [(n, "".join(words[n : n + k])) for k in (1, 2, 3) for n in range(len(words) - k + 1)]
    whole = {family + rest for family in families for rest in rests}
    turned = {rest + family for family in families for rest in rests}
    seen = ""
    for _, letters in joined:
        if letters in whole:
            return "surname first"
        if letters in turned:
            seen = "given name first"
    return seen


def _instead(surname: str, given: str, target: str) -> str:
    """Return what the English has in place of a name: the same surname with another given name."""
    families, rests = _folded_readings(surname), _folded_readings(given)
    found = list(_CAPITAL.finditer(target))
    for n, match in enumerate(found[:-1]):
        after = found[n + 1]
        if after.start() - match.end() != 1:
            continue
        left, right = _folded(match[0]), _folded(after[0])
        if left in families or right in rests or left in rests:
            return f"{match[0]} {after[0]}"
    return ""
