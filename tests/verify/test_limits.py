"""What the checks cost, and how rarely they cry wolf."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.verify import check_pair

LONG = 100_000


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("一", "one "),
        ("十百千万", "hundred thousand "),
        ("1", "1"),
        ("1,", "1,"),
        ("1.", "1."),
        ("1月", "May 1, "),
        ("1日、", "1st and "),
        ("三分之", "one in "),
        ("（记者 张三、", "(张"),
        ("副县长何小川说，县", "Deputy Head Xi An Xian County "),
        ("西西", "Xi Xi "),
        ("2020、", "2020-"),
        ("半", "and a half "),
        ("零下", "minus "),
        ("2020-", "2021-2"),
        ("昨日", "today "),
        ("翻", "twenty-"),
        ("a-", "ab cd "),
        ("\x00\x01", "\u202e\ud800"),
        ("http://", "http://"),
        ("a@b.", "a@b."),
        ("村民，发展，", "villagers, develop. "),
        ("发展", "develop "),
        ("<p", "<p "),
        ("一", "no no yes "),
    ],
)
def test_time_grows_with_the_text_and_no_faster(source: str, target: str) -> None:
    began = time.process_time()
    check_pair(source * (LONG // len(source)), target * (LONG // len(target)))
    assert time.process_time() - began < 8


def test_many_different_numbers_are_compared_in_bounded_time() -> None:
    source = "，".join(f"{n}名" for n in range(1000, 6000))
    target = ", ".join(f"{n} people" for n in range(1001, 6001))
    began = time.process_time()
    checks = {(f.check, f.source, f.target) for f in check_pair(source, target)}
    assert time.process_time() - began < 8
    assert any("1000" in source for _, source, _ in checks)


def test_many_figures_in_another_order_are_compared_in_bounded_time() -> None:
    source = "，".join(f"{n}个村民种树" for n in range(100, 200))
    target = ", ".join(f"{n} villagers planted trees" for n in reversed(range(100, 200)))
    began = time.process_time()
    check_pair(source, target)
    assert time.process_time() - began < 4


def test_many_different_names_are_compared_in_bounded_time() -> None:
    source = "，".join(f"县长何{chr(0x4E00 + n)}说" for n in range(1200))
    target = ", ".join(f"He X{'aeiou'[n % 5]}{'n' * (n % 7)}{n} County" for n in range(5000))
    began = time.process_time()
    check_pair(source, target)
    assert time.process_time() - began < 8


def test_pypinyin_is_loaded_only_where_a_name_asks(root: Path) -> None:
    code = (
        "import sys; from pipeline.verify import check_pair; check_pair('共38家。', '38 firms.');"
        "assert 'pypinyin' not in sys.modules; check_pair('（记者 张三）', 'Zhang San');"
        "assert 'pypinyin' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


def test_human_references_are_rarely_flagged(shared: Path) -> None:
    flagged = pairs = 0
    began = time.process_time()
    with (shared / "data/check/references.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for reference in row["references"]:
                pairs += 1
                flagged += bool(check_pair(row["source"], reference))
    assert flagged / pairs <= 0.03
    assert (time.process_time() - began) / pairs < 0.004
