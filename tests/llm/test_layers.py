"""The layers: what is kept is not asked, what is asked is kept first, one place retries."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cache import DirectoryStore
from pipeline.llm import (
    AnswerMissing,
    ClientError,
    Counted,
    Fallback,
    Halt,
    Interrupted,
    InvalidAnswer,
    Json,
    Parameters,
    Question,
    Record,
    Refused,
    Replayed,
    Response,
    StoreError,
    Transient,
    Truncated,
    check_answer,
)
from pipeline.llm.doubles import Forbidden, Scripted
from pipeline.llm.kept import Cached
from pipeline.llm.retried import Retried
from pipeline.model import Lead

MakeQuestion = Callable[..., Question]
GOOD = {"points": [{"text": "Quiet.", "cites": ["a1"]}]}


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "answers")


def ask(client: object, question: Question) -> Response:
    return asyncio.run(client.answer(question))  # type: ignore[attr-defined]


def test_an_answer_is_kept_and_not_asked_again(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    question = make_question()
    first = ask(Cached(Scripted([GOOD]), store, Halt()), question)
    again = ask(Cached(Forbidden(), store, Halt()), question)
    assert not first.kept and again.kept
    assert again.content == first.content == GOOD
    assert again.provenance == first.provenance
    assert ask(Replayed(store), question) == again


def test_the_same_question_asked_at_once_is_asked_once(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    script = Scripted([GOOD])

    async def many() -> list[Response]:
        client = Cached(script, store, Halt())
        return await asyncio.gather(*(client.answer(make_question()) for _ in range(20)))

    assert sum(not response.kept for response in asyncio.run(many())) == 1
    assert len(script.asked) == 1


@pytest.mark.parametrize("fault", [InvalidAnswer("x"), Refused("x"), Transient("x")])
def test_what_is_no_answer_is_not_kept(
    store: DirectoryStore, make_question: MakeQuestion, fault: ClientError
) -> None:
    client = Cached(Scripted([fault, GOOD]), store, Halt())
    with pytest.raises(type(fault)):
        ask(client, make_question())
    assert list(store.records()) == []
    assert ask(client, make_question()).content == GOOD


def test_an_answer_that_cannot_be_kept_is_not_used_and_ends_the_run(
    store: DirectoryStore, make_question: MakeQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(records: list[Record]) -> None:
        raise StoreError("full")

    monkeypatch.setattr(store, "put_many", full)
    halt = Halt()
    with pytest.raises(StoreError):
        ask(Cached(Scripted([GOOD]), store, halt), make_question())
    assert isinstance(halt.reason, StoreError)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"text": "Another page."}, "input"),
        ({"prompt_version": "sha256:2"}, "prompt (prompts/lead.md"),
        ({"model": "m2"}, "model (asked m2, kept m)"),
        ({"provider": "gateway"}, "provider (asked gateway, kept host)"),
        ({"parameters": Parameters(temperature=1)}, "parameters"),
    ],
)
def test_a_miss_says_what_changed(
    store: DirectoryStore, make_question: MakeQuestion, change: dict[str, str], named: str
) -> None:
    ask(Cached(Scripted([GOOD]), store, Halt()), make_question())
    with pytest.raises(AnswerMissing) as caught:
        ask(Replayed(store), make_question(**change))
    message = str(caught.value)
    assert message.startswith("lead of page.txt, article a1 (line 3): no kept answer")
    assert message.partition("differs in: ")[2].startswith(named)


def test_a_miss_names_all_that_changed_against_the_nearest(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    client = Cached(Scripted([GOOD, GOOD]), store, Halt())
    ask(client, make_question("far", model="m9", prompt_version="sha256:9"))
    ask(client, make_question("near"))
    with pytest.raises(AnswerMissing, match=r"differs in: prompt .*, input"):
        ask(Replayed(store), make_question("nearest?", prompt_version="sha256:2"))


def test_a_miss_in_an_empty_store_gives_the_key(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    question = make_question()
    with pytest.raises(AnswerMissing, match=f"holds none for this stage .key {question.key}"):
        ask(Replayed(store), question)


def test_a_miss_through_a_broken_record_names_it(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    ask(Cached(Scripted([GOOD]), store, Halt()), make_question())
    (path,) = store.root.glob("??/*.json")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(AnswerMissing, match=r"its record is broken .*\.json\.broken"):
        ask(Replayed(store), make_question())


class Unhurried(Halt):
    """Counts how long it would have slept."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.check()
        self.slept.append(seconds)


def retried(script: Scripted, question: Question, **terms: int) -> tuple[Response, Unhurried]:
    halt = Unhurried()
    return ask(Retried(script, halt, **terms), question), halt


def test_faults_that_pass_are_retried(make_question: MakeQuestion) -> None:
    script = Scripted([Transient("busy", retry_after=7), Transient("down"), GOOD])
    response, halt = retried(script, make_question(), attempts=3)
    assert response.content == GOOD
    assert halt.slept[0] == 0, "what the endpoint asks for, the gate waits, for all"
    assert [attempt.number for attempt in script.attempts] == [1, 2, 3]


def test_retries_end(make_question: MakeQuestion) -> None:
    script = Scripted([Transient(f"{number}") for number in range(9)])
    with pytest.raises(Transient, match="3"):
        retried(script, make_question(), attempts=4)
    assert len(script.asked) == 4


