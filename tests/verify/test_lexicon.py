"""What the dictionary says: how a text is divided, and what its words are called."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.verify import lexicon


def test_a_sentence_is_divided_into_dictionary_words() -> None:
    words = [word.text for word in lexicon.words("村民在山上植树5000棵。")]
    assert words == ["村民", "在", "山上", "植树", "棵"]


def test_a_word_and_its_english_meet_in_a_stem() -> None:
    assert lexicon.meanings("村民") & set(lexicon.stems("The villagers planted trees"))
    assert not lexicon.meanings("村民") & set(lexicon.stems("Officials planted trees"))


def test_traditional_characters_are_words_too() -> None:
    assert lexicon.meanings("醫院") == lexicon.meanings("医院") != frozenset()


def test_plain_words_and_notes_show_nothing() -> None:
    assert "the" not in lexicon.stems("the hospital")
    assert lexicon.meanings("的") & {"of", "the"} == set()


@given(st.text(alphabet="村民植树在山上的,。5a ", max_size=40))
def test_words_stand_where_they_say_and_cover_all_chinese(text: str) -> None:
    words = lexicon.words(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert "".join(word.text for word in words) == "".join(c for c in text if c >= "\u3400")
