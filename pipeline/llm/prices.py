"""What a request costs, and whose prices say so: the user's, else those of a bundled list.

What has no price in either has none here: unknown is None, and never free.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from pipeline.llm.usage import Usage
from pipeline.model import Noun

Usd = Annotated[Decimal, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Way = Literal["live", "batch"]
"""Asked now, or as part of a provider's batch file, which most bill at half the price."""

_OPENAI_URL = "https://api.openai.com/v1"
_MILLION = 1_000_000
_DATED = re.compile(r"-20\d\d-?\d\d-?\d\d$")


class Rates(Noun):
    """USD per million tokens.

    ``cached`` is for the part of the prompt that the endpoint had seen before, ``written`` for the
    part that it says it put by to recognize it later; None: as the rest of the prompt.
    """

    prompt: Usd
    completion: Usd
    cached: Usd | None = None
    written: Usd | None = None

    def dearest(self) -> Decimal:
        """Return the most that a token of the prompt can cost."""
        return max(self.prompt, self.cached or Decimal(0), self.written or Decimal(0))


class Tier(Rates):
    """The rates of *all* tokens of a request whose prompt is longer than ``above`` tokens."""

    above: int = Field(ge=0)


class Price(Rates):
    """What a model costs, asked in one way.

    ``tiers`` are the rates of long prompts. ``batch`` is the part of them that the provider's batch
    way costs (OpenAI and most others: 0.5); it counts only in a price that the user sets, since the
    list knows the rates of either way. ``source`` says in words whose price it is.
    """

    tiers: tuple[Tier, ...] = ()
    batch: Decimal = Field(default=Decimal(1), gt=0, le=1)
    source: str = "set by you"

    def for_batch(self) -> "Price":
        """Return the price of the batch way."""
        part = self.batch
        scaled = {name: _times(getattr(self, name), part) for name in Rates.model_fields}
        tiers = tuple(
            tier.model_copy(
                update={name: _times(getattr(tier, name), part) for name in Rates.model_fields}
            )
            for tier in self.tiers
        )
        source = f"{self.source}, times {part} in a batch"
        return self.model_copy(
            update={**scaled, "tiers": tiers, "batch": Decimal(1), "source": source}
        )


def _times(rate: Decimal | None, part: Decimal) -> Decimal | None:
    return None if rate is None else rate * part


def cost(price: Price, usage: Usage) -> float:
    """Return the USD that ``usage`` costs: reckoned exactly, in decimals, and rounded once.

    Cached and written tokens are part of the prompt's.
    """
    reached = [tier for tier in price.tiers if usage.prompt_tokens > tier.above]
    rates: Rates = max(reached, key=lambda tier: tier.above, default=price)
    cached = min(usage.cached_tokens, usage.prompt_tokens)
    written = min(usage.written_tokens, usage.prompt_tokens - cached)
    plain = usage.prompt_tokens - cached - written
    usd = (
        rates.prompt * plain
        + (rates.prompt if rates.cached is None else rates.cached) * cached
        + (rates.prompt if rates.written is None else rates.written) * written
        + rates.completion * usage.completion_tokens
    )
    return float(usd / _MILLION)


def worst(price: Price, prompt_tokens: int, completion_tokens: int) -> float:
    """Return the most USD that a request of at most so many tokens costs, whatever is cached."""
    reached: list[Rates] = [tier for tier in price.tiers if prompt_tokens > tier.above]
    usd = max(
        rates.dearest() * prompt_tokens + rates.completion * completion_tokens
        for rates in (price, *reached)
    )
    return float(usd / _MILLION)


def find_price(
    model: str, base_url: str | None, own: Mapping[str, Price], way: Way = "live"
) -> Price | None:
    """Return what ``model`` costs at ``base_url`` (None: OpenAI itself); None where nobody knows.

    ``own`` are the user's prices by model name, and win. A name counts as it is, without the path
    before it (``openai/``, ``models/``), and without its date. In the list a model is looked up
    with the provider whose URL this is; at a URL of none of them (a gateway, this machine) by its
    name alone, and ``source`` says so. A name with a colon is then left alone: it is a local
    model's (``gemma3:270m``) or a variant's.
    """
    names = tuple(_names(model))
    mine = next((own[name] for name in (*names, *_undated(names)) if name in own), None)
    if mine is not None:
        return mine.for_batch() if way == "batch" else mine
    from pipeline.llm.pricelist import listed  # some 0.2 s to import, so only when it is needed

    return listed(names, base_url or _OPENAI_URL, way)


def _names(model: str) -> Iterator[str]:
    """Go through the names that ``model`` may stand under, as it is first."""
    seen = dict.fromkeys((model, model.lower(), model.lower().removeprefix("models/")))
    yield from dict.fromkeys((*seen, model.rpartition("/")[2], model.lower().rpartition("/")[2]))


def _undated(names: Iterable[str]) -> Iterator[str]:
    return (_DATED.sub("", name) for name in names)
