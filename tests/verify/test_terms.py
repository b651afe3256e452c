"""Terms: what a glossary asks for, what it forbids, and whom it must leave in peace."""

import pytest

from pipeline.glossary import shipped_terms
from pipeline.model import Term
from pipeline.verify import check_pair


def terms_found(source: str, target: str, *rows: Term) -> list[tuple[str, str, str]]:
    found = check_pair(source, target, terms=rows)
    return [(f.check, f.severity, f.source) for f in found if f.check.startswith("term.")]


@pytest.mark.parametrize(
    ("term", "rendering", "english"),
    [
        ("网格", "grid", "Every Grid has a leader."),
        ("网格", "grid", "All grids have leaders."),
        ("城市", "city", "The cities are clean."),
        ("街道", "subdistrict", "The sub-districts met."),
        ("党校", "Party school", "He studied at the Party's school."),
        ("中心", "center", "They opened two centres."),
        ("组织", "organization", "The organisations met."),
        ("计划", "program", "The programmes began."),
        ("犁地", "plow", "They were ploughing."),
        ("劳动", "labor", "Labour is honoured."),
        ("县长", "county head", "The head of Yunlu County spoke."),
        ("办公室", "the office", "An office opened."),
        ("加强治理", "strengthen governance", "Governance was strengthened."),
        ("百分之", "percent", "Forty per cent came."),
        ("吕市", "Lu City", "Lü City grew."),
    ],
)
def test_a_rendering_may_take_the_forms_that_english_gives_it(
    term: str, rendering: str, english: str
) -> None:
    row = Term(source=term, target=rendering)
    assert terms_found(f"这里有{term}，很好。", english, row) == []
    assert terms_found(f"这里有{term}，很好。", "Nothing of it.", row) == [
        ("term.missing", "warning", term)
    ]


def test_a_variant_is_as_right_as_the_target() -> None:
    row = Term(source="街道", target="subdistrict", variants=("urban neighborhood",))
    assert terms_found("街道召开会议。", "The urban neighbourhood held a meeting.", row) == []


STREET = Term(source="街道", target="subdistrict", forbidden=("street", "road"))


@pytest.mark.parametrize(
    ("source", "english", "found"),
    [
        ("街道召开会议。", "The street held a meeting.", True),
        ("街道召开会议。", "The Streets held a meeting.", True),
        ("街道召开会议。", "The subdistrict held a meeting.", False),
        # It stands for another word of the source.
        ("街道清扫马路。", "The urban office sweeps the road.", False),
        ("街道清扫马路。", "The subdistrict sweeps the road.", False),
        # The term is rendered right, and what else is called so is not its business.
        ("街道召开会议，讨论卫生。", "The subdistrict met to discuss clean streets.", False),
        # Twice in the source, and right once only.
        ("街道开会，街道负责。", "The subdistrict met; the street is in charge.", True),
    ],
)
def test_a_forbidden_rendering_is_reported_where_it_can_stand_for_nothing_else(
    source: str, english: str, found: bool
) -> None:
    assert (("term.forbidden", "error", "街道") in terms_found(source, english, STREET)) == found


def test_a_forbidden_rendering_inside_a_right_one_is_right() -> None:
    row = Term(source="街道办", target="street affairs subdistrict", forbidden=("street",))
    assert terms_found("街道办开会。", "The street affairs subdistrict met.", row) == []


def test_a_forbidden_rendering_may_be_right_for_another_term() -> None:
    rows = (STREET, Term(source="大街", target="street"))
    assert terms_found("街道在大街开会。", "The office met in the street.", *rows) == [
        ("term.missing", "warning", "街道")
    ]


@pytest.mark.parametrize(
    ("term", "target", "source"),
    [
        ("人大", "people's congress", "中国人大胆地往前走。"),  # across two words
        ("农民", "farmer", "农民工回到家乡。"),  # inside a longer one
        ("书记", "secretary", "第一书记到村里。"),  # inside a longer row of the term base
    ],
)
def test_what_only_looks_like_a_term_is_none(term: str, target: str, source: str) -> None:
    assert terms_found(source, "Something else.", Term(source=term, target=target)) == []


