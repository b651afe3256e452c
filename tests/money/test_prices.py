"""What a request costs, and whose price it is. Nothing here reaches a network."""

import threading
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm.prices import Price, Rates, Tier, cost, find_price, worst
from pipeline.llm.usage import Usage

rates = st.decimals(min_value=0, max_value=1000, places=4)
tokens = st.integers(min_value=0, max_value=10_000_000)


@st.composite
def plain_prices(draw: st.DrawFn) -> Price:
    some = st.one_of(st.none(), rates)
    return Price(prompt=draw(rates), completion=draw(rates), cached=draw(some), written=draw(some))


@st.composite
def prices(draw: st.DrawFn) -> Price:
    starts = draw(st.lists(st.integers(0, 1_000_000), max_size=3, unique=True))
    tiers = tuple(
        Tier(above=start, **draw(plain_prices()).model_dump(include=set(Rates.model_fields)))
        for start in starts
    )
    return draw(plain_prices()).model_copy(update={"tiers": tiers})


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    prompt = draw(tokens)
    cached = draw(st.integers(0, prompt))
    return Usage(
        prompt_tokens=prompt,
        cached_tokens=cached,
        written_tokens=draw(st.integers(0, prompt - cached)),
        completion_tokens=draw(tokens),
    )


def exact(price: Price, usage: Usage) -> Decimal:
    """The bill by hand, for a price without tiers."""
    plain = usage.prompt_tokens - usage.cached_tokens - usage.written_tokens
    lines = [
        (price.prompt, plain),
        (price.prompt if price.cached is None else price.cached, usage.cached_tokens),
        (price.prompt if price.written is None else price.written, usage.written_tokens),
        (price.completion, usage.completion_tokens),
    ]
    return sum((rate * count / 1_000_000 for rate, count in lines), Decimal(0))


@given(prices(), usages(), st.integers(0, 1000), st.integers(0, 1000))
def test_no_usage_within_the_bounds_costs_more_than_the_worst(
    price: Price, usage: Usage, more_in: int, more_out: int
) -> None:
    most = worst(price, usage.prompt_tokens + more_in, usage.completion_tokens + more_out)
    assert cost(price, usage) <= most


@given(plain_prices(), usages(), usages())
def test_costs_add_up(price: Price, one: Usage, other: Usage) -> None:
    both = Usage(**{name: getattr(one, name) + getattr(other, name) for name in Usage.model_fields})
    assert cost(price, one) + cost(price, other) == pytest.approx(cost(price, both), abs=1e-9)
    assert cost(price, one) <= cost(price, both)
    assert cost(price, one) == float(exact(price, one))


def test_a_token_is_not_lost_to_rounding() -> None:
    price = Price(prompt="0.0001", completion="0.0001")  # type: ignore[arg-type]
    many = Usage(prompt_tokens=10**9)
    assert cost(price, Usage(prompt_tokens=10**9 + 1)) > cost(price, many)


@given(prices(), usages())
def test_a_batch_at_half_the_price_costs_half(price: Price, usage: Usage) -> None:
    half = price.model_copy(update={"batch": Decimal("0.5")}).for_batch()
    assert cost(half, usage) == pytest.approx(cost(price, usage) / 2, abs=1e-12)


def test_a_long_prompt_costs_the_rate_of_its_tier_for_all_of_it() -> None:
    price = Price(
        prompt=Decimal(1),
        completion=Decimal(8),
        tiers=(Tier(above=200_000, prompt=Decimal(2), completion=Decimal(12)),),
    )
    assert cost(price, Usage(prompt_tokens=200_000)) == 0.2
    assert cost(price, Usage(prompt_tokens=200_001)) == pytest.approx(0.400002)
    assert worst(price, 200_000, 1_000_000) == pytest.approx(8.2)
    assert worst(price, 200_001, 1_000_000) == pytest.approx(12.400002)


def test_more_tokens_cached_than_sent_do_not_make_a_bill_negative() -> None:
    price = Price(prompt=Decimal(1), completion=Decimal(1), cached=Decimal(0))
    assert cost(price, Usage(prompt_tokens=10, cached_tokens=50, written_tokens=50)) == 0.0


@pytest.mark.parametrize("bad", ["-1", "NaN", "Infinity", "1e9"])
def test_a_price_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="prompt"):
        Price(prompt=bad, completion=1)  # type: ignore[arg-type]


OWN = {"qwen-plus": Price(prompt="0.4", completion="1.2", batch="0.5")}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["qwen-plus", "qwen/qwen-plus", "qwen-plus-2025-07-28"])
def test_the_users_price_wins_under_every_name_of_the_model(name: str) -> None:
    found = find_price(name, "https://gateway.example/v1", OWN)
    assert found == OWN["qwen-plus"]
    assert found and found.source == "set by you"
    batch = find_price(name, None, OWN, "batch")
    assert batch and batch.prompt == Decimal("0.2") and "times 0.5" in batch.source


