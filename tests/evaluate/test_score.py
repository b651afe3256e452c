"""The scorecard on pages small enough to count by hand."""

import pytest

from pipeline.evaluate.baselines import cue_rules, one_article, short_lines
from pipeline.evaluate.labelled import LabelledLine, labelled_segmentation
from pipeline.evaluate.score import PageScore, score
from pipeline.evaluate.tally import value
from pipeline.evaluate.truth import Fact, Misreading, Specimen, page_of
from pipeline.model import Article, Correction, Head, Paragraph, Segmentation, Span

TEXT = "头条\n甲甲甲。\n乙乙乙。\n次条\n丙丙丙。\n责编 某"
LABELS = "aaabb-"
ROLES = ("headline", "body", "body", "headline", "body", "furniture")


def labelled(articles: str, roles: tuple[str, ...] = ROLES, text: str = TEXT) -> Segmentation:
    rows = [
        LabelledLine(line=n, article=None if name == "-" else name, role=role)
        for n, (name, role) in enumerate(zip(articles, roles, strict=True), 1)
    ]
    return labelled_segmentation(page_of(text, "p"), rows)


SPECIMEN = Specimen(source="p", text=TEXT, truth=labelled(LABELS))


def scored(found: Segmentation, specimen: Specimen = SPECIMEN) -> dict[str, float | None]:
    return {name: value(ratio) for name, ratio in score(specimen, found).tally.items()}


def test_an_answer_that_is_right_has_full_marks() -> None:
    marks = scored(labelled(LABELS))
    for name in ("boundary_f1", "exact_articles", "iou_f1", "pair_f1", "perfect_pages",
                 "role_accuracy", "headline", "coverage"):  # fmt: skip
        assert marks[name] == 1.0, name
    assert marks["cer"] == marks["pk"] == marks["window_diff"] == 0.0


def test_two_articles_run_together() -> None:
    marks = scored(labelled("aaaaa-"))
    assert marks["boundary_precision"] == 1.0
    assert marks["boundary_recall"] == 0.5
    assert marks["boundary_f1"] == pytest.approx(2 / 3)
    assert marks["exact_articles"] == 0.0
    assert marks["iou_f1"] == pytest.approx(2 / 3)  # 3 of 5 lines: one pair of (2 + 1)
    assert marks["pair_f1"] == pytest.approx(2 * 4 / (4 + 10))
    assert marks["borders_right"] == marks["perfect_pages"] == 0.0


def test_an_article_cut_in_two_and_a_border_at_the_wrong_line() -> None:
    marks = scored(labelled("aabcc-"))
    assert marks["boundary_precision"] == pytest.approx(2 / 3)
    assert marks["boundary_recall"] == 1.0
    assert marks["exact_articles"] == 0.5
    assert marks["exact_f1"] == pytest.approx(2 / 5)


def test_borders_can_be_right_where_lines_are_not() -> None:
    specimen = Specimen(source="p", text=TEXT, truth=labelled("aaba-b"[:6]))
    marks = scored(labelled("aabaab"), specimen)
    assert marks["borders_right"] == 1.0
    assert marks["perfect_pages"] == 0.0


def test_roles_are_counted_by_line_and_by_role() -> None:
    marks = scored(labelled(LABELS, ("kicker", "body", "body", "headline", "body", "furniture")))
    assert marks["role_accuracy"] == pytest.approx(5 / 6)
    assert marks["role headline"] == pytest.approx(2 / 3)
    assert marks["role kicker"] == 0.0
    assert marks["headline"] == 0.5
    assert marks["title"] == 1.0


def test_a_title_that_can_be_read_two_ways_is_right_either_way() -> None:
    loose = SPECIMEN.model_copy(update={"facts": (Fact(article="a", loose_head=True),)})
    found = labelled(LABELS, ("kicker", "body", "body", "headline", "body", "furniture"))
    assert scored(found, loose)["headline"] == 1.0


def test_coverage_counts_what_is_missing_and_what_is_held_twice() -> None:
    found = labelled(LABELS)
    lost = found.model_copy(update={"furniture": ()})
    printed = len("".join(TEXT.split()))
    assert scored(lost)["coverage"] == pytest.approx(1 - 3 / printed, abs=0.06)
    twice = found.model_copy(update={"unassigned": (Span(line=1, start=0, end=2),)})
    assert scored(twice)["coverage"] == pytest.approx(1 - 2 / printed)


def test_an_empty_answer_scores_nothing_and_breaks_nothing() -> None:
    marks = scored(Segmentation(source="p", sha256="", articles=()))
    assert marks["boundary_f1"] == marks["exact_articles"] == marks["coverage"] == 0.0


