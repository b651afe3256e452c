"""Why the rules decided as they did, for a person to read."""

from collections.abc import Callable

from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.model import Page
from pipeline.segment import segment_page
from pipeline.segment.explain import explain, to_text

PageOf = Callable[[str], Page]


def test_every_border_is_explained(real_page: Page) -> None:
    decisions = {one.line: one for one in explain(real_page)}
    starts = [article.lines[0] for article in segment_page(real_page).articles]
    assert [line for line, one in decisions.items() if one.item == line] == starts
    for line in starts:
        assert any(cue.worth > 0 for cue in decisions[line].cues)


def test_a_caption_is_decided_by_its_credit(real_page: Page) -> None:
    caption = next(one for one in explain(real_page) if one.line == 63)
    assert caption.role == "caption"
    assert caption.cues[0].sign == "ends with a credit"


def test_furniture_is_said_to_be_so(page_of: PageOf) -> None:
    page = page_of("第3版\n\n云麓县检查水库安全\n\n本报讯(通讯员 周明)近日,县水务局检查水库。")
    text = to_text(page, explain(page))
    assert "line 1 «第3版»: furniture" in text
    assert "line 3 «云麓县检查水库安全»: an item starts, headline" in text


def test_a_blank_page_has_nothing_to_explain(page_of: PageOf) -> None:
    assert explain(page_of(" \n\n　\n")) == ()


def test_the_command_line_explains_on_standard_error() -> None:
    result = CliRunner().invoke(app, ["segment", "--explain", "examples/tangchuan-county.txt"])
    assert result.exit_code == 0
    assert "an item starts, kicker" in result.stderr
    assert result.stdout.count("\n") == 1


def test_explain_and_referee_exclude_each_other() -> None:
    result = CliRunner().invoke(
        app, ["segment", "--explain", "--referee", "examples/tangchuan-county.txt"]
    )
    assert result.exit_code == 2
    assert "--explain" in result.stderr
