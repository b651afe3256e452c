"""Tokens, as an endpoint counts them."""

from pydantic import Field

from pipeline.model import Noun


class Usage(Noun):
    """Tokens as the endpoint counted them; ``cached_tokens`` is the part of the prompt that it had
    seen before, ``written_tokens`` the part that it put by for later and bills dearer. All zero
    where nobody counted."""

    prompt_tokens: int = Field(default=0, ge=0)
    completion_tokens: int = Field(default=0, ge=0)
    cached_tokens: int = Field(default=0, ge=0)
    written_tokens: int = Field(default=0, ge=0)

    @property
    def counted(self) -> bool:
        """Whether anybody counted: a request without a single token cannot be."""
        return self.prompt_tokens > 0 or self.completion_tokens > 0
