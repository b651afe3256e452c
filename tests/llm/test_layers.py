"""The layers: what is kept is not asked, what is asked is kept first, one place retries."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cache import DirectoryStore
from pipeline.llm import (
    AnswerMissing,
    Cached,
    ClientError,
    Counted,
    Gated,
    InvalidAnswer,
    Parameters,
    Question,
    Record,
    Refused,
    Replayed,
    Response,
    Retried,
    StoreError,
    Transient,
)
from pipeline.llm.doubles import Forbidden, Scripted

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
    first = ask(Cached(Scripted([GOOD]), store), question)
    again = ask(Cached(Forbidden(), store), question)
    assert not first.kept and again.kept
    assert again.content == first.content == GOOD
    assert again.provenance == first.provenance
    assert ask(Replayed(store), question) == again


def test_the_same_question_asked_at_once_is_asked_once(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    script = Scripted([GOOD])

    async def many() -> list[Response]:
        client = Cached(script, store)
        return await asyncio.gather(*(client.answer(make_question()) for _ in range(20)))

    assert sum(not response.kept for response in asyncio.run(many())) == 1
    assert len(script.asked) == 1


@pytest.mark.parametrize("fault", [InvalidAnswer("x"), Refused("x"), Transient("x")])
def test_what_is_no_answer_is_not_kept(
    store: DirectoryStore, make_question: MakeQuestion, fault: ClientError
) -> None:
    client = Cached(Scripted([fault, GOOD]), store)
    with pytest.raises(type(fault)):
        ask(client, make_question())
    assert list(store.records()) == []
    assert ask(client, make_question()).content == GOOD


def test_an_answer_that_cannot_be_kept_is_not_used(make_question: MakeQuestion) -> None:
    class Full:
        broken = ()

        def get(self, key: str) -> None:
            return None

        def put(self, record: Record) -> None:
            raise StoreError("full")

        def records(self) -> list[Record]:
            return []

    with pytest.raises(StoreError):
        ask(Cached(Scripted([GOOD]), Full()), make_question())  # type: ignore[arg-type]


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
    ask(Cached(Scripted([GOOD]), store), make_question())
    with pytest.raises(AnswerMissing) as caught:
        ask(Replayed(store), make_question(**change))
    message = str(caught.value)
    assert message.startswith("lead of page.txt, article a1 (line 3): no kept answer")
    assert message.partition("differs in: ")[2].startswith(named)


def test_a_miss_names_all_that_changed_against_the_nearest(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    client = Cached(Scripted([GOOD, GOOD]), store)
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
    ask(Cached(Scripted([GOOD]), store), make_question())
    (path,) = store.root.glob("??/*.json")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(AnswerMissing, match=r"its record is broken .*\.json\.broken"):
        ask(Replayed(store), make_question())


def test_faults_that_pass_are_retried_and_the_endpoint_is_heeded(
    make_question: MakeQuestion,
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    script = Scripted([Transient("busy", retry_after=7), Transient("down"), GOOD])
    assert ask(Retried(script, attempts=3, sleep=sleep), make_question()).content == GOOD
    assert len(slept) == 2 and 7 <= slept[0] <= 9


def test_retries_end(make_question: MakeQuestion) -> None:
    async def sleep(seconds: float) -> None:
        pass

    script = Scripted([Transient(f"{number}") for number in range(9)])
    with pytest.raises(Transient, match="3"):
        ask(Retried(script, attempts=4, sleep=sleep), make_question())
    assert len(script.asked) == 4


def test_what_does_not_pass_is_not_retried(make_question: MakeQuestion) -> None:
    script = Scripted([Refused("no"), GOOD])
    with pytest.raises(Refused):
        ask(Retried(script, attempts=4), make_question())
    assert len(script.asked) == 1


def test_the_gate_holds_back(make_question: MakeQuestion) -> None:
    class Busy:
        now = most = 0

        async def answer(self, question: Question) -> Response:
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0)
            self.now -= 1
            return await Scripted([GOOD]).answer(question)

    busy = Busy()

    async def many() -> None:
        gate = Gated(busy, 3)
        await asyncio.gather(*(gate.answer(make_question()) for _ in range(12)))

    asyncio.run(many())
    assert busy.most == 3


def test_counting(store: DirectoryStore, make_question: MakeQuestion) -> None:
    client = Counted(Cached(Scripted([GOOD, Refused("no")]), store))
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
