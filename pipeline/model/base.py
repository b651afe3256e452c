"""The one base of all nouns: frozen, closed, without surprises."""

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
