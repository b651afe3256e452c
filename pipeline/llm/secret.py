"""Knowing a key again, however an endpoint sends it back."""

import base64
from urllib.parse import quote

_SHORTEST = 8
"""Anything shorter is no key but a placeholder, and would be found in any text."""


class Secret:
    """A key that is never shown. ``repr`` and errors do not hold it."""

    def __init__(self, key: str) -> None:
        self._forms = _forms(key) if len(key) >= _SHORTEST else ()

    def is_in(self, data: bytes) -> bool:
        """Whether the key stands in ``data``: as it is, URL-encoded, in JSON or in Base64."""
        return any(form in data for form in self._forms)

    def __repr__(self) -> str:
        return "Secret(…)"


def _forms(key: str) -> tuple[bytes, ...]:
    raw = key.encode()
    plain = {raw, quote(key, safe="").encode(), raw.replace(b"/", rb"\/")}
    # In Base64 a text looks different at each of three offsets; the ends depend on what is around.
    coded = {
        base64.b64encode(b"\0" * offset + raw)[(offset * 8 + 5) // 6 : -4] for offset in range(3)
    }
    safe = {form.translate(bytes.maketrans(b"+/", b"-_")) for form in coded}
    return tuple(form for form in plain | coded | safe if len(form) >= _SHORTEST)
