"""Finding a key, or the text of a page, in whatever a run leaves behind."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

_WINDOW = 6
"""So many Chinese characters in a row no answer repeats: names and figures, which it may, are
shorter."""


def key_forms(key: str) -> dict[str, bytes]:
    """Return ``key`` in the forms in which it could be left somewhere, by name.

    Of Base64, what is the same whatever stands around the key.
    """
    raw = key.encode()
    forms = {
        "raw": raw,
        "JSON": json.dumps(key)[1:-1].encode(),
        "JSON, slash": raw.replace(b"/", rb"\/"),
        "JSON, code points": "".join(f"\\u{ord(char):04x}" for char in key).encode(),
        "URL": quote(key, safe="").encode(),
        "URL, lower": re.sub(r"%..", lambda m: m[0].lower(), quote(key, safe="")).encode(),
        "URL, path": quote(key).encode(),
        "hexadecimal": raw.hex().encode(),
        "bytes": repr(raw)[2:-1].encode(),
    }
    for n in range(3):
        coded = base64.b64encode(b"\0" * n + raw + b"\0\0\0")
        stable = coded[4:-8]
        forms[f"Base64 {n}"] = stable
        forms[f"Base64 {n}, URL"] = stable.replace(b"+", b"-").replace(b"/", b"_")
    return forms


def text_forms(page: str) -> dict[str, bytes]:
    """Return pieces of ``page``, as they are and as JSON escapes them."""
    windows = re.findall(f"[\u4e00-\u9fff]{{{_WINDOW}}}", page)
    assert len(windows) > 100, "a page of so few words proves nothing"
    plain = {f"text {n}": text.encode() for n, text in enumerate(windows)}
    return plain | {
        f"escaped {n}": json.dumps(text)[1:-1].encode() for n, text in enumerate(windows)
    }


def found_in(data: bytes, forms: dict[str, bytes]) -> list[str]:
    """Return the names of those of ``forms`` that stand in ``data``."""
    return [name for name, form in forms.items() if form in data]


def found_below(folder: Path, forms: dict[str, bytes]) -> list[str]:
    """Return what is found in the names and contents of all files below ``folder``."""
    return [f"{path}: {name}" for path, data in _files(folder) for name in found_in(data, forms)]


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        yield inside, bytes(inside) + (b"\n" + path.read_bytes() if path.is_file() else b"")
