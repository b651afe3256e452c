"""The table of weights, and the tool that fits it."""

import importlib
import os
import subprocess
import sys
from math import inf
from pathlib import Path

import pytest

from pipeline.evaluate.compose import compose
from pipeline.evaluate.stories import shipped_stories
from pipeline.evaluate.truth import Specimen, page_of
from pipeline.segment import segment_page
from pipeline.segment.evidence import gather
from pipeline.segment.lines import strips
from pipeline.segment.reading import fit
from pipeline.segment.standing import signs
from pipeline.segment.states import NEXT, STATES
from pipeline.segment.weights import parse, using, weights
from pipeline.segment.wording import Wording

_ROOT = Path(__file__).parents[2]
_NEWS = """\
县城新建三座人行桥
方便两岸居民往来
本报记者 钱一帆 孙小雨
本报讯（记者 钱一帆）昨天上午，城东的三座人行桥同时开放，两岸的居民往来更加方便。
（钱一帆）
图书馆延长开放时间
本报讯（记者 孙小雨）县图书馆从本周起每晚开放到九点，周末也不休息。
"""
_PICTURE = """\
河边新栽的柳树
三月的河边，市民在新栽的柳树下散步，
孩子们放起了风筝。 本报记者 钱一帆 摄
乡村小学有了新操场
编辑同志：
我家门前的路灯已经半年不亮了，夜里出门很不方便。
"""
"""Between them they show what composed pages hardly ever do."""


@pytest.fixture(scope="module")
def pages() -> list[Specimen]:
    stories = shipped_stories("tuning")
    return [
        compose(stories, level, seed) for level in ("clean", "real", "hard") for seed in range(15)
    ]


@pytest.fixture
def curve(monkeypatch):
    monkeypatch.syspath_prepend(_ROOT / "tools")
    return importlib.import_module("fitting.curve")


def test_every_weight_is_of_a_sign_that_lines_give(pages):
    shown = set()
    for text in (_NEWS, _PICTURE, *(page.text for page in pages)):
        rows = strips(page_of(text, "page.txt"))
        shown.update(sign for some in signs(gather(rows, Wording(rows))) for sign in some)
    assert weights().signs.keys() <= shown


def test_the_columns_of_the_table_are_the_states():
    rows = (_ROOT / "pipeline/segment/weights.tsv").read_text("utf-8").splitlines()
    assert rows[0].split("\t") == ["sign", *STATES]
    assert {row.count("\t") for row in rows} == {len(STATES)}
    follow = {row.split("\t")[0] for row in rows if row.startswith(">")}
    assert follow == {f">{state}" for state in STATES}


def test_a_state_follows_only_where_it_may():
    everywhere = "\t".join(["sign", *STATES]) + "\n"
    for state in STATES:
        everywhere += "\t".join([f">{state}", *["1"] * len(STATES)]) + "\n"
    follow = parse(everywhere).follow
    for before, row in zip((*STATES, ""), follow, strict=True):
        may = [state for state, worth in zip(STATES, row, strict=True) if worth > -inf]
        assert sorted(may) == sorted(NEXT[before])
        assert {worth for worth in row if worth > -inf} == ({1.0} if before else {0.0})


def test_signs_are_worth_the_sum_of_their_weights():
    table = weights().signs
    some = ["any line", *sorted(table)[::3], "a sign that nobody weighed"]
    sums = [sum(row) for row in zip(*(table[sign] for sign in some[:-1]), strict=True)]
    assert min(sums) < 0 < max(sums)
    assert fit(some) == pytest.approx(sums)
    assert fit([]) == (0.0,) * len(STATES)


def test_the_order_of_the_columns_does_not_matter():
    turned = STATES[::-1]
    text = "\t".join(["sign", *turned]) + "\n"
    text += "\t".join(["is a date", *(str(STATES.index(state)) for state in turned)]) + "\n"
    assert parse(text).signs == {"is a date": tuple(map(float, range(len(STATES))))}


@pytest.mark.parametrize(
    "text", ["sign\tK\tH\n", "\t".join(["sign", *STATES, "\nis a date", *["x"] * len(STATES)])]
)
def test_a_table_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)


def test_other_weights_are_in_use_for_a_while_only(pages):
    page = pages[0].page()
    as_shipped = segment_page(page)
    with using(parse("\t".join(["sign", *STATES]) + "\n")):
        assert segment_page(page) != as_shipped
    assert segment_page(page) == as_shipped


def test_the_tool_writes_the_same_table_again(tmp_path):
    pytest.importorskip("pycrfsuite")
    tables = []
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "tools/fit_weights.py", "--seeds", "8", "-o", tmp_path / seed],
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": seed},
            check=True,
        )
        tables.append((tmp_path / seed).read_text("utf-8"))
    assert tables[0] == tables[1]
    with using(parse(tables[0])):
        found = segment_page(page_of(_NEWS, "page.txt"))
    assert [article.lines[0] for article in found.articles] == [1, 6]


def test_the_curve_says_how_many_pages_are_right(curve):
    sure = [curve.Guess(3.0, n % 10 > 0) for n in range(100)]
    unsure = [curve.Guess(-1.0, n % 10 > 6) for n in range(100)]
    fitted = curve.fit_curve([*sure, *unsure])
    assert fitted(sure[0]) == pytest.approx(0.9, abs=0.02)
    assert fitted(unsure[0]) == pytest.approx(0.3, abs=0.02)
    assert fitted(curve.Guess(0.0, True)) < 0.5
