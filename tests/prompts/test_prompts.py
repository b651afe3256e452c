"""Prompts: what reaches the model, and how a changed file shows."""

import shutil
from pathlib import Path

import pytest

from pipeline.llm import Parameters, Question
from pipeline.model import Article, Paragraph, Span, Term
from pipeline.prompts import PromptError, Prompts, Questions
from pipeline.shipped import shipped
from pipeline.summarize import summary_question
from pipeline.translate import translation_question

ARTICLE = Article(
    id="a1",
    kind="article",
    paragraphs=(
        Paragraph(id="p1", text="县图书馆延长开放时间。", spans=(Span(line=1, start=0, end=11),)),
    ),
    lines=(1,),
)
TERM = Term(source="图书馆", target="library", forbidden=("bookstore",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("prompts"), tmp_path / "prompts"))


def ask(folder: Path, stage: str = "translate", terms: tuple[Term, ...] = ()) -> Question:
    questions = Questions(Prompts(folder), "host", "m", Parameters())
    make = translation_question if stage == "translate" else summary_question
    return make(questions, ARTICLE, "page", terms)


@pytest.mark.parametrize("name", ["translate", "article", "conventions"])
def test_any_byte_of_a_prompt_that_a_question_draws_on_renames_it(folder: Path, name: str) -> None:
    before = ask(folder)
    path = folder / f"{name}.md"
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    after = ask(folder)
    assert after.key != before.key
    assert after.asked.differences(before.asked) == ("prompt",)


def test_a_prompt_that_a_question_does_not_draw_on_changes_nothing(folder: Path) -> None:
    before = ask(folder)
    (folder / "lead.md").write_text((folder / "lead.md").read_text("utf-8") + " ", "utf-8")
    assert ask(folder).key == before.key and ask(folder).asked == before.asked


def test_the_questions_of_one_article_begin_alike(folder: Path) -> None:
    """Providers charge less for a prefix that they have seen: the article and all before it."""
    one = [message.content for message in ask(folder, "translate").request.messages]
    other = [message.content for message in ask(folder, "summarize").request.messages]
    assert one[0] == other[0]
    end = one[1].index("</article>")
    assert one[1][: end + 10] == other[1][: end + 10]


def test_only_what_matters_is_sent(folder: Path) -> None:
    sent = ask(folder, terms=(TERM,)).request.messages[1].content
    assert "[p1 body] 县图书馆延长开放时间。" in sent
    assert "图书馆 = library (never: bookstore)" in sent
    assert "page" not in sent.partition("</article>")[0], "the page's name is no part of it"
    assert "Glossary" not in ask(folder).request.messages[1].content


def test_the_same_article_elsewhere_is_the_same_question(folder: Path) -> None:
    questions = Questions(Prompts(folder), "host", "m", Parameters())
    moved = ARTICLE.model_copy(update={"id": "a7", "lines": (70,)})
    here = translation_question(questions, ARTICLE, "page one")
    there = translation_question(questions, moved, "page two")
    assert here.key == there.key


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no front matter", "front matter"),
        ("---\nname: other\npurpose: x\n---\nbody", "name it broken"),
        ("---\nname: broken\n---\nbody", "name and purpose"),
        ("---\n- a list\n---\nbody", "name and purpose"),
        ("---\nname: [\n---\nbody", "name and purpose"),
        ("---\nname: broken\npurpose: x\nsurprise: y\n---\nbody", "name and purpose"),
    ],
)
def test_a_prompt_that_is_not_well_made_is_named(folder: Path, text: str, says: str) -> None:
    (folder / "broken.md").write_text(text, "utf-8")
    with pytest.raises(PromptError, match=says) as caught:
        Prompts(folder)
    assert "broken.md" in str(caught.value)


@pytest.mark.parametrize(
    "body",
    ["{{ nobody_gave_this }}", "{% include 'gone.md' %}", "{% if %}", "{{ unit.__class__ }}"],
)
def test_a_template_that_fails_is_named(folder: Path, body: str) -> None:
    (folder / "translate.md").write_text(f"---\nname: translate\npurpose: x\n---\n{body}", "utf-8")
    with pytest.raises(PromptError, match=r"translate\.md|gone\.md"):
        ask(folder)


def test_a_folder_without_prompts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="no prompts"):
        Prompts(tmp_path)
