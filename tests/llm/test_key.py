"""The request's key: everything that reaches the model, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm import Message, Parameters, Request, answer_schema, canonical
from pipeline.model import Translation

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
parameters = st.builds(
    Parameters,
    temperature=st.none() | st.sampled_from([0, 0.2, 1]),
    top_p=st.none() | st.sampled_from([0.5, 1]),
    max_tokens=st.none() | st.integers(1, 9),
    seed=st.none() | st.integers(0, 9),
)
requests = st.builds(
    Request,
    provider=text,
    model=text,
    messages=st.lists(
        st.builds(Message, role=st.sampled_from(["system", "user", "assistant"]), content=text),
        max_size=3,
    ).map(tuple),
    parameters=parameters,
    answer_schema=st.dictionaries(names, json_values, max_size=3),
)


@given(requests, requests)
def test_two_requests_share_a_key_only_if_they_are_the_same(one: Request, other: Request) -> None:
    same = canonical(one.model_dump(mode="json")) == canonical(other.model_dump(mode="json"))
    assert (one.key == other.key) == same


@given(requests, requests, st.data())
def test_any_single_changed_field_changes_the_key(
    one: Request, other: Request, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(Request.model_fields)))
    changed = one.model_copy(update={name: getattr(other, name)})
    assert (changed.key == one.key) == (getattr(one, name) == getattr(other, name))


@given(requests, parameters, st.data())
def test_any_single_parameter_changes_the_key(
    one: Request, other: Parameters, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(Parameters.model_fields)))
    changed = one.parameters.model_copy(update={name: getattr(other, name)})
    again = one.model_copy(update={"parameters": changed})
    assert (again.key == one.key) == (changed == one.parameters)


@given(text, text, st.integers(0, 30))
def test_moving_text_over_a_border_changes_the_key(left: str, right: str, shift: int) -> None:
    """No delimiter is missing: what stands in one message is not the same in the next."""
    whole = left + right
    shift = min(shift, len(whole))
    moved = _talk(whole[:shift], whole[shift:])
    assert (moved.key == _talk(left, right).key) == (shift == len(left))


@given(requests)
def test_the_order_of_members_does_not_matter(request_: Request) -> None:
    backwards = Request.model_validate(_reversed(json.loads(request_.model_dump_json())))
    assert backwards.key == request_.key


def test_whole_and_broken_numbers_of_one_value_are_one_parameter() -> None:
    assert Parameters(temperature=0) == Parameters(temperature=0.0)
    assert _talk("a", "b", temperature=0).key == _talk("a", "b", temperature=0.0).key


def test_composed_and_decomposed_letters_are_two_questions() -> None:
    assert _talk("é", "").key != _talk("e\u0301", "").key


def test_the_key_is_pinned() -> None:
    """Every kept answer in the world lies under such a key: it may only change with its tag."""
    pinned = "b1-sha256:794b5533e06c9a6214209592a49389aae7d6caf2ad367b1d9890d48bcbd8e227"
    assert _talk("伊", "b").key == pinned


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


def test_docstrings_do_not_reach_the_schema() -> None:
    schema = json.dumps(answer_schema(Translation))
    assert "description" not in schema
    assert Translation.__doc__ and Translation.__doc__.splitlines()[0] not in schema


def test_a_member_called_title_stays_in_the_schema() -> None:
    from pipeline.model import Summary

    entity = answer_schema(Summary)["$defs"]["Entity"]
    assert "title" in entity["properties"] and "title" in entity["required"]


def _talk(first: str, second: str, temperature: float | None = None) -> Request:
    return Request(
        provider="host",
        model="m",
        messages=(Message(role="user", content=first), Message(role="user", content=second)),
        parameters=Parameters(temperature=temperature),
        answer_schema={},
    )


def _reversed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _reversed(value[name]) for name in reversed(list(value))}
    return [_reversed(one) for one in value] if isinstance(value, list) else value
