"""Numbers as people say them, and what English makes of them."""

import pytest

from pipeline.verify import check_pair


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        ("鸡蛋每斤四块八。", "Eggs cost 4.8 yuan a jin.", "Eggs cost 8.4 yuan a jin."),
        ("玉米每斤1块2毛。", "Maize is at 1.2 yuan a jin.", "Maize is at 1.5 yuan a jin."),
        (
            "萝卜跌到三毛钱一斤。",
            "Radishes fell to 0.3 yuan a jin.",
            "Radishes fell to 3 yuan a jin.",
        ),
        ("老人今年七十有三。", "The old man is 73 this year.", "The old man is 78 this year."),
        ("老店开于民国二十年。", "The old shop opened in 1931.", "The old shop opened in 1941."),
        (
            "判处有期徒刑七年零六个月。",
            "sentenced to seven and a half years in prison",
            "sentenced to nine and a half years in prison",
        ),
        (
            "产量减少三至五成。",
            "Output fell by 30 to 50 percent.",
            "Output fell by 30 to 60 percent.",
        ),
        (
            "他多挣了一万五六。",
            "He earned 15,000 or 16,000 more.",
            "He earned 1,500 or 1,600 more.",
        ),
        ("身高一米七五。", "He is 1.75 metres tall.", "He is 1.57 metres tall."),
        (
            "投资一千二三百万元。",
            "Some 12 million to 13 million yuan was invested.",
            "Some 1.2 million to 1.3 million yuan was invested.",
        ),
        (
            "成交额为新台币3032亿元。",
            "Turnover was NT$303.2 billion.",
            "It was 303.2 billion yuan.",
        ),
        ("震级5.5级。", "a magnitude-5.5 earthquake", "a magnitude-5.3 earthquake"),
        ("全场九五折。", "Everything is 5% off.", "Everything is 9% off."),
        ("寄回8亿多元。", "sent home more than 800m yuan", "sent home more than 80m yuan"),
        (
            "“十四五”期间投资12亿元。",
            "invest 1.2 billion yuan in the 14th Five-Year Plan period (2021-2025)",
            "invest 1.2 billion yuan in the 14th Five-Year Plan period (2011-2015)",
        ),
        (
            "党的十八大以来减贫3万人。",
            "Since the 18th Party Congress in 2012, 30,000 people have left poverty.",
            "Since the 18th Party Congress in 2002, 30,000 people have left poverty.",
        ),
        (
            "7月份价格环比下降2%。",
            "Prices fell 2% in July from June.",
            "Prices fell 2% in July from May.",
        ),
    ],
)
def test_what_is_said_is_read_and_another_figure_is_told(
    source: str, right: str, wrong: str
) -> None:
    assert check_pair(source, right) == ()
    assert check_pair(source, wrong)


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("两人一块去了三块地。", "The two of them went to three plots together."),
        ("“3·15”晚会曝光了企业。", "The March 15 gala exposed companies."),
        ("从2015年的12%升至2020年的15%。", "It rose from 12% in 2015 to 15% in 2020."),
        ("司机于军受伤。", "The driver, Yu Jun, was hurt."),
        ("大年三十，他还在岗。", "On Lunar New Year's Eve he was still at his post."),
    ],
)
def test_what_only_looks_like_it_is_left_alone(source: str, english: str) -> None:
    assert check_pair(source, english) == ()
