"""Text of a page or a model, made safe to show.

Two dangers are met here once for all formats: characters that lie about what is shown (controls,
direction overrides, invisible tags), and characters that mean something to Markdown. HTML's own
escaping is Jinja's.
"""

import re
import unicodedata
from functools import lru_cache

# Invisible to readers, yet part of correct writing in several scripts.
_JOINERS = "\u200c\u200d"
# Whatever is neither plain ASCII, nor a common Chinese sign, is looked at more closely.
_UNUSUAL = re.compile(r"[^\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_SPACE = re.compile(r"\s+")


def _shown(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if unicodedata.category(char) == "Cs":
        return "\ufffd"
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    hidden = unicodedata.category(char) in ("Cc", "Cf") and char not in _JOINERS
    return f"[U+{code:04X}]" if noncharacter or hidden else char


@lru_cache(maxsize=1024)  # the formats say the same of a page, one right after the other
def clean(text: str) -> str:
    """Return ``text`` on one line, with every character that could deceive a reader made visible.

    Control and format characters (direction overrides, zero-width marks, tags) become their code
    point in brackets, ``[U+202E]``; a lone surrogate becomes U+FFFD; any run of white space, line
    ends included, becomes one space.
    """
    return _SPACE.sub(" ", _UNUSUAL.sub(_shown, text.replace("\x85", "\n")))


# What means something to Markdown anywhere in a line. Besides CommonMark's own signs: | and ~ of
# GitHub's tables and strikes, { of attribute lists, $ of formulas (a sum of money stays bare).
_INLINE = re.compile(
    r"""(?P<gap>\[…\](?![(\[:]))             # our own mark, where it can be no link
      | [\\`*\[\]|~{]
      | (?<![^\W_])_ | _(?![^\W_])        # a low line within a word is plain
      | \$(?!\d)
      | (?<!\S)\#                         # would close a heading, or open a tag
      | (?<=:)/(?=/) | (?<=www)\.         # addresses that GitHub would link by itself
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What means something only at the start of a line, by what must follow it.
_OPENING = re.compile(r">|[-+:](?=[\s:=-]|$)|=")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_ENTITY = re.compile(r"&(?=#?\w+;)")


@lru_cache(maxsize=1024)  # names of kinds, roles and places come again and again
def markdown(text: str) -> str:
    """Return ``text`` as Markdown that renders as exactly :func:`clean` of it, trimmed.

    Signs are escaped only where they would mean something, so that the source reads as prose. The
    result may stand anywhere in a line, at its start and in a table cell too. ``<`` and ``&``
    become entities, because not every renderer knows a backslash before them.
    """
    found = _ENTITY.sub("&amp;", clean(text).strip())
    found = _INLINE.sub(lambda sign: sign["gap"] or f"\\{sign[0]}", found).replace("<", "&lt;")
    found = _NUMBERED.sub(r"\1\\\2", found, count=1) if _NUMBERED.match(found) else found
    return f"\\{found}" if _OPENING.match(found) else found
