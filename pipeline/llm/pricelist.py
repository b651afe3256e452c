"""The price list that genai-prices bundles.

It is read from the installed package and never fetched; a newer list comes with a newer package.
"""

from datetime import UTC, datetime
from decimal import Decimal

from genai_prices import __version__
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import (
    ModelInfo,
    ModelPrice,
    Provider,
    TieredPrices,
    TimeOfDateConstraint,
)

from pipeline.llm.prices import Price, Tier, Way

# What a chat about text is billed by, and what it never contains. A model that bills it by anything
# else (the request, the character, the citation) has no price that is known here.
_OURS = {
    "prompt": "input_mtok",
    "completion": "output_mtok",
    "cached": "cache_read_mtok",
    "written": "cache_write_mtok",
}
_NEVER = ("audio", "image", "video", "document", "searches", "cache_write_1h")
_BATCH = {"processing": "batch"}


def listed(names: tuple[str, ...], url: str, way: Way) -> Price | None:
    """Return the listed price of the model that stands under the first of ``names`` known there.

    It is looked up with the provider whose URL ``url`` is; where it is nobody's, by name alone.
    """
    snapshot = get_snapshot()
    try:
        provider = snapshot.find_provider(None, None, url.lower())
    except LookupError:
        found = _by_name(names)
        note = ", by the model's name alone"
    else:
        models = (provider.find_model(name, all_providers=snapshot.providers) for name in names)
        model = next((one for one in models if one), None)
        found = (provider, model) if model else None
        note = ""
    if found is None:
        return None
    source = f"genai-prices {__version__}: {found[0].id} {found[1].id}{note}"
    return _price(found[1], source, way)


def _by_name(names: tuple[str, ...]) -> tuple[Provider, ModelInfo] | None:
    """Look for a model with the provider that its path names, else with the one it is known for."""
    for name in names:
        vendor, _, bare = name.rpartition("/")
        if ":" in bare:
            continue
        try:
            return get_snapshot().find_provider_model(bare, None, vendor or None, None)
        except LookupError:
            continue
    return None


def _price(model: ModelInfo, source: str, way: Way) -> Price | None:
    rates, by_hour = _dearest_now(model, way)
    billed = {name for name, value in vars(rates).items() if value is not None}
    other = {
        name for name in billed - set(_OURS.values()) if not any(word in name for word in _NEVER)
    }
    if other or not {"input_mtok", "output_mtok"} <= billed:
        return None
    if by_hour:
        source += ", at its dearest hour"
    if way == "batch":
        known = any(variant.when == _BATCH for variant in model.price_variants or ())
        source += ", in a batch" if known else ", in full: none is listed for a batch"
    tiers = tuple(Tier(above=start, **_rates(rates, start + 1)) for start in _starts(rates))
    return Price.model_validate({**_rates(rates, 0), "tiers": tiers, "source": source})


def _dearest_now(model: ModelInfo, way: Way) -> tuple[ModelPrice, bool]:
    """Return today's (UTC) prices, of the dearest hour where they go by the hour, and whether so.

    A run may last from a cheap hour into a dear one, so it is reckoned at the dear one throughout.
    """
    now = datetime.now(UTC)
    context = _BATCH if way == "batch" else None
    conditions = model.prices if isinstance(model.prices, list) else []
    hours = [
        datetime.combine(now.date(), hour, hour.tzinfo or UTC)
        for condition in conditions
        if isinstance(condition.constraint, TimeOfDateConstraint)
        for hour in (condition.constraint.start_time, condition.constraint.end_time)
    ]
    prices = [model.get_prices(moment, context) for moment in (now, *hours)]
    dearest = max(prices, key=lambda price: sum(rate or 0 for rate in _rates(price, 0).values()))
    return dearest, bool(hours)


def _rates(price: ModelPrice, prompt_tokens: int) -> dict[str, Decimal | None]:
    """Return the rates of a request with a prompt of so many tokens, under our names."""
    return {name: _at(price, theirs, prompt_tokens) for name, theirs in _OURS.items()}


def _at(price: ModelPrice, name: str, prompt_tokens: int) -> Decimal | None:
    value: Decimal | TieredPrices | None = getattr(price, name)
    if not isinstance(value, TieredPrices):
        return value
    reached = (tier.price for tier in reversed(value.tiers) if prompt_tokens > tier.start)
    return next(reached, value.base)


def _starts(price: ModelPrice) -> list[int]:
    tiered = [value for value in vars(price).values() if isinstance(value, TieredPrices)]
    return sorted({tier.start for value in tiered for tier in value.tiers})
