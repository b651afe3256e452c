"""``broadsheet check`` on TMX and XLIFF: which text is held to which, and what is no text."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pairs import Pair, PairsError, Remark, Wanted, read_pairs
from pipeline.pairs.jsonl import read_lines
from pipeline.pairs.markup import read_markup

Run = Callable[..., CompletedProcess[str]]

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="{srclang}" segtype="sentence"/><body>{units}</body></tmx>"""
XLIFF_1 = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="page.docx" source-language="{src}" target-language="{trg}" datatype="plaintext">
<header><note>第38期</note></header><body>{units}</body></file></xliff>"""
XLIFF_2 = """<?xml version="1.0"?>
<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0"
       xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" srcLang="{src}" trgLang="{trg}">
<file id="f1">{units}</file></xliff>"""


def tu(**texts: str) -> str:
    tuvs = (
        f'<tuv xml:lang="{lang.replace("_", "-")}"><seg>{text}</seg></tuv>'
        for lang, text in texts.items()
    )
    return f"<tu>{''.join(tuvs)}</tu>"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Any]]:
    """Reads the pairs of a document: source and target of each, and why others are left out."""

    def made(document: str | bytes, wanted: Wanted = Wanted()) -> list[Any]:  # noqa: B008
        path = tmp_path / "pairs.xml"
        path.write_bytes(document.encode() if isinstance(document, str) else document)
        found: list[Any] = []
        for piece in read_pairs(path, wanted):
            if isinstance(piece, Pair):
                found.append((piece.source, piece.target))
            elif isinstance(piece, Remark):
                found.append(piece.why)
        return found

    return made


Read = Callable[..., list[Any]]


@pytest.mark.parametrize("srclang", ["zh-CN", "*all*", "ZH", ""])
def test_tmx_chinese_is_held_to_english(read: Read, srclang: str) -> None:
    units = tu(en_US="38 firms", de="38 Betriebe", zh_CN="38家企业") + tu(zh="2家", en="two")
    assert read(TMX.format(srclang=srclang, units=units)) == [
        ("38家企业", "38 firms"),
        ("2家", "two"),
    ]


@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zho", "cmn-Hans", "yue-HK", "zh_CN", "ZH-cn"])
def test_every_tag_of_chinese_is_chinese(read: Read, tag: str) -> None:
    unit = f'<tu><tuv xml:lang="EN-GB"><seg>a</seg></tuv><tuv lang="{tag}"><seg>一</seg></tuv></tu>'
    assert read(TMX.format(srclang="de", units=unit)) == [("一", "a")]


def test_the_other_way_round_the_chinese_is_still_the_source(read: Read) -> None:
    turned, both = read(TMX.format(srclang="en", units=tu(en="38 firms", zh="38家企业")))
    assert turned.startswith("translated from the English") and both == ("38家企业", "38 firms")
    units = '<trans-unit id="1"><source>38 firms</source><target>38家企业</target></trans-unit>'
    turned, both = read(XLIFF_1.format(src="en", trg="zh-CN", units=units))
    assert turned.startswith("translated from the English") and both == ("38家企业", "38 firms")


def test_languages_can_be_named(read: Read) -> None:
    units = tu(zh_CN="简", zh_TW="繁", en_GB="British", en_US="American", fr="français")
    document = TMX.format(srclang="zh-CN", units=units)
    assert read(document) == [("简", "British")]
    assert read(document, Wanted("zh-TW", "en-US")) == [("繁", "American")]
    assert read(document, Wanted("fr")) == [("français", "British")]
    assert read(document, Wanted("ja"))[0].startswith("no text to hold the English to")


def test_tmx_units_that_are_no_pairs(read: Read) -> None:
    units = tu(zh="没有译文") + tu(en="alone") + tu(zh="中", de="deutsch") + "<tu/>"
    assert read(TMX.format(srclang="zh", units=units)) == [
        ("没有译文", None),
        "no text to hold the English to (en); left out",
        "no English (zh, de); left out",
        "no text to hold the English to (no language at all); left out",
    ]


def test_tmx_tags_are_no_text_and_what_stands_in_them_is(read: Read) -> None:
    text = (
        '<bpt i="1">&lt;b size="99"&gt;</bpt>38<ept i="1">&lt;/b&gt;</ept>家<hi>企业</hi>'
        '<ph>&lt;img n="7"/&gt;<sub>图5</sub></ph>投产<it pos="begin">{77}</it>'
        "<!-- 66 --><?x 55?><![CDATA[ <1.2亿> ]]>&#20803;&amp;"
    )
    assert read(TMX.format(srclang="zh", units=tu(zh=text, en=text)))[0][0] == (
        "38家企业 图5 投产 <1.2亿> 元&"
    )


def test_xliff_1(read: Read) -> None:
    units = """
    <trans-unit id="1"><source>共<g id="1">38</g>家<x id="2"/>企业<mrk
      mtype="term">投产</mrk></source><target>38 <bpt id="1">&lt;9&gt;</bpt>firms</target>
      <note>see page 12</note>
      <alt-trans><source>39家</source><target>39 firms</target></alt-trans></trans-unit>
    <group><trans-unit id="2"><source>未译</source></trans-unit>
      <trans-unit id="3"><source>空</source><target/></trans-unit></group>
    <trans-unit id="4" translate="no"><source>代码</source></trans-unit>
    <group translate="no"><trans-unit id="5"><source>代码</source></trans-unit></group>
    <trans-unit id="6"><source>不看</source><alt-trans><target>no</target></alt-trans></trans-unit>
    """
    left_out = "marked as not to be translated; left out"
    assert read(XLIFF_1.format(src="zh-CN", trg="en-US", units=units)) == [
        ("共38家 企业投产", "38 firms"),
        ("未译", None),
        ("空", ""),
        left_out,
        left_out,
        ("不看", None),
    ]


def test_xliff_1_cut_into_segments(read: Read) -> None:
    def marked(*texts: str) -> str:
        return " ".join(
            f'<mrk mtype="seg" mid="{n}">{text}</mrk>' for n, text in enumerate(texts) if text
        )

    last = '<mrk mtype="x-sdl-deleted">9</mrk>C.'
    unit = (
        "<trans-unit id='1'><source>甲。乙。丙。</source>"
        f"<seg-source><g id='1'>{marked('甲。', '乙。', '丙。')}</g></seg-source>"
        f"<target>{marked('A.', '', last)}</target></trans-unit>"
        f"<trans-unit id='2'><source>丁。</source><seg-source>{marked('丁。')}</seg-source>"
        "</trans-unit>"
    )
    document = XLIFF_1.format(src="zh", trg="en", units=unit)
    assert read(document) == [("甲。", "A."), ("乙。", None), ("丙。", "C."), ("丁。", None)]


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_xliff_2(read: Read, version: str) -> None:
    units = """
    <unit id="u1"><notes><note>第9期</note></notes>
      <mtc:matches><mtc:match ref="#1">
      <source>39家</source><target>39</target></mtc:match></mtc:matches>
      <segment id="s1"><source>共<pc id="1">38</pc>家<ph id="2" disp="99"/><cp hex="0007"/></source>
        <target>38 <mrk id="m" type="term">firms</mrk><sc id="3"/></target></segment>
      <ignorable><source> </source></ignorable>
      <segment><source>未译</source></segment></unit>
    <unit id="u2" translate="no"><segment><source>代码</source></segment></unit>"""
    document = XLIFF_2.format(src="zh-Hans", trg="en", units=units).replace("2.1", version)
    assert read(document) == [
        ("共38家", "38 firms"),
        ("未译", None),
        "marked as not to be translated; left out",
    ]


def test_xliff_into_another_language_is_left_out_in_words(read: Read) -> None:
    units = '<unit id="1"><segment><source>一</source><target>eins</target></segment></unit>'
    assert read(XLIFF_2.format(src="zh", trg="de", units=units)) == [
        "from zh to de, so not English; left out"
    ]


def test_names_of_pairs_are_unique_over_files_and_segments(tmp_path: Path) -> None:
    unit = "<trans-unit id='1'><source>一</source><target>one</target></trans-unit>"
    one = XLIFF_1.format(src="zh", trg="en", units=unit)
    file = one[one.index("<file") : one.index("</xliff>")]
    path = tmp_path / "two.xlf"
    path.write_text(one.replace("</xliff>", file.replace("page", "other") + "</xliff>"), "utf-8")
    assert [piece.id for piece in read_pairs(path) if isinstance(piece, Pair)] == [
        "1",
        "other.docx#1",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
def test_encodings(read: Read, encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    document = TMX.format(srclang="zh", units=tu(zh="企業", en="firm")).replace("UTF-8", name)
    assert read(document.encode(encoding)) == [("企業", "firm")]


BOMB = "".join(f'<!ENTITY b{n + 1} "{f"&b{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!ENTITY b0 "bomb">{BOMB}',
        '<!ENTITY b9 SYSTEM "{secret}">',
        '<!ENTITY % b9 SYSTEM "{secret}"> %b9;',
        '<!ENTITY % a "x"><!ENTITY b9 "y">',
    ],
    ids=["bomb", "external", "external parameter", "parameter"],
)
def test_entities_are_refused_in_words_and_never_replaced(
    run: Run, tmp_path: Path, declared: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary", "utf-8")
    declared = declared.replace("{secret}", secret.as_uri())
    document = TMX.format(srclang="zh", units=tu(zh="&b9;", en="&b9;"))
    path = tmp_path / "pairs.tmx"
    path.write_text(document.replace('SYSTEM "tmx14.dtd"', f"[{declared}]"), "utf-8")
    done = run("check", path)
    assert done.returncode == 2 and done.stdout == ""
    assert "pairs.tmx declares entities of its own" in done.stderr
    assert "canary" not in done.stderr


def test_an_entity_that_only_the_dtd_knows_is_refused(read: Read) -> None:
    units = tu(zh="一", en="one") + tu(zh="2&nbsp;家", en="two")
    with pytest.raises(PairsError, match="the entity &nbsp; is not declared"):
        read(TMX.format(srclang="zh", units=units))


@pytest.mark.parametrize(
    "broken",
    [tu(zh="\x01", en="b"), "<tu><tuv></tu>", "<tu>" + "<g>" * 300, "<tu"],
    ids=["control character", "tags crossed", "too deep", "cut off"],
)
def test_what_stands_before_a_fault_is_checked(run: Run, tmp_path: Path, broken: str) -> None:
    path = tmp_path / "pairs.tmx"
    document = TMX.format(srclang="zh", units=tu(zh="38家", en="83 firms") + broken)
    path.write_text(document, "utf-8")
    done = run("check", path)
    (row,) = map(json.loads, done.stdout.splitlines())
    assert row["id"] == "tu 1" and row["findings"][0]["check"] == "number.changed"
    assert done.returncode == 3
    assert "pairs.tmx: it is no well-formed XML from here on: line 3" in done.stderr
    assert "what stands before was checked" in done.stderr


def test_what_is_not_translated_is_a_finding(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pairs.xliff"
    units = '<trans-unit id="7"><source>共38家。</source></trans-unit>'
    path.write_text(XLIFF_1.format(src="zh", trg="en", units=units), "utf-8")
    done = run("check", path)
    (row,) = map(json.loads, done.stdout.splitlines())
    (found,) = row["findings"]
    assert (row["id"], found["check"], found["severity"]) == ("7", "paragraph.missing", "error")
    assert found["source"] == "共38家。"


def test_a_large_file_is_read_in_little_memory(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.tmx"
    unit = tu(zh="全县共有企业投产。" * 20, en="In the county firms went into production. " * 20)
    head, tail = TMX.format(srclang="zh", units="|").split("|")
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for _ in range(60_000):
            file.write(unit)
        file.write(tail)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))\n"
        "from pathlib import Path; from pipeline.pairs import read_pairs\n"
        "assert sum(1 for _ in read_pairs(Path(sys.argv[1]))) == 60_000"
    )
    assert path.stat().st_size > 80_000_000
    subprocess.run([sys.executable, "-c", code, path], cwd=root, check=True)


WHOLE = TMX.format(srclang="zh", units=tu(zh="共38家&amp;<ph>x</ph>", en="38 firms") * 3).encode()


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 9), st.binary(max_size=12))
def test_damage_of_any_kind_ends_in_words(at: int, gone: int, put: bytes) -> None:
    damaged = WHOLE[:at] + put + WHOLE[at + gone :]
    file = io.BufferedReader(io.BytesIO(damaged))  # type: ignore[arg-type]
    with suppress(PairsError):
        assert len(list(read_markup(file, "pairs.tmx", Wanted()))) <= 3


@given(st.lists(st.binary(max_size=40) | st.sampled_from([b'{"id": 1', b"\xff\xfe", b"\x00{"])))
def test_bytes_of_any_kind_are_named_by_line(some: list[bytes]) -> None:
    file = io.BufferedReader(io.BytesIO(b"\n".join(some)))  # type: ignore[arg-type]
    assert all(not isinstance(piece, Pair) for piece in read_lines(file))