def test_a_line_that_two_share_goes_to_the_one_with_more_of_it() -> None:
    found = labelled(LABELS)
    first, second = found.articles
    part = second.paragraphs[0].model_copy(
        update={"spans": (*second.paragraphs[0].spans, Span(line=2, start=3, end=4))}
    )
    moved = first.paragraphs[0].model_copy(
        update={"spans": (Span(line=2, start=0, end=3), Span(line=3, start=0, end=4))}
    )
    shared = found.model_copy(
        update={
            "articles": (
                first.model_copy(update={"paragraphs": (moved,)}),
                second.model_copy(update={"paragraphs": (part,), "lines": (2, 4, 5)}),
            )
        }
    )
    marks = scored(shared)
    assert marks["exact_articles"] == marks["coverage"] == 1.0


# names and corrections

CREDITED = "本报讯（通讯员 周明）东末西。"


def article(text: str, names: tuple[str, ...], *, fixes: tuple[Correction, ...] = ()) -> Article:
    span = Span(line=1, start=0, end=len(CREDITED))
    head = Head(id="h1", role="byline", text="", spans=(span,), names=names, inline=True)
    return Article(
        id="a",
        kind="brief",
        head=(head,) if names else (),
        paragraphs=(Paragraph(id="p1", text=text, spans=(span,)),),
        lines=(1,),
        corrections=fixes,
    )


def one_of(item: Article) -> Segmentation:
    return Segmentation(source="p", sha256="", articles=(item,))


MISREAD = Specimen(
    source="p",
    text=CREDITED,
    truth=one_of(article(CREDITED.replace("末", "来"), ())),
    facts=(Fact(article="a", names=("周明",)),),
    misreadings=(Misreading(line=1, start=12, end=13, observed="末", true="来", kind="confusion"),),
)


def fix(start: int, end: int, after: str) -> Correction:
    before = CREDITED[start:end]
    return Correction(line=1, start=start, end=end, before=before, after=after, why="")


@pytest.mark.parametrize(
    ("names", "right", "precision"),
    [(("周明",), 1.0, 1.0), (("周 明", "东末"), 1.0, 0.5), ((), 0.0, None)],
)
def test_a_byline_is_right_when_all_names_are_found(
    names: tuple[str, ...], right: float, precision: float | None
) -> None:
    marks = scored(one_of(article(CREDITED, names)), MISREAD)
    assert (marks["byline"], marks["name_precision"]) == (right, precision)


@pytest.mark.parametrize(
    ("fixes", "precision", "recall"),
    [
        ((fix(12, 13, "来"),), 1.0, 1.0),
        ((fix(11, 14, "东来西"),), 1.0, 1.0),
        ((fix(12, 13, "未"),), 0.0, 0.0),
        ((fix(12, 13, "来"), fix(13, 14, "酉")), 0.5, 1.0),
        ((), None, 0.0),
    ],
)
def test_a_correction_is_right_where_it_reads_what_was_printed(
    fixes: tuple[Correction, ...], precision: float | None, recall: float
) -> None:
    marks = scored(one_of(article(CREDITED, (), fixes=fixes)), MISREAD)
    assert (marks["correction_precision"], marks["correction_recall"]) == (precision, recall)


def test_character_error_rate_ignores_blanks_gaps_and_the_width_of_marks() -> None:
    assert scored(one_of(article("本报讯(通讯员周明)东来西. […]", ())), MISREAD)["cer"] == 0.0
    wrong = scored(one_of(article(CREDITED, ())), MISREAD)["cer"]
    assert wrong == pytest.approx(1 / len("本报讯（通讯员周明）东来西。"))


def test_what_was_moved_counts_as_a_splice_and_not_as_a_correction() -> None:
    spliced = MISREAD.model_copy(
        update={
            "misreadings": (
                Misreading(
                    line=1, start=3, end=11, observed=CREDITED[3:11], true="", kind="splice"
                ),
            )
        }
    )
    marks = scored(one_of(article(CREDITED, (), fixes=(fix(3, 11, ""),))), spliced)
    assert marks["splice_precision"] == marks["splice_recall"] == 1.0
    assert marks["correction_precision"] is None
    elsewhere = scored(one_of(article(CREDITED, (), fixes=(fix(0, 7, ""),))), spliced)
    assert elsewhere["splice_precision"] == elsewhere["splice_recall"] == 0.0


# baselines and confidence


def test_the_baselines_do_what_their_names_say() -> None:
    page = SPECIMEN.page()
    assert [len(one.articles) for one in (one_article(page), short_lines(page))] == [1, 3]
    marked = page_of("水闸开了\n本报讯 今天开闸。\n下闸也开了。\n图为水闸。周明 摄\n完。", "p")
    assert [one.lines for one in cue_rules(marked).articles] == [(1, 2, 3), (4,), (5,)]
    nothing = page_of("", "p")
    assert all(not one(nothing).articles for one in (one_article, short_lines, cue_rules))


def test_confidence_is_set_against_what_was_right() -> None:
    found = labelled("aaabb-").model_copy(update={"confidence": 0.9})
    result: PageScore = score(SPECIMEN, found)
    assert result.sure == (0.9, True)
    assert result.sure_items == ((1.0, True), (1.0, True))
    wrong = score(SPECIMEN, labelled("aabbb-"))
    assert wrong.sure[1] is False
    assert wrong.sure_items == ((1.0, False), (1.0, False))
