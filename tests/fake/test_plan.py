"""A plan hits the same requests in every run, whatever order they come in."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake.wire import ask
from tests.fake_endpoint import FakeEndpoint, Plan, chat_rows
from tests.fake_endpoint.plan import Chooser, read_plan

Serve = Callable[..., FakeEndpoint]


def hits(plan: dict[str, Any], arrivals: list[tuple[str, int]], text: str = "") -> list[bool]:
    chooser = Chooser(Plan.model_validate(plan))
    return [chooser.choose("chat", key, attempt, text) is not None for key, attempt in arrivals]


@given(st.integers(0, 2**32), st.permutations([(f"k{n}", a) for n in range(30) for a in (1, 2)]))
def test_a_rate_depends_on_seed_request_and_attempt_alone(
    seed: int, arrivals: list[tuple[str, int]]
) -> None:
    plan = {"seed": seed, "rules": [{"fault": "bad_gateway", "rate": 0.3}]}
    in_order = sorted(arrivals)
    assert dict(zip(arrivals, hits(plan, arrivals), strict=True)) == dict(
        zip(in_order, hits(plan, in_order), strict=True)
    )


def test_a_rate_is_kept_and_another_seed_hits_others() -> None:
    arrivals = [(f"k{n}", 1) for n in range(4000)]
    rules = [{"fault": "bad_gateway", "rate": 0.1}]
    one, two = (hits({"seed": seed, "rules": rules}, arrivals) for seed in (1, 2))
    assert 320 < sum(one) < 480 and 320 < sum(two) < 480
    assert sum(a and b for a, b in zip(one, two, strict=True)) < 90, "independent: 1 % in common"


def test_who_is_hit_once_is_not_hit_for_ever() -> None:
    plan = {"seed": 3, "rules": [{"fault": "bad_gateway", "rate": 0.5}]}
    for n in range(50):
        assert not all(hits(plan, [(f"k{n}", attempt) for attempt in range(1, 30)]))


def test_on_times_attempts_and_match_must_all_agree() -> None:
    arrivals = [("a", 1), ("b", 1), ("a", 2), ("b", 2), ("a", 3)]

    def struck(text: str = "x", **rule: Any) -> list[bool]:
        return hits({"rules": [{"fault": "html"} | rule]}, arrivals, text)

    assert struck() == [True] * 5
    assert struck(on=[2, 5]) == [False, True, False, False, True]
    assert struck(attempts=[1]) == [True, True, False, False, False]
    assert struck(times=3) == [True, True, True, False, False]
    assert struck(on=[1, 2, 3], attempts=[2], times=5) == [False, False, True, False, False]
    assert struck(match="y") == [False] * 5
    assert struck("xyz", match="y") == [True] * 5


def test_the_first_rule_that_strikes_decides() -> None:
    plan = Plan.model_validate({"rules": [{"fault": "html", "on": [2]}, {"fault": "forbidden"}]})
    chooser = Chooser(plan)
    rules = [chooser.choose("chat", "k", n, "") for n in (1, 2, 3)]
    assert [rule.fault for rule in rules if rule] == ["forbidden", "html", "forbidden"]


def test_two_runs_of_one_plan_fail_alike(serve: Serve) -> None:
    plan = {"seed": 5, "rules": [{"fault": "bad_gateway", "rate": 0.4}]}
    texts = [f"question {n}" for n in range(25)]
    first, second = serve(plan), serve(plan)
    statuses = {text: ask(first, text).status for text in texts}
    assert {200, 502} == set(statuses.values())
    assert {text: ask(second, text).status for text in reversed(texts)} == statuses
    assert [row["fault"] for row in chat_rows(first.log())].count("bad_gateway") == list(
        statuses.values()
    ).count(502)


def test_a_plan_is_a_file_json_or_a_list_of_rules(tmp_path: Path) -> None:
    rules = [{"fault": "html", "on": [1]}]
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"rules": rules}), "utf-8")
    same = Plan.model_validate({"rules": rules})
    assert read_plan(str(path)) == read_plan(json.dumps(rules)) == same
    assert read_plan(path.read_text("utf-8")) == same and read_plan("") == Plan()


@pytest.mark.parametrize("plan", ['{"rules": [{"fault": "hmtl"}]}', "{", "no-such-file.json"])
def test_a_plan_with_a_mistake_is_refused_at_the_start(plan: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fake_endpoint", "--faults", plan],
        capture_output=True, text=True, check=False, timeout=60,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.startswith("fake endpoint: ") and done.stdout == ""
