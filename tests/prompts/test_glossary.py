"""Glossaries: a CSV file with clear faults, and the rows that an article needs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary import Glossary, GlossaryError, read_glossary, shipped_terms
from pipeline.model import Term


def test_a_glossary_is_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(
        "\ufeffsource,target,forbidden,authority\n"
        '街道,subdistrict,street; road,"Ministry, 2019"\n网格,grid,,\n',
        "utf-8",
    )
    glossary = read_glossary(path)
    assert glossary.terms == (
        Term(
            source="街道",
            target="subdistrict",
            forbidden=("street", "road"),
            authority="Ministry, 2019",
        ),
        Term(source="网格", target="grid"),
    )
    assert glossary.version.startswith("sha256:")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("source\n街道\n", "lacks target"),
        ("source,target,colour\na,b,c\n", "colour"),
        ("source,target,target\na,b,c\n", "has target twice"),
        ("source,target\n街道,\n", "line 2: target is empty"),
        ("source,target\n网格,grid\n,street\n", "line 3: source is empty"),
        ("source,target\n街道,street,over\n", "line 2: more cells"),
        ("source,target\n街道,a\n街道,b\n", r"line 3: 街道 stands there twice \(see line 2\)"),
        ("source,target,forbidden\n街道,road,street; road\n", "line 2: “road” is given as right"),
        ('source,target\n"街道,a\n', "line 2: no valid CSV"),
        ("", "lacks source"),
    ],
)
def test_a_faulty_glossary_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(GlossaryError, match=says) as caught:
        read_glossary(path)
    assert "terms.csv" in str(caught.value)


def test_a_glossary_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("source,target\n街道,subdistrict\n".encode("gb18030"))
    with pytest.raises(GlossaryError, match="UTF-8"):
        read_glossary(path)


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8-sig"), ("\t", "utf-16")],
)
def test_what_spreadsheets_write_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "terms.csv"
    rows = [
        ["Source", "Target", "Variants", "Forbidden"],
        ["街道", '"subdistrict; urban district"', '"sub district；ward"', "street"],
        ["", "", "", ""],
        ["网格", "grid", "", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"
    path.write_bytes(text.encode(encoding))
    street, grid = read_glossary(path).terms
    assert street.renderings == ("subdistrict", "urban district", "sub district", "ward")
    assert street.forbidden == ("street",)
    assert (grid.source, grid.target) == ("网格", "grid")


def test_rows_out_of_use_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(
        "source,target,status\n街道,street office,Deprecated\n街道,subdistrict,approved\n", "utf-8"
    )
    assert [term.target for term in read_glossary(path).terms] == ["subdistrict"]


def test_rows_of_one_source_are_told_apart_by_context(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("source,target,context\n书记,secretary,党委\n书记,clerk,法院\n", "utf-8")
    glossary = read_glossary(path)
    assert [term.target for term in glossary.matching("法院书记")] == ["clerk"]
    assert [term.target for term in glossary.matching("书记")] == []


def test_the_shipped_terms_can_be_chosen() -> None:
    assert read_glossary(Path("shipped")) == shipped_terms()
    assert shipped_terms().version.startswith("sha256:")


def test_the_longest_term_wins_at_its_place() -> None:
    short, long = Term(source="自治县", target="A"), Term(source="满族自治县", target="B")
    glossary = Glossary((short, long))
    assert glossary.matching("云麓满族自治县") == (long,)
    assert glossary.matching("云麓满族自治县和另一自治县") == (short, long)
    assert glossary.matching("云麓县") == ()


@given(st.lists(st.text("网格街道", min_size=1, max_size=3), unique=True), st.text("网格街道和"))
def test_every_term_that_matches_stands_in_the_text(sources: list[str], text: str) -> None:
    found = Glossary(tuple(Term(source=s, target="x") for s in sources)).matching(text)
    assert all(term.source in text for term in found)
    assert bool(found) == any(source in text for source in sources)
