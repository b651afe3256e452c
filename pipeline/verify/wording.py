"""Whether an English rendering stands in a text, in any of the forms that English gives it.

Two ways of looking: *as it is* (case, hyphens, number, articles, British or American spelling may
differ) for what must not be said, and *freely* (other forms of the words, a few words between, in
any order) for what should be: "head of Xinyuan County" is a "county head".
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pipeline.verify.lexicon import stem

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_INITIALS: Final = re.compile(r"\b(?:[a-z]\.){2,}")
_ARTICLES: Final = frozenset(("a", "an", "the"))
_PLAIN: Final = frozenset(("a", "an", "the", "of", "for", "and", "in", "to", "by"))
_BETWEEN: Final = 4
"""Words that may stand between those of a rendering."""
# American spelling for British; only what changes nothing where the word is American already.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|er|ers|ation|ations)$)", "iz"),
        (r"(?<=ly)s(?=(?:e|es|ed|ing)$)", "z"),
        (r"(?<=[bdlnrv])our(?=(?:s|ed|ing|er|ers|able|hood|hoods|ite)?$)", "or"),
        (r"^(cent|theat|met|kilomet|lit|fib)re(?=s?$)", r"\1er"),
        (r"^(program)me(?=s?$)", r"\1"),
        (r"^(plough)", "plow"),
        (r"^(defen|licen|offen)ce", r"\1se"),
        (r"(?<=[a-z]{2}[aeiou])ll(?=(?:ed|ing|er|ers)$)", "l"),
    )
)


@lru_cache(maxsize=64)  # all terms of a pair look at the same text
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of an English text in one spelling, each as singular, without articles."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.replace("’", "'").replace("per cent", "percent")
    plain = _INITIALS.sub(lambda match: match[0].replace(".", ""), plain)
    return tuple(_form(word) for word in _WORD.findall(plain) if word not in _ARTICLES)


@lru_cache(maxsize=8192)
def _form(word: str) -> str:
    bare = word.removesuffix("'s").replace("'", "")
    for pattern, to in _SPELLINGS:
        bare = pattern.sub(to, bare)
    return _singular(bare)


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:[sxz]|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if re.search(r"[^sui]s$", word) and len(word) > 3 else word


def count_each(renderings: Iterable[str], text: str) -> dict[str, int]:
    """Return how often each rendering stands in ``text`` as it is, outside of longer ones."""
    left = f" {' '.join(words_of(text))} "
    found: dict[str, int] = {}
    for rendering in sorted(renderings, key=lambda words: -len(words)):
        wanted = " ".join(words_of(rendering))
        found[rendering] = left.count(f" {wanted} ") if wanted else 0
        if found[rendering]:
            left = left.replace(f" {wanted} ", " | ")
    return found


def stands_freely(rendering: str, text: str) -> bool:
    """Whether the words of ``rendering`` stand near each other in ``text``, in any form."""
    solid = (rendering.replace("-", ""), text.replace("-", ""))  # a sub-district, a subdistrict
    return _near_each_other(rendering, text) or _near_each_other(*solid)


def _near_each_other(rendering: str, text: str) -> bool:
    wanted = {stem(word) for word in words_of(rendering) if word not in _PLAIN}
    given = [stem(word) for word in words_of(text)]
    reach = len(words_of(rendering)) + _BETWEEN
    last: dict[str, int] = {}
    for place, word in enumerate(given):
        if word in wanted:
            last[word] = place
            if len(last) == len(wanted) and place - min(last.values()) < reach:
                return True
    return False
