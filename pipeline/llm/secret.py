"""Knowing a key again, however an endpoint sends it back."""

import base64
import json
import re
from urllib.parse import unquote_to_bytes

_SHORTEST = 8
"""Anything shorter is no key but a placeholder, and would be found in any text."""

# An ASCII character as JSON may write it, at any depth of JSON within JSON.
_ESCAPED = re.compile(rb"\\+(?:u00([0-7][0-9A-Fa-f])|/)")


class Secret:
    """A key that is never shown. ``repr`` and errors do not hold it."""

    def __init__(self, key: str) -> None:
        self._forms = _forms(key.encode()) if len(key) >= _SHORTEST else ()

    def is_in(self, data: bytes) -> bool:
        """Whether the key stands in ``data`` (UTF-8): as it is, in hexadecimal, in Base64,
        URL-encoded, or escaped as in JSON; whole or in part."""
        texts = [data]
        if b"\\u00" in data or b"\\/" in data:
            texts.append(_ESCAPED.sub(_character, data))
        if b"%" in texts[-1]:
            texts.append(unquote_to_bytes(texts[-1]))
        return any(form in text for text in texts for form in self._forms)

    def __repr__(self) -> str:
        return "Secret(…)"


def _forms(key: bytes) -> tuple[bytes, ...]:
    # In Base64 a text looks different at each of three offsets; the ends depend on what is around.
    coded = {
        base64.b64encode(b"\0" * offset + key)[(offset * 8 + 5) // 6 : -4] for offset in range(3)
    }
    safe = {form.translate(bytes.maketrans(b"+/", b"-_")) for form in coded}
    shown = key.hex().encode()
    forms = {key, json.dumps(key.decode())[1:-1].encode(), shown, shown.upper(), *coded, *safe}
    return tuple(form for form in forms if len(form) >= _SHORTEST)


def _character(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match[1].decode()) if match[1] else b"/"
