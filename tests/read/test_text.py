"""Bytes → pages: encodings, line ends, pages of a file, and what is refused."""

import gzip
import hashlib
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import ReadError, read_text
from pipeline.read.text import MAX_LINE

NEWS = (
    "云麓县图书馆延长开放时间\n\n"
    "本报讯(通讯员 单晓丽)从10月8日起,云麓县图书馆每天延长开放2小时,读者可以看书到晚上九点。\n"
    "据了解,这个图书馆是去年建成的,现有座位三百多个,受到了群众的欢迎。\n"
)
TRADITIONAL = (
    "雲麓縣圖書館延長開放時間\n\n"
    "本報訊 從十月八日起,雲麓縣圖書館每天延長開放兩小時,讀者可以在這裡看書到晚上九點。\n"
    "據了解,這個圖書館是去年建成的,現有座位三百多個,受到了群眾的歡迎。\n"
)


def text_of(data: bytes, encoding: str | None = None) -> str:
    (page,) = read_text(data, "page.txt", encoding)
    return "\n".join(line.text for line in page.lines)


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gb2312", "gb18030"),
    ],
)
def test_encodings_are_told_apart(codec: str, named: str) -> None:
    (page,) = read_text(NEWS.encode(codec), "page.txt")
    assert page.encoding == named
    assert page.lines[0].text == "云麓县图书馆延长开放时间"
    assert bool(page.notes) == (named == "gb18030")


def test_utf_16_of_either_byte_order_needs_its_mark() -> None:
    assert text_of("\ufeff".encode("utf-16-be") + NEWS.encode("utf-16-be")) == NEWS
    with pytest.raises(ReadError, match=r"NUL character.*utf-16-le"):
        read_text("brief news of the day\n".encode("utf-16-le"), "page.txt")


def test_big5_is_read_and_the_assumption_is_said() -> None:
    (page,) = read_text(TRADITIONAL.encode("big5"), "page.txt")
    assert page.encoding == "big5"
    assert page.lines[0].text == "雲麓縣圖書館延長開放時間"
    (note,) = page.notes
    assert re.search(r"No encoding was given; read as big5 because \d+%", note)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("서울시는 지난 8일 시민 안전을 위한 새로운 정책을 발표했다고 밝혔다. " * 4, "euc_kr"),
        ("東京都は八日、新しい政策を発表した。この政策は交通と環境を取り扱う。" * 4, "euc_jp"),
        ("東京都は八日、新しい政策を発表した。この政策は交通と環境を取り扱う。" * 4, "shift_jis"),
        ("Le maire a déclaré que l'école sera rénovée à l'été prochain. " * 4, "latin-1"),
        ("Мэр города заявил, что ремонт школы будет завершен летом. " * 4, "cp1251"),
        ("会议", "gb18030"),
    ],
)
def test_what_is_not_clear_is_asked(text: str, codec: str) -> None:
    with pytest.raises(ReadError, match=r"page\.txt: its encoding is not clear.*--encoding"):
        read_text(text.encode(codec), "page.txt")


def test_the_encoding_given_wins_and_leaves_no_note() -> None:
    (page,) = read_text("会议".encode("gb18030"), "page.txt", encoding="GBK")
    assert page.lines[0].text == "会议"
    assert page.encoding == "gbk"
    assert page.notes == ()
    assert text_of(NEWS.encode("utf-8-sig"), "utf-8") == NEWS


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "utf 8\x00"])
def test_an_encoding_that_is_none_is_named(name: str) -> None:
    with pytest.raises(ReadError, match="no encoding of text"):
        read_text(NEWS.encode(), "page.txt", encoding=name)


def test_a_damaged_place_is_named_by_offset_and_line() -> None:
    data = NEWS.encode()
    place = data.rindex("据".encode())
    with pytest.raises(ReadError, match=rf"damaged.*0xe6 at offset {place} \(line 4\)"):
        read_text(data[: place + 1] + data[place + 2 :], "page.txt")


def test_only_the_files_own_line_ends_count() -> None:
    (page,) = read_text("一\u2028二\x0b三\x85四\r\n五\r六\n七".encode(), "page.txt")
    assert [line.text for line in page.lines] == ["一\u2028二\x0b三\x85四", "五", "六", "七"]
    assert [line.number for line in page.lines] == [1, 2, 3, 4]


def test_a_form_feed_begins_a_page_and_lines_keep_their_numbers() -> None:
    pages = read_text("甲\n乙\n\f丙\n\f\n \n\f丁\fx\n\f\n".encode(), "page.txt")
    assert [(page.number, page.lines[0].number) for page in pages] == [(1, 1), (2, 3), (4, 6)]
    assert [line.text for line in pages[1].lines] == ["\f丙"]
    assert pages[2].line(6).text == "\f丁\fx"
    assert pages[2].name == "page.txt, page 4"


def test_a_form_feed_at_the_very_start_is_no_page_of_its_own() -> None:
    (page,) = read_text("\f甲\n".encode(), "page.txt")
    assert page.number == 1


def _zip(*names: str) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return store.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is empty"),
        (" \n\u3000\n\f\t\r\n".encode(), "nothing but blanks"),
        (b"%PDF-1.7\n...", "a PDF file, not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (gzip.compress(b"page", mtime=0), "a gzip archive"),
        (_zip("page.txt"), "a ZIP archive"),
        (_zip("[Content_Types].xml", "word/document.xml"), "a DOCX document"),
        (bytes(range(1, 9)) * 40, "a binary file"),
        ("甲\n乙\x00丙".encode(), r"NUL character stands at byte 7 \(line 2\)"),
        ("甲\n乙\x00丙".encode("utf-16"), r"NUL character stands at character 3 \(line 2\)"),
    ],
)
def test_what_is_no_page_of_text(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        read_text(data, "page.txt")
    assert caught.value.source == "page.txt"
    assert str(caught.value).startswith("page.txt: ")


def test_half_a_character_never_comes_out() -> None:
    with pytest.raises(ReadError, match="half a character"):
        read_text(b"news \\ud800", "page.txt", encoding="unicode_escape")
    with pytest.raises(ReadError, match="cannot be read"):
        read_text("新\ud800闻".encode("utf-8", "surrogatepass"), "page.txt", encoding="utf-8")


def test_a_line_past_the_limit_is_refused_at_once() -> None:
    with pytest.raises(ReadError, match=r"line 2 has 6,990,000 characters; at most 1,000,000"):
        read_text(b"x\n" + "字".encode() * 6_990_000, "page.txt")
    (page,) = read_text(b"x" * MAX_LINE, "page.txt")
    assert len(page.lines[0].text) == MAX_LINE


@given(st.text(max_size=200))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    data = text.encode()
    try:
        pages = read_text(data, "page.txt")
    except ReadError:
        return
    lines = {line.number: line.text for page in pages for line in page.lines}
    whole = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    assert all(whole[number - 1] == line for number, line in lines.items())
    left = [line for number, line in enumerate(whole, 1) if number not in lines]
    assert not "".join(left).strip()
    assert {page.sha256 for page in pages} == {hashlib.sha256(data).hexdigest()}


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gb18030", "big5", "utf-16"]))
def test_any_bytes_give_pages_or_a_named_error(data: bytes, encoding: str | None) -> None:
    try:
        pages = read_text(data, "page.txt", encoding)
    except ReadError as error:
        assert error.message
    else:
        for page in pages:
            for line in page.lines:
                line.text.encode("utf-8")
                assert not set("\n\r\0") & set(line.text)
