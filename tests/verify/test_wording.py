"""What a finding says: what stands in either text, and what the Chinese is in English."""

import pytest

from pipeline.verify import check_pair


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        (
            "村里种植苹果300亩。",
            "The village grows 300 hectares of apples.",
            "the source has “300亩” (300 mu); the English has “300 hectares”: the same figure in "
            "another unit",
        ),
        (
            "库容128万立方米。",
            "It holds 1.28 billion cubic metres.",
            "the source has “128万立方米” (1,280,000 cubic metres); the English has “1.28 billion "
            "cubic metres”, too great by a factor of 1,000",
        ),
        (
            "增长3.5个百分点。",
            "It grew by 3.5 percent.",
            "the source has “3.5个百分点” (3.5 percentage points); the English has “3.5 percent”: "
            "the same figure in another unit",
        ),
        (
            "收入翻了一番。",
            "Income grew.",
            "the source has “翻了一番” (2 times as much); the English does not give it",
        ),
        (
            "优质果率超过六成。",
            "Good fruit made up a large share.",
            "the source has “六成” (60 percent); the English does not give it",
        ),
        (
            "项目已经完成三分之二。",
            "The project is nearly finished.",
            "the source has “三分之二” (66.7 percent); the English does not give it",
        ),
        (
            "板长12英尺。",
            "The board is 13 feet long.",
            "the source has “12英尺” (12 feet); the English has “13 feet”",
        ),
        (
            "她今年28岁。",
            "She is 38 years old.",
            "the source has “28岁”; the English has “38 years”",
        ),
    ],
)
def test_a_finding_says_what_chinese_figures_are_in_english(
    source: str, target: str, said: str
) -> None:
    assert said in [finding.message for finding in check_pair(source, target)]
