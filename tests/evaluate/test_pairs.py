"""How checking is measured: errors that are put in, corpora, rates and the command."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.pairs.checkers import checkers, digits, length
from pipeline.evaluate.pairs.corpora import CorpusError, Pair, held_back, read_corpora
from pipeline.evaluate.pairs.measure import ERRORS, Measure
from pipeline.evaluate.pairs.rates import Rate
from tests.conftest import Run

SOURCE = (
    "本报讯（记者 王建国）8月15日，柳河县投资5.61万元，新建2座养鸡场，占地15亩，带动126户增收12%，"
    "到2023年将再投入300万元。村民李红梅说，日子越过越好。"
)
TARGET = (
    "By Wang Jianguo. On August 15, Liuhe County invested 56,100 yuan in 2 new chicken farms "
    "covering 15 mu, which raised the income of 126 households by 12%; another 3 million yuan "
    "will follow by 2023. Life is getting better and better, says the villager Li Hongmei."
)
OTHER = "The match ended in a draw after extra time, and the crowd went home in the rain."
PAIR = Pair(corpus="own", id="1", doc="county", source=SOURCE, target=TARGET)


@pytest.mark.parametrize("kind", [k for k in ERRORS if k != "level of an office"])
def test_every_kind_of_error_can_be_put_into_a_county_story(kind: str) -> None:
    changed = ERRORS[kind](PAIR, Random(kind), OTHER)
    assert changed is not None and changed != TARGET


@pytest.mark.parametrize(
    "kind",
    ["digit", "scale", "add", "currency", "percent", "month", "day", "untranslated", "byline"],
)
def test_an_error_that_is_put_in_is_caught(kind: str) -> None:
    measure = Measure({name: c for name, c in checkers().items() if name == "broadsheet"}, str)
    measure.injected([PAIR])
    caught = {row.name: row.rates["broadsheet"] for row in measure.rows()}
    assert caught[kind] == Rate(hits=1, of=1)


@given(st.sampled_from(sorted(ERRORS)), st.text(max_size=60), st.integers())
def test_errors_are_drawn_alike_and_no_text_breaks_them(kind: str, text: str, seed: int) -> None:
    pair = Pair(corpus="own", id="1", doc="d", source=text, target=text)
    first = ERRORS[kind](pair, Random(seed), OTHER)
    assert first == ERRORS[kind](pair, Random(seed), OTHER)


def test_the_plain_checkers_see_what_they_can() -> None:
    assert not digits("共126户", "126 households") and digits("共126户", "162 households")
    assert digits("投资5.61万元", "56,100 yuan")  # a false alarm: this is why ours is another
    assert length("村民说" * 10, "No.") and not length("村民说", "the villager says")


def test_a_rate_has_its_interval() -> None:
    low, high = Rate(hits=1, of=100).interval()
    assert low < 0.01 < high < 0.06
    assert Rate(hits=0, of=0).shown() == "–"


def _lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def test_each_kind_of_line_is_read_and_shares_do_not_overlap(tmp_path: Path) -> None:
    mark = {"category": "Accuracy/Omission", "severity": "Major", "side": "source",
            "start": 0, "end": 12, "text": "本报讯"}  # fmt: skip
    file = _lines(
        tmp_path / "mixed.jsonl",
        {"id": "1", "doc": "a", "source": SOURCE, "references": [TARGET, "Two."]},
        {"id": 2, "source": SOURCE, "target": TARGET},
        {"id": "3", "doc": "b", "system": "S", "source": SOURCE, "target": TARGET,
         "raters": {"r1": [mark], "r2": [mark]}},
        {"id": 4, "src_sent": "a", "mt_sent": "b", "pert_sent": "c", "pert_name": "empty"},
    )  # fmt: skip
    everything = read_corpora([file], "all")
    assert [len(everything.pairs), len(everything.rated), len(everything.perturbed)] == [3, 1, 1]
    held, tuning = (read_corpora([file], share) for share in ("held-back", "tuning"))
    assert set(held.pairs).isdisjoint(tuning.pairs)
    assert len(held.pairs) + len(tuning.pairs) == 3
    assert all(held_back(pair.doc) for pair in held.pairs)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "1"}', '{"id":"1","source":"a","target":3}'])
def test_a_line_of_no_known_kind_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(f"\n{line}\n")
    with pytest.raises(CorpusError, match=r"bad\.jsonl, line 2"):
        read_corpora([file], "all")


def test_raters_marks_decide_what_an_output_counts_for(tmp_path: Path) -> None:
    omission = {"category": "Accuracy/Omission", "severity": "Major", "side": "source",
                "start": 0, "end": 12, "text": ""}  # fmt: skip
    file = _lines(
        tmp_path / "rated.jsonl",
        {"id": "1", "doc": "a", "source": SOURCE, "target": TARGET, "raters": {"r1": []}},
        {"id": "2", "doc": "a", "source": SOURCE, "target": TARGET[:90],
         "raters": {"r1": [omission], "r2": [omission]}},
    )  # fmt: skip
    measure = Measure(checkers(), str)
    measure.rated(read_corpora([file], "all").rated)
    rows = {row.name: row.rates["broadsheet"] for row in measure.rows()}
    assert rows["no major error"] == Rate(hits=0, of=1)
    assert rows["8 characters or more left out, for 2 raters"] == Rate(hits=1, of=1)


def test_the_command_reports_and_writes_what_is_to_be_read(run: Run, tmp_path: Path) -> None:
    _lines(tmp_path / "own.jsonl", {"id": "1", "source": SOURCE, "target": TARGET})
    done = run("eval", "check", "own.jsonl", "--share", "all", "--details", "read.jsonl")
    assert done.returncode == 0, done.stderr
    assert "| own | 0.0%" in done.stdout and "## Summaries" in done.stdout
    details = [json.loads(line) for line in (tmp_path / "read.jsonl").read_text().splitlines()]
    assert all(detail["source"] and detail["row"] for detail in details)
    done = run("eval", "check", "own.jsonl", "--share", "all", "-o", "report")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "report" / "report.json").read_text())["rows"]


def test_without_pairs_the_shipped_ones_are_measured(run: Run) -> None:
    done = run("eval", "check")
    assert done.returncode == 0, done.stderr
    assert "| county | " in done.stdout


def test_a_wrong_share_or_an_empty_file_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("")
    done = run("eval", "check", "none.jsonl", "--share", "some")
    assert done.returncode == 2 and "--share some" in done.stderr
    done = run("eval", "check", "none.jsonl")
    assert done.returncode == 2 and "nothing" in done.stderr