def test_what_may_have_been_paid_for_is_risked_a_declared_number_of_times(
    make_question: MakeQuestion,
) -> None:
    script = Scripted([Transient("no end", ambiguous=True) for _ in range(9)])
    with pytest.raises(Transient):
        retried(script, make_question(), attempts=9, ambiguous=3)
    assert len(script.asked) == 3


def test_what_does_not_pass_is_not_retried(make_question: MakeQuestion) -> None:
    script = Scripted([Refused("no"), GOOD])
    with pytest.raises(Refused):
        retried(script, make_question(), attempts=4)
    assert len(script.asked) == 1


def test_an_answer_that_is_none_is_asked_for_once_more_with_the_error(
    make_question: MakeQuestion,
) -> None:
    question = make_question()
    script = Scripted([InvalidAnswer("points are missing", answer='{"x": 1}'), GOOD])
    response, _ = retried(script, question)
    assert response.content == GOOD
    first, second = script.attempts
    assert first.request == question.request and second.question is question
    assert second.request.messages[:-2] == question.request.messages
    assert second.request.messages[-2].content == '{"x": 1}'
    assert "points are missing" in second.request.messages[-1].content

    stubborn = Scripted([InvalidAnswer("again") for _ in range(5)])
    with pytest.raises(InvalidAnswer):
        retried(stubborn, question)
    assert len(stubborn.asked) == 2


def test_a_cut_answer_is_asked_for_once_more_with_more_room(make_question: MakeQuestion) -> None:
    question = make_question(parameters=Parameters(max_tokens=100))
    script = Scripted([Truncated("cut"), GOOD])
    assert retried(script, question)[0].content == GOOD
    assert [one.request.parameters.max_tokens for one in script.attempts] == [100, 200]
    with pytest.raises(Truncated):
        retried(Scripted([Truncated("cut") for _ in range(5)]), question)


def test_a_halted_run_asks_nothing_again(make_question: MakeQuestion) -> None:
    halt = Unhurried()

    def interrupted(question: Question) -> Transient:
        halt.now(Interrupted("enough"))
        return Transient("down")

    script = Scripted(interrupted)
    with pytest.raises(Interrupted):
        ask(Retried(script, halt), make_question())
    assert len(script.asked) == 1


def test_an_answer_that_never_fits_is_paid_for_once(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    script = Scripted([Truncated("cut at the token limit")])
    for client in (Cached(script, store, Halt()), Cached(Forbidden(), store, Halt())):
        with pytest.raises(Truncated, match="token limit"):
            ask(client, make_question())
    with pytest.raises(Truncated, match="token limit"):
        ask(Replayed(store), make_question())
    assert list(store.records()) == []


def test_another_model_is_asked_where_the_first_declines(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    def unwilling(question: Question) -> Json | ClientError:
        return Refused("no") if question.request.model == "m" else GOOD

    script = Scripted(unwilling)
    client = Fallback(Cached(script, store, Halt()), store, "m2")
    response = ask(client, make_question())
    assert response.provenance.model == "m2"
    assert [question.request.model for question in script.asked] == ["m", "m2"]
    assert ask(client, make_question()).kept
    assert len(script.asked) == 2, "the first is not asked again to decline again"
    assert ask(Fallback(Replayed(store), store, "m2"), make_question()).kept


def test_who_else_asks_is_waited_for(store: DirectoryStore, make_question: MakeQuestion) -> None:
    question = make_question()
    other = DirectoryStore(store.root)
    assert other.claim(question.key)

    async def both() -> Response:
        waiting = asyncio.create_task(Cached(Forbidden(), store, Halt()).answer(question))
        await asyncio.sleep(0.1)
        other.put(Record.of(question, await Scripted([GOOD]).answer(question)))
        other.release(question.key)
        return await waiting

    assert asyncio.run(both()).kept


def test_who_else_asks_may_fail(store: DirectoryStore, make_question: MakeQuestion) -> None:
    question = make_question()
    other = DirectoryStore(store.root)
    assert other.claim(question.key)

    async def both() -> Response:
        waiting = asyncio.create_task(Cached(Scripted([GOOD]), store, Halt()).answer(question))
        await asyncio.sleep(0.1)
        other.release(question.key)
        return await waiting

    assert not asyncio.run(both()).kept


def test_a_disk_without_room_stops_the_run_before_more_is_paid(
    store: DirectoryStore, make_question: MakeQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(answers: int) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(store, "check_room", full)
    halt = Halt()
    with pytest.raises(StoreError):
        ask(Cached(Forbidden(), store, halt), make_question())
    assert isinstance(halt.reason, StoreError)


def test_counting(store: DirectoryStore, make_question: MakeQuestion) -> None:
    client = Counted(Cached(Scripted([GOOD, Refused("no")]), store, Halt()))
    ask(client, make_question())
    ask(client, make_question())
    with pytest.raises(Refused):
        ask(client, make_question("other"))
    replay = Counted(Replayed(store))
    with pytest.raises(AnswerMissing):
        ask(replay, make_question("third"))
    count = client.count
    assert (count.asked, count.kept, count.failed, count.missing) == (1, 1, 1, 0)
    assert (count.prompt_tokens, count.completion_tokens) == (100, 50)
    assert replay.count.missing == 1


def nested(depth: int) -> Json:
    return {"a": nested(depth - 1)} if depth else {}


@pytest.mark.parametrize(
    "content", [{"points": "\ud800"}, {"\ud800": 1}, nested(300), {"points": nested(900)}]
)
def test_what_cannot_be_written_as_json_is_no_answer(content: Json) -> None:
    with pytest.raises(InvalidAnswer):
        check_answer(content, Lead)