def test_the_users_price_wins_over_the_list() -> None:
    mine = Price(prompt=Decimal(7), completion=Decimal(7))
    assert find_price("gpt-4o-mini", None, {"gpt-4o-mini": mine}) == mine


GOOGLE = "https://generativelanguage.googleapis.com/v1beta/openai/"


@pytest.mark.parametrize(
    ("model", "url", "source"),
    [
        ("gpt-4o-mini", None, "openai gpt-4o-mini"),
        ("gpt-4o-mini-2024-07-18", "https://api.openai.com/v1", "openai gpt-4o-mini"),
        ("GPT-4o-mini", "https://API.openai.com/v1", "openai gpt-4o-mini"),
        ("models/gemini-2.0-flash", GOOGLE, "google gemini-2.0-flash"),
        ("openai/gpt-4o-mini", "https://openrouter.ai/api/v1", "openrouter openai/gpt-4o-mini"),
        (
            "openai/gpt-4o-mini",
            "http://127.0.0.1:4000/v1",
            "openai gpt-4o-mini, by the model's name alone",
        ),
        (
            "models/gemini-2.0-flash",
            "https://gateway.example/v1",
            "google gemini-2.0-flash, by the model's name alone",
        ),
    ],
)
def test_a_listed_price_says_whose_it_is(model: str, url: str | None, source: str) -> None:
    found = find_price(model, url, {})
    assert found and found.source.startswith("genai-prices ")
    assert found.source.endswith(f": {source}")
    assert 0 < (found.cached or 0) < found.prompt < found.completion


@pytest.mark.parametrize(
    ("model", "url"),
    [
        ("no-such-model", None),
        ("reference", None),
        ("gemma3:270m", "http://127.0.0.1:11434/v1"),
        ("deepseek-r1:7b", "http://127.0.0.1:11434/v1"),
        ("qwen-plus", "https://gateway.example/v1"),
        ("claude-sonnet-4-5", "https://api.openai.com/v1"),
        ("text-embedding-3-small", None),
    ],
)
def test_what_nobody_knows_has_no_price_and_is_not_free(model: str, url: str | None) -> None:
    assert find_price(model, url, {}) is None


def test_a_model_that_bills_by_the_request_has_no_price() -> None:
    from genai_prices.data_snapshot import get_snapshot

    billed = [
        model.id
        for provider in get_snapshot().providers
        if provider.id == "perplexity"
        for model in provider.models
        if getattr(model.prices, "requests_kcount", None) is not None
    ]
    assert billed
    assert {find_price(name, "https://api.perplexity.ai", {}) for name in billed} == {None}


def test_long_prompts_have_their_tier() -> None:
    found = find_price("gemini-2.5-pro", GOOGLE, {})
    assert found and [tier.above for tier in found.tiers] == [200_000]
    assert found.tiers[0].prompt > found.prompt


def test_the_list_knows_the_price_of_a_batch() -> None:
    live, batch = (find_price("gpt-4o-mini", None, {}, way) for way in ("live", "batch"))
    assert live and batch
    assert (batch.prompt * 2, batch.completion * 2) == (live.prompt, live.completion)
    assert batch.source.endswith("in a batch")


def test_a_batch_without_a_listed_price_costs_the_full_one() -> None:
    live, batch = (find_price("gpt-4o-search-preview", None, {}, way) for way in ("live", "batch"))
    assert live and batch and batch.prompt == live.prompt
    assert "none is listed for a batch" in batch.source


def test_a_price_by_the_hour_is_that_of_the_dearest() -> None:
    from genai_prices.data_snapshot import get_snapshot
    from genai_prices.types import TimeOfDateConstraint

    provider = get_snapshot().find_provider(None, "deepseek", None)
    hourly = {
        model.id: max(one.prices.input_mtok for one in model.prices)  # type: ignore[type-var]
        for model in provider.models
        if isinstance(model.prices, list)
        and any(isinstance(one.constraint, TimeOfDateConstraint) for one in model.prices)
    }
    assert hourly
    for name, dearest in hourly.items():
        found = find_price(name, "https://api.deepseek.com", {})
        assert found and found.source.endswith("at its dearest hour")
        assert found.prompt == dearest


def test_the_list_starts_nothing_in_the_background() -> None:
    before = threading.active_count()
    find_price("gpt-4o-mini", None, {})
    assert threading.active_count() == before


def test_every_listed_price_can_be_read() -> None:
    from genai_prices.data_snapshot import get_snapshot

    known = 0
    for provider in get_snapshot().providers:
        for model in provider.models:
            for way in ("live", "batch"):
                found = find_price(f"{provider.id}/{model.id}", "https://gateway.example", {}, way)
                known += found is not None
    assert known > 1000
