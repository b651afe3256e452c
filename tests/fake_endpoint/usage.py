"""Tokens as a provider would count them, and how much of a prompt it had seen before."""

from typing import Any

_BLOCK = 512
_LEAST_CACHED = 1024
_STEP = 128
_MOST_PREFIXES = 200_000


def tokens(text: str) -> int:
    """Return about as many tokens as common tokenizers make: 4 ASCII characters, or 4/3 others."""
    wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2
    return (len(text) - wide) // 4 + wide * 3 // 4 + 1


class Meter:
    """Counts usage; remembers prefixes as a provider's prompt cache does."""

    def __init__(self) -> None:
        self._prefixes: set[int] = set()

    def usage(self, model: str, prompt: str, answer: str) -> dict[str, Any]:
        """Return the ``usage`` of a completion."""
        asked, given = tokens(prompt), tokens(answer)
        return {
            "prompt_tokens": asked,
            "completion_tokens": given,
            "total_tokens": asked + given,
            "prompt_tokens_details": {"cached_tokens": self._cached(model, prompt)},
        }

    def _cached(self, model: str, prompt: str) -> int:
        if len(self._prefixes) > _MOST_PREFIXES:  # a provider forgets as well
            self._prefixes.clear()
        seen, chain, unbroken = 0, hash(model), True
        for start in range(0, len(prompt) - _BLOCK + 1, _BLOCK):
            chain = hash((chain, prompt[start : start + _BLOCK]))
            unbroken = unbroken and chain in self._prefixes
            if unbroken:
                seen = start + _BLOCK
            self._prefixes.add(chain)
        cached = tokens(prompt[:seen]) // _STEP * _STEP if seen else 0
        return cached if cached >= _LEAST_CACHED else 0
