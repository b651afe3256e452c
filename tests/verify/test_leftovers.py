"""What shows that a text is no translation."""

import pytest

from pipeline.verify import check_pair

SOURCE = "云川县推行网格管理，干部每天上门走访群众，及时解决困难。"
RIGHT = (
    "Yunchuan County manages by grid: officials visit residents daily and settle their troubles."
)


def checks(source: str, target: str) -> list[str]:
    return [f.check for f in check_pair(source, target)]


def test_a_plain_translation_passes() -> None:
    assert checks(SOURCE, RIGHT) == []


@pytest.mark.parametrize(
    "gloss", ["(网格)", '("grid", 网格)', "（网格）", "(grid management, or 网格管理, since 2021)"]
)
def test_a_gloss_in_brackets_is_wanted(gloss: str) -> None:
    source = SOURCE + "2021年起施行。"
    assert "text.untranslated" not in checks(source, RIGHT.replace("grid", f"grid {gloss}"))


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        (RIGHT + " 及时解决困难，上门走访。", "error"),
        (RIGHT.replace("grid", "网格"), "warning"),
        (RIGHT + " (" + "干部每天上门走访群众，及时解决困难，" * 2 + ")", "error"),
    ],
)
def test_chinese_left_standing_is_named(target: str, severity: str) -> None:
    found = [f for f in check_pair(SOURCE, target) if f.check == "text.untranslated"]
    assert [f.severity for f in found] == [severity]


@pytest.mark.parametrize(
    "target",
    [
        "As an AI language model, I have no opinion on grid management in this county at all.",
        "I'm sorry, but I cannot translate this text because it speaks of grid management.",
        "I am unable to assist with this request about grid management in the county.",
    ],
)
def test_an_answer_instead_of_a_translation_is_named(target: str) -> None:
    assert "text.refused" in checks(SOURCE, target)


def test_a_source_that_speaks_of_itself_may_be_translated_so() -> None:
    source = "“对不起，我不能帮你。”机器人说。"
    assert checks(source, '"I\'m sorry, I cannot help you," said the robot.') == []


@pytest.mark.parametrize("lead", ["Here is the translation: ", "Translation: ", "```\n"])
def test_words_of_the_exchange_are_named(lead: str) -> None:
    assert "text.echo" in checks(SOURCE, lead + RIGHT)


def test_repeats_are_named() -> None:
    assert "text.repeated" in checks(SOURCE, f"{RIGHT} {RIGHT}")
    assert "text.repeated" in checks(SOURCE, "They visit residents daily and " * 6)


def test_a_repeat_that_the_source_has_is_none() -> None:
    assert "text.repeated" not in checks(f"{SOURCE}{SOURCE}", f"{RIGHT} {RIGHT}")


def test_lost_print_is_marked_and_never_invented() -> None:
    assert checks(SOURCE + "随后[…]", RIGHT + " Then […]") == []
    assert checks(SOURCE + "随后[…]", RIGHT + " Then they left.") == ["text.gap"]
    assert checks(SOURCE, RIGHT + " Then […]") == ["text.gap"]


def test_an_address_must_stand_in_the_source() -> None:
    with_address = SOURCE + "详见www.example.cn。"
    assert checks(with_address, RIGHT + " See https://www.example.cn/.") == []
    assert checks(SOURCE, RIGHT + " See https://evil.example/x.") == ["text.url"]


def test_length_has_bounds() -> None:
    assert "length.short" in checks(SOURCE * 3, "Officials visit residents.")
    assert "length.long" in checks(SOURCE, " ".join(f"{RIGHT[:-1]} in way {w}." for w in "abcdefg"))
    assert checks("网格", "Primary-level governance by grid in the county") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("当然，茶馆是一门好生意。", "Of course, a teahouse is a good business."),
        ("他说：“现在就怕降价。”", '"Now I\'m afraid that prices will fall," he said.'),
    ],
)
def test_common_turns_of_speech_are_no_chatter(source: str, target: str) -> None:
    assert checks(source, target) == []


