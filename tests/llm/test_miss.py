"""The nearest record to a missing answer."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm import Asked, Broken, Message, Parameters, Question, Record, Request, Usage
from pipeline.llm.miss import Near, Nearest
from pipeline.model import Lead, Provenance

FEW = st.sampled_from("ab")


class Listed:
    """A store that counts how often it is read from end to end."""

    broken: tuple[Broken, ...] = ()

    def __init__(self, records: list[Record]) -> None:
        self.kept = records
        self.readings = 0

    def get(self, key: str) -> Record | None:
        return None

    def records(self) -> Iterator[Record]:
        self.readings += 1
        return iter(self.kept)


@st.composite
def records(draw: st.DrawFn) -> Record:
    asked = Asked(**{name: draw(FEW) for name in Asked.model_fields})
    return Record(
        key=draw(st.text("0123456789", min_size=1, max_size=3)),
        stage=draw(st.sampled_from(["lead", "translate"])),
        prompt="lead",
        expects="Lead",
        asked=asked,
        provenance=Provenance(origin="live", provider="p", model="m", host="h", date="2026-01-01"),
        usage=Usage(),
        answer={},
    )


def question(asked: Asked) -> Question:
    request = Request(
        provider="p",
        model="m",
        messages=(Message(role="user", content="x"),),
        parameters=Parameters(),
        answer_schema={},
    )
    made = Question(
        request=request,
        stage="lead",
        subject="a1",
        prompt="lead",
        prompt_version="v",
        inputs={},
        expects=Lead,
    )
    made.__dict__["asked"] = asked
    return made


def searched(asked: Asked, records: list[Record]) -> Near | None:
    """The definition, record by record."""
    near = [
        Near(asked.differences(record.asked), record.key, record.asked)
        for record in records
        if record.stage == "lead"
    ]
    return min(
        near, key=lambda one: (len(one.differs), "input" in one.differs, one.key), default=None
    )


@given(st.lists(records(), max_size=30), st.lists(FEW, min_size=6, max_size=6))
def test_the_groups_find_what_a_search_of_all_records_finds(
    kept: list[Record], parts: list[str]
) -> None:
    store = Listed(kept)
    nearest = Nearest(store)
    for provider in "abc":
        asked = Asked(**dict(zip(Asked.model_fields, [provider, *parts[1:]], strict=True)))
        found, expected = nearest.find(question(asked)), searched(asked, kept)
        assert (found and found[:2]) == (expected and expected[:2])
    assert store.readings <= 1, "a store of thousands is read once for all misses"
