"""People, places and offices: what must not change on the way into English."""

import pytest

from pipeline.verify import check_pair


def found(source: str, target: str) -> list[tuple[str, str]]:
    return [(f.check, f.severity) for f in check_pair(source, target)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("县长何小川说，路修好了。", "County head He Xiaochuan said the road is done.", []),
        ("县长何小川说，路修好了。", "County head He Xiaochun said the road is done.", ["error"]),
        ("县长何小川说，路修好了。", "County head Hu Xiaochuan said the road is done.", ["error"]),
        (
            "村支书丁川说，路修好了。",
            "Village Party secretary Ding Wei said it is done.",
            ["warning"],
        ),
        # English may say "he", use initials, either order, hyphens, a possessive
        ("县长何小川说，路修好了。", "The county head said the road is done.", []),
        ("县长何小川说，路修好了。", "County head X. C. He said the road is done.", []),
        ("县长何小川说，路修好了。", "Xiao-chuan He’s view is that the road is done.", []),
        ("刘长江表示，路修好了。", "Liu Changjiang said the road is done.", []),
        # another person of the text bears the surname
        (
            "县长何小川和何静到场。何小川说，好。",
            "He Jing came. The county head said it was good.",
            [],
        ),
        # names that are not in pinyin are their owners' own
        ("市长高国伦表示，路修好了。", "Mayor Kao Kuo-lun said the road is done.", []),
        ("主席陈其德表示，路修好了。", "Chairman Chan Ki-tak said the road is done.", []),
        ("总统韩东勋表示，路修好了。", "President Han Dong-hoon said the road is done.", []),
        ("总统史密斯·高认为，路修好了。", "President Smith Gao believes the road is done.", []),
    ],
)
def test_people_of_the_text_keep_their_names(source: str, target: str, expected: list[str]) -> None:
    assert found(source, target) == [("name.changed", severity) for severity in expected]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("云川社记者 丁川 摄", "Photo by Ding Chuan, Yunchuan Agency"),
        ("云川社青山电 (丁小川)新桥通车。", "Qingshan (Ding Xiaochuan) – A new bridge opens."),
        ("文/本报记者 富川", "Text: Fu Chuan of this paper"),
        ("（综合本报记者丁川、骆小川报道）", "(From reports by Ding Chuan and Luo Xiaochuan)"),
    ],
)
def test_authors_are_known_by_how_papers_name_them(source: str, target: str) -> None:
    assert not found(source, target)
    assert {("name.missing", "error")} == set(found(source, "From our reporters on the bridge"))


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("云川县修路。", "Yunchuan County builds roads.", False),
        ("云川县修路。", "Yunchuan builds roads.", False),
        ("云川县修路。", "Yunchuan City builds roads.", True),
        ("云川县修路。", "The county builds roads in Yunchuan city.", True),
        ("青溪村修路。", "Qingxi Township builds roads.", True),
        ("青溪乡修路。", "Qingxi Town builds roads.", False),
        ("青溪镇修路。", "Qingxi Township builds roads.", False),
        ("云川市修路。", "Yunchuan Municipal authorities build roads.", False),
        ("云川满族自治县修路。", "Yunchuan Manchu Autonomous County builds roads.", False),
        ("云川满族自治县修路。", "Yunchuan Manchu Autonomous City builds roads.", True),
        ("青山市云川满族自治县修路。", "Yunchuan, in Qingshan City, builds roads.", False),
        ("湖南修路。", "Hunan City builds roads.", True),
        # of the same name: a province and a city; a town and its county, which English adds
        ("吉林代表团到吉林省政府。", "Jilin City’s people came to the province.", False),
        ("青溪镇修路。", "Qingxi Town in Qingxi County builds roads.", False),
        ("长春新区修路。", "Changchun City’s New Area builds roads.", False),
        ("云川县城修路。", "Yunchuan Town builds roads.", False),
    ],
)
def test_places_keep_their_level(source: str, target: str, wrong: bool) -> None:
    assert found(source, target) == [("place.level", "error")] * wrong


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("副县长何小川到场。", "Deputy county head He Xiaochuan came.", []),
        ("副县长何小川到场。", "County head He Xiaochuan came.", ["error"]),
        ("副县长何小川到场。", "He Xiaochuan came.", []),
        ("县长何小川到场。", "Deputy County Head He Xiaochuan came.", ["error"]),
        ("副书记何小川、副局长丁静到场。", "Deputy secretary He Xiaochuan and director Ding Jing "
         "came.", ["warning"]),
        ("副局长何小川、副局长丁静到场。", "Deputy directors He Xiaochuan and Ding Jing came.", []),
        ("局长何小川带领副局长到场。", "Bureau director He Xiaochuan came.", []),
        ("外务次长高桥到场。", "Vice Minister Takahashi came.", []),
        ("县委开会。", "The county Party committee met.", []),
        ("县委开会。", "The provincial Party committee met.", ["error"]),
        ("县长何小川代表县政府讲话。", "County head He Xiaochuan spoke for the provincial "
         "government.", ["error"]),
        ("村党支部开会。", "The county Party branch met.", ["error"]),
        ("县水利局开会。", "The municipal water bureau met.", ["error"]),
        ("镇政府和农业局开会。", "The town government and the county agriculture bureau met.", []),
        ("镇政府和吉林厅开会。", "The place and the Jilin Provincial Department met.", []),
        ("这是省级项目。", "This is a provincial-level project.", []),
        ("处级干部来了。", "Officials at the county level came.", []),
        ("这是省级项目。", "This is a national-level project.", ["error"]),
        ("省市县三级都来了。", "People came from the provincial, city and county levels.", []),
        ("云川市政府开会。", "The government of Yunchuan, a county-level city, met.", []),
    ],
)  # fmt: skip
def test_offices_and_bodies_keep_their_rank(
    source: str, target: str, severities: list[str]
) -> None:
    assert found(source, target) == [("title.changed", severity) for severity in severities]


@pytest.mark.parametrize(
    ("source", "english", "right", "wrong"),
    [
        (
            "柳河在线 记者 饶建军 7月26日，公司发布公告。",
            "Liuhe Online (reporter {}): On July 26 the company issued a notice.",
            "Rao Jianjun",
            "Rao Lihua",
        ),
        (
            "江城晨报·河湾新闻记者 林涛",
            "Jiangcheng Morning Post, Hewan News reporter {}",
            "Lin Tao",
            "Lin Wei",
        ),
        (
            "柳河在线 记者 陈敏 渠道繁杂导致信息归集不易？",
            "Liuhe Online reporter {}: Do too many channels make it hard to collect information?",
            "Chen Min",
            "Chen Lihua",
        ),
        (
            "文/本报记者 程敏 统筹/池海涛",
            "Text: staff reporter {}; coordination: Chi Haitao",
            "Cheng Min",
            "Cheng Zhenhai",
        ),
    ],
)
def test_a_byline_is_one_before_a_date_and_beside_another_role(
    source: str, english: str, right: str, wrong: str
) -> None:
    assert check_pair(source, english.format(right)) == ()
    found = check_pair(source, english.format(wrong))
    assert [(one.check, one.severity) for one in found] == [("name.changed", "error")]