@pytest.mark.parametrize(
    "answer",
    [
        "Okay, here's the translation: ",
        "Certainly! ",
        "**Translation:** ",
        "Below is the English translation:\n",
        "The translation is as follows: ",
        "<think>The user wants English.</think> ",
    ],
)
def test_what_stands_before_a_translation_is_named(answer: str) -> None:
    assert "text.echo" in checks(SOURCE, answer + RIGHT)


@pytest.mark.parametrize(
    "answer",
    [
        " (Translator's note: a grid is a small area.)",
        "\n\nLet me know if you need anything else.",
        " I hope this helps!",
        "\n\n(Note: I kept the names.)",
    ],
)
def test_what_stands_after_a_translation_is_named(answer: str) -> None:
    assert "text.echo" in checks(SOURCE, RIGHT + answer)


@pytest.mark.parametrize(
    "answer",
    [
        "I apologize, but this is not possible.",
        "Could you provide more context?",
        "No translation available.",
        "Hello! How can I help you today?",
    ],
)
def test_a_refusal_is_named(answer: str) -> None:
    assert "text.refused" in checks(SOURCE, answer)


def test_quoted_speech_is_no_answer() -> None:
    source = "他说：“当然可以，我很乐意帮助大家翻译这些文件，请原谅。”"
    english = "“Of course,” he said. “I am happy to help everyone translate these papers.”"
    assert not {"text.echo", "text.refused"} & set(checks(source, english))


@pytest.mark.parametrize("script", ["Решение", "해결하다", "カタカナ", "حلول"])
def test_other_scripts_are_named_unless_the_source_has_them(script: str) -> None:
    assert "text.untranslated" in checks(SOURCE, f"{RIGHT} {script}")
    assert "text.untranslated" not in checks(SOURCE + script, f"{RIGHT} {script}")


def test_signs_of_units_and_formulas_are_no_script() -> None:
    assert checks(SOURCE, RIGHT.replace("grid", "grid (Ω, 5 μ)").replace("5 ", "")) == []


@pytest.mark.parametrize("mark", ["**bold**", "<br>", "&nbsp;", "```", "<p class='x'>"])
def test_markup_is_named_unless_the_source_has_it(mark: str) -> None:
    assert "text.markup" in checks(SOURCE, f"{RIGHT} {mark}")
    assert "text.markup" not in checks(f"{SOURCE}{mark}", f"{RIGHT} {mark}")


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=1", "www.example.org", "a.b@example.org"]
)
def test_addresses_are_neither_made_up_nor_dropped(address: str) -> None:
    assert "text.url" in checks(SOURCE, f"{RIGHT} See {address}.")
    assert "text.url" in checks(f"{SOURCE}详见{address}。", RIGHT)
    assert "text.url" not in checks(f"{SOURCE}详见{address}。", f"{RIGHT} See {address}.")


def test_a_sites_name_may_be_given_as_its_address() -> None:
    source = "云川县推行网格管理 - 云川日报网"
    english = "Yunchuan County introduces grid management - www.example.org"
    assert "text.url" not in checks(source, english)
    assert "text.url" in checks(source, f"{english}/news/1")


@pytest.mark.parametrize(
    "target",
    [
        f"{RIGHT} “{RIGHT}”",
        f"{RIGHT[:-1]} {RIGHT[:-1]}",
        RIGHT.replace(
            "visit residents daily",
            "visit residents daily in every grid visit residents daily in every grid",
        ),
    ],
)
def test_what_is_said_twice_in_a_row_is_named(target: str) -> None:
    assert "text.repeated" in checks(SOURCE, target)


@pytest.mark.parametrize("end", [" and their", " with the", ", which is", " and so,"])
def test_a_text_that_breaks_off_is_named(end: str) -> None:
    assert "text.truncated" in checks(SOURCE, RIGHT[:-1] + end)
    assert "text.truncated" not in checks(SOURCE[:-1], RIGHT[:-1] + end)
