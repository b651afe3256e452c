"""How settings become what a run works with: stores, client, desk."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import ValidationError

from pipeline.batch.book import committed
from pipeline.cache import DirectoryStore, LayeredStore, store_at
from pipeline.config import ConfigError, Settings, read_key, whom
from pipeline.desk import Desk
from pipeline.glossary import Glossary, read_glossary
from pipeline.llm import (
    Archive,
    Client,
    Counted,
    Fallback,
    Halt,
    Limits,
    Live,
    Message,
    Parameters,
    Question,
    Replayed,
    Request,
    StoreError,
    Terms,
    answer_schema,
    digest,
)
from pipeline.llm.ledger import Ledger
from pipeline.llm.prices import Price, Way, find_price
from pipeline.llm.request import digits
from pipeline.llm.wire import Spelling
from pipeline.model import Lead
from pipeline.prompts import Prompts, Questions
from pipeline.shipped import shipped

LEDGER = "ledger.jsonl"
_ENDPOINTS = "endpoints"


@dataclass(frozen=True)
class Session:
    """One run's things. ``live`` is None in a replay."""

    settings: Settings
    store: Archive
    client: Counted
    desk: Desk
    live: Live | None

    async def close(self) -> None:
        """Close store and connections, and remember how the endpoint is to be asked."""
        if self.live is not None:
            await self.live.close()
            remember_spelling(self.store, self.settings, self.live.endpoint.spelling)
        self.store.close()


def open_session(
    settings: Settings,
    inputs: Sequence[str] = (),
    notify: Callable[[str], None] | None = None,
) -> Session:
    """Return what a run under ``settings`` works with; ``inputs`` are the pages it is given.

    ``notify`` is told what a user may wonder about while it runs.

    Raises Fault, before anything is asked, where something is missing or cannot be used.
    """
    store = open_store(settings)
    halt = Halt()
    live = _live(settings, store, halt, inputs, notify) if settings.is_live else None
    client = Counted(live.client if live else _replay(settings, store))
    return Session(settings, store, client, make_desk(settings, client, halt), live)


def make_desk(settings: Settings, client: Client, halt: Halt | None = None) -> Desk:
    """Return the desk that a run works at."""
    return Desk(
        client=client,
        questions=make_questions(settings),
        halt=halt or Halt(),
        glossary=read_glossary(settings.glossary) if settings.glossary else Glossary(),
        repair=settings.repair,
        referee=settings.referee,
    )


def own_store(settings: Settings) -> Archive:
    """Return the store that new answers go to: ``--cache`` if given, else the user's own."""
    place = user_data_path("broadsheet", appauthor=False) / "answers"
    return store_at(settings.cache or place)


def open_store(settings: Settings) -> Archive:
    """Return what answers are read from: ``--cache`` alone if given, else own and shipped ones.

    New answers go to the own one of them.
    """
    own = own_store(settings)
    if settings.cache is not None:
        return own
    return LayeredStore(own, [DirectoryStore(shipped("cache"), readonly=True)])


def make_questions(settings: Settings) -> Questions:
    """Return what makes the questions: the shipped prompts, the model, the parameters."""
    provider, model = whom(settings)
    parameters = Parameters(temperature=settings.temperature, max_tokens=settings.max_tokens)
    return Questions(Prompts(shipped("prompts")), provider, model, parameters)


def known_spelling(store: Archive, settings: Settings) -> Spelling | None:
    """Return how the endpoint was found to be asked; None if it takes what we begin with."""
    noted = store.noted(_ENDPOINTS, _endpoint_name(settings))
    try:
        return None if noted is None else Spelling.model_validate(noted["spelling"])
    except (KeyError, ValidationError):
        return None


def remember_spelling(store: Archive, settings: Settings, spelling: Spelling) -> None:
    """Keep what the endpoint takes, where that is not what we begin with: each 400 costs time."""
    url = settings.endpoint or ""
    if spelling == (known_spelling(store, settings) or Spelling.of(urlsplit(url).hostname or "")):
        return
    document = {"endpoint": url, "model": whom(settings)[1], "spelling": spelling.model_dump()}
    with suppress(StoreError):  # worth a request or two, and no fault
        store.note(_ENDPOINTS, _endpoint_name(settings), document)


def _endpoint_name(settings: Settings) -> str:
    return digits(digest([settings.endpoint, whom(settings)[1]]))[:16]


def probe_question(settings: Settings) -> Question:
    """Return a small question to see an endpoint answer: it stands in no briefing."""
    provider, model = whom(settings)
    request = Request(
        provider=provider,
        model=model,
        messages=(
            Message(
                role="user",
                content='Say in one point that the line is good, and cite "a1". Answer in JSON.',
            ),
        ),
        parameters=Parameters(max_tokens=512),
        answer_schema=answer_schema(Lead),
    )
    return Question(
        request=request,
        stage="probe",
        subject="the endpoint",
        prompt="",
        prompt_version="",
        inputs={},
        expects=Lead,
    )


def known_prices(settings: Settings, way: Way = "live") -> dict[str, Price]:
    """Return what the models that may be asked cost, as far as anybody has told."""
    known: dict[str, Price] = {}
    for model in (whom(settings)[1], settings.fallback_model):
        price = find_price(model, settings.endpoint, settings.own_prices, way) if model else None
        if model and price:
            known[model] = price
    return known


def _replay(settings: Settings, store: Archive) -> Client:
    replayed = Replayed(store)
    if settings.fallback_model is None:
        return replayed
    return Fallback(replayed, store, settings.fallback_model)


def _live(
    settings: Settings,
    store: Archive,
    halt: Halt,
    inputs: Sequence[str],
    notify: Callable[[str], None] | None,
) -> Live:
    key = read_key(settings, inputs)
    store.check_writable()
    promised = committed(store)
    if promised.batches and notify:
        notify(
            f"note: {promised.batches} batches are under way; what they will answer is asked, and "
            "paid for, all the same. To wait for them: broadsheet batch fetch"
        )
    terms = Terms(
        limits=Limits(
            concurrency=settings.concurrency,
            requests=settings.requests_per_minute,
            tokens=settings.tokens_per_minute,
        ),
        attempts=settings.attempts,
        ambiguous=settings.ambiguous_attempts,
        prices=prices_for(settings),
        budget=settings.budget,
        committed=promised.usd,
        fallback=settings.fallback_model,
    )
    from pipeline.llm.openai import OpenAIChat  # heavy, so only where something is asked

    chat = OpenAIChat(
        key or "none",
        settings.endpoint,
        connect=settings.connect_timeout,
        read=settings.read_timeout,
        deadline=settings.deadline,
    )
    chat.spelling = known_spelling(store, settings) or chat.spelling
    return Live.of(chat, store, halt, terms, Ledger(store.beside(LEDGER)), notify)


def prices_for(settings: Settings, way: Way = "live") -> dict[str, Price]:
    """Return the prices; raise ConfigError where a budget lacks one."""
    known = known_prices(settings, way)
    for model in (whom(settings)[1], settings.fallback_model):
        if settings.budget is not None and model and model not in known:
            raise ConfigError(
                f"a budget needs a price, and none is known for {model}: give --price IN,OUT in "
                "USD per million tokens (0,0 if it costs nothing)"
            )
    return known
