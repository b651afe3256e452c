"""Glossaries: a CSV file with clear faults, and the rows that an article needs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary import Glossary, GlossaryError, read_glossary
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
        ("source,target\n街道,\n", "line 2"),
        ("source,target\n街道,street,over\n", "line 2"),
        ("source,target\n街道,a\n街道,b\n", "街道 stands there twice"),
        ('source,target\n"街道,a\n', "CSV"),
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
