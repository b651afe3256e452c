"""Names in pinyin, and names in translations."""

import pytest

from pipeline.verify import byline_names, check_pair, pinyin_name


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单雅丽", "Shan Yali"),
        ("张西安", "Zhang Xi'an"),
        ("曾小明", "Zeng Xiaoming"),
        ("仇英", "Qiu Ying"),
        ("吕布", "Lü Bu"),
        ("解玉", "Xie Yu"),
        ("区明", "Ou Ming"),
        ("朴正", "Piao Zheng"),
        ("万俟卨", "Moqi Xie"),
        ("尉迟恭", "Yuchi Gong"),
        ("长孙无忌", "Zhangsun Wuji"),
        ("欧阳海", "Ouyang Hai"),
        ("李娥", "Li E"),
        ("Anna", "Anna"),
    ],
)
def test_names_are_spelled_by_the_standard(name: str, pinyin: str) -> None:
    assert pinyin_name(name) == pinyin


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（记者 田小雨 通讯员 孟川）日前", ("田小雨", "孟川")),
        ("本报讯(通讯员 田小雨)近日", ("田小雨",)),
        ("新村启用。 本报通讯员 田小雨 摄", ("田小雨",)),
        ("记者从县里获悉，今年丰收。", ()),
        ("云川社7月6日电（双语）新村启用。", ()),
        ("（记者田小雨、孟川）", ("田小雨", "孟川")),
    ],
)
def test_bylines_are_found_in_running_text(text: str, names: tuple[str, ...]) -> None:
    assert byline_names(text) == names


SOURCE = "本报讯（记者 单雅丽）云川县举办茶会，群众踊跃参加。"


@pytest.mark.parametrize(
    ("byline", "found"),
    [
        ("Shan Yali", []),
        ("SHAN YALI", []),
        ("Shan Ya-li", []),
        ("Shan Ya Li", []),
        ("Yali Shan", ["name.order"]),
        ("Shan Yaling", ["name.changed"]),
        ("Dan Yali", ["name.changed"]),
        ("our reporter", ["name.missing"]),
    ],
)
def test_a_byline_must_read_as_the_name_does(byline: str, found: list[str]) -> None:
    target = f"(Reporter {byline}) Yunchuan County held a tea party, and many people came."
    assert [f.check for f in check_pair(SOURCE, target)] == found


@pytest.mark.parametrize("spelled", ["Lü Xia", "Lu Xia", "Lyu Xia", "LV Xia"])
def test_every_usual_spelling_of_u_umlaut_is_taken(spelled: str) -> None:
    assert not check_pair("（记者 吕霞）", f"(Reporter {spelled})")
