"""Right translations of county news, of every kind of figure: nothing may be said of them."""

import json
from typing import Any

import pytest

from pipeline.shipped import shipped
from pipeline.verify import check_pair

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for file in sorted(shipped("pairs").glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_nothing_is_said_of_a_right_translation(row: dict[str, Any]) -> None:
    assert check_pair(row["source"], row["target"]) == ()
