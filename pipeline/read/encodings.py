"""Which encoding bytes are in: known, clearly guessed, or asked for.

UTF-8 and byte order marks are certain. GB18030 and Big5 can only be guessed, and a wrong guess
turns a page into plausible nonsense; so a guess counts only where all measures agree, and is said.
"""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from pipeline.read.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_SAMPLE = 65_536
_COMMON = 0.85
_APART = 0.15
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其"
    "這個國時來們為會發動產後經進電當實從業兩體機點種過說應開還與對學無關長東車見問間報"
)
"""Among the commonest characters of Chinese prose, simplified and traditional."""
_FREQUENT_SHARE = 0.12
_ASK = "Say which encoding it is in (--encoding gb18030, big5, utf-8 …) or convert it to UTF-8."


class Decoded(NamedTuple):
    """Text, what it was read as, and what had to be assumed."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, source: str, encoding: str | None = None) -> Decoded:
    """Return ``data`` as text.

    An ``encoding`` that is given is used, whatever the bytes look like; only a byte order mark is
    taken off. Raises :class:`ReadError` where the bytes do not fit, or fit nothing clearly.
    """
    if encoding is not None:
        return _as_told(data, source, encoding)
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return Decoded(_strict(data, source, codec, name), name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, source, error)


def _as_told(data: bytes, source: str, encoding: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding)
        "".encode(codec.name)  # refuses codecs that are none of text
    except (LookupError, UnicodeError, ValueError) as error:
        raise ReadError(
            source, f"{encoding!r} is no encoding of text. Name one like utf-8, gb18030 or big5."
        ) from error
    text = _strict(data, source, codec.name, codec.name)
    return Decoded(text.removeprefix("\ufeff"), codec.name)


def _strict(data: bytes, source: str, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise ReadError(source, f"it is not valid {name}: {_where(data, error)}. {_ASK}") from error
    except UnicodeError as error:
        raise ReadError(source, f"it is not valid {name} ({error}). {_ASK}") from error


def _where(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) cannot be read"


def _guess(data: bytes, source: str, error: UnicodeDecodeError) -> Decoded:
    """Decide between GB18030 and Big5, or ask."""
    where = _where(data, error)
    if _is_damaged_utf8(data, error.start):
        raise ReadError(
            source, f"it is UTF-8 with a damaged place: {where}. Mend the file there. {_ASK}"
        ) from error
    sample = _sample(data)
    shares = {name: _common_share(sample, name) for name in ("gb18030", "big5")}
    best, other = sorted(shares, key=lambda name: shares[name], reverse=True)
    found = from_bytes(sample, cp_isolation=["gb18030", "big5"]).best()
    agreed = found is None or found.encoding == best  # None: too little text for it to say
    clear = shares[best] >= _COMMON and shares[best] - shares[other] >= _APART
    if not (agreed and clear and _reads_as_chinese(sample, best)):
        raise ReadError(
            source,
            f"its encoding is not clear: no UTF-8 ({where}), nor surely GB18030 or Big5. {_ASK}",
        ) from error
    text = _strict(data, source, best, best)
    note = (
        f"No encoding was given; read as {best} because {shares[best]:.0%} of its characters are "
        f"common ones that way, {shares[other]:.0%} as {other}."
    )
    return Decoded(text, best, (note,))


def _is_damaged_utf8(data: bytes, error_at: int) -> bool:
    """Whether there is so much valid UTF-8 that the rest must be damage, not another encoding."""
    text = data[:_SAMPLE].decode("utf-8", "replace") if error_at < _SAMPLE else ""
    if not text:
        return True
    beyond = sum(char > "\x7f" and char != "\ufffd" for char in text)
    return beyond >= 8 and beyond > 4 * text.count("\ufffd")


def _sample(data: bytes) -> bytes:
    """Return the beginning, cut where no character is cut."""
    if len(data) <= _SAMPLE:
        return data
    end = max(data.rfind(b"\n", 0, _SAMPLE), data.rfind(b"\r", 0, _SAMPLE))
    return data[: end if end > 0 else _SAMPLE]


def _reads_as_chinese(data: bytes, name: str) -> bool:
    """Whether the characters that Chinese prose cannot do without are there.

    Korean in EUC-KR, for one, decodes to nothing but common Chinese characters – at random.
    """
    chars = [char for char in data.decode(name, "ignore") if char >= "\u4e00"]
    return sum(char in _FREQUENT for char in chars) >= _FREQUENT_SHARE * len(chars)


_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]")


def _common_share(data: bytes, name: str) -> float:
    """Return which share of the double bytes are common characters or marks in ``name``.

    Both standards put their common characters first: GB 2312 level 1 (rows 16–55) and Big5 level 1
    (A440–C67E); their marks stand in rows 1–9 and A140–A3FE.
    """
    pairs: list[bytes] = _PAIR.findall(data)
    if not pairs:
        return 0.0
    if name == "gb18030":
        common = sum(
            (0xB0 <= pair[0] <= 0xD7 or 0xA1 <= pair[0] <= 0xA3) and pair[1] >= 0xA1
            for pair in pairs
        )
    else:
        common = sum(
            0xA1 <= pair[0] <= 0xC6 and (pair[1] <= 0x7E or pair[1] >= 0xA1) for pair in pairs
        )
    return common / len(pairs)