def test_a_longer_term_covers_a_shorter_one() -> None:
    rows = (
        Term(source="自治县", target="autonomous county"),
        Term(source="云麓自治县", target="Yunlu County"),
    )
    assert terms_found("云麓自治县开会。", "Yunlu County met.", *rows) == []


def test_a_row_holds_where_its_context_stands() -> None:
    party = Term(source="书记", target="Party secretary", context="党委; 支部; not in courts")
    court = Term(source="书记", target="clerk", context="法院")
    assert terms_found("法院的书记到了。", "The clerk of the court arrived.", party, court) == []
    assert terms_found("党委的书记到了。", "The Party secretary arrived.", party, court) == []
    assert terms_found("党委的书记到了。", "Someone arrived.", party, court) == [
        ("term.missing", "warning", "书记")
    ]
    assert terms_found("书记到了。", "Someone arrived.", party, court) == []


def test_of_a_draft_nothing_is_certain() -> None:
    draft = STREET.model_copy(update={"status": "draft"})
    assert terms_found("街道召开会议。", "The street held a meeting.", draft) == [
        ("term.forbidden", "warning", "街道")
    ]


def test_blanks_that_a_page_leaves_in_a_term_do_not_hide_it() -> None:
    found = terms_found("街 道召开会议。", "The street held a meeting.", STREET)
    assert found == [("term.forbidden", "error", "街道")]


@pytest.mark.parametrize(
    ("source", "english", "term"),
    [
        ("县委书记张三讲话。", "The county committee's clerk Zhang San spoke.", "书记"),
        ("村里成立了派出所。", "A dispatch office was set up in the village.", "派出所"),
        ("朝鲜族群众欢聚。", "North Korean people gathered.", "朝鲜族"),
        ("学习贯彻党的二十大精神。", "Study and carry out the spirit of the Top 20.", "二十大"),
        ("第三产业发展迅速。", "The third industry grew fast.", "第三产业"),
        ("河长开展巡河。", "The river length patrolled the river.", "河长"),
    ],
)
def test_the_shipped_base_knows_what_is_certainly_wrong(
    source: str, english: str, term: str
) -> None:
    assert terms_found(source, english) == [("term.forbidden", "error", term)]


def test_of_the_shipped_base_a_rendering_that_it_lacks_is_not_reported() -> None:
    assert terms_found("街道办事处开会。", "The local branch of government met.") == []
    chosen = shipped_terms().terms
    assert terms_found("街道办事处开会。", "The local branch of government met.", *chosen) == [
        ("term.missing", "warning", "街道办事处")
    ]


def test_a_row_of_the_user_wins_over_a_shipped_one() -> None:
    own = Term(source="派出所", target="dispatch office")
    assert terms_found("村里成立了派出所。", "A dispatch office was set up.", own) == []


def test_every_right_rendering_of_the_shipped_base_is_free_of_findings() -> None:
    base = shipped_terms().terms
    assert len(base) >= 150
    for term in base:
        assert term.authority and term.type, term.source
        source = f"{term.source}，{term.context}"
        for rendering in term.renderings:
            assert terms_found(source, f"We saw it: {rendering}.") == [], rendering
            found = terms_found(source, f"We saw it: {rendering}.", *base)
            assert term.source not in {name for _, _, name in found}, (term.source, rendering)


def test_every_forbidden_rendering_of_the_shipped_base_is_found() -> None:
    for term in shipped_terms().terms:
        for wrong in term.forbidden:
            found = [
                one
                for word in term.context.split(";")
                for one in terms_found(f"{term.source}。{word}", f"We saw it: {wrong}.")
            ]
            assert ("term.forbidden", "error", term.source) in found, (term.source, wrong)
