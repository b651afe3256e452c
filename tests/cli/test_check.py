"""``broadsheet check``: any translation in, findings out; what cannot be checked is said."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Run = Callable[..., CompletedProcess[str]]

SOURCE = "全县共有38家企业投产，总投资1.2亿元。"
RIGHT = "In the county 38 firms went into production, with 120 million yuan invested in all."
WRONG = "In the county 83 firms went into production, with 120 million yuan invested in all."


def lines(*pairs: dict[str, Any]) -> bytes:
    return "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs).encode()


def pair(id: str | int = "a", source: str = SOURCE, target: str = RIGHT, **more: Any) -> Any:
    return {"id": id, "source": source, "target": target} | more


def rows(done: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert "Traceback" not in done.stderr and "Broadsheet itself failed" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def checks(row: dict[str, Any]) -> set[str]:
    return {finding["check"] for finding in row["findings"]}


def test_pairs_on_standard_input(run: Run) -> None:
    done = run("check", "-", stdin=lines(pair("good"), pair("bad", target=WRONG)))
    good, bad = rows(done)
    assert done.returncode == 0
    assert (good["id"], good["findings"]) == ("good", [])
    assert bad["id"] == "bad" and checks(bad) == {"number.changed"}
    assert set(bad["findings"][0]) == {
        "check", "severity", "paragraph", "source", "target", "message",
    }  # fmt: skip
    assert done.stderr == "2 pairs checked, 1 flagged, 1 with errors (number.changed 1)\n"


NO_PAIRS: list[tuple[bytes, str]] = [
    (b'{"id": "x", "source": ', "it is no JSON"),
    (b"[1, 2]", "it is no JSON object"),
    (b'{"id": "x", "source": "a"}', "it has no “target”"),
    (b'{"source": "a", "target": "b"}', "it has no “id”"),
    (b'{"id": 1.5, "source": "a", "target": "b"}', "“id” must be a string or a whole number"),
    (b'{"id": true, "source": "a", "target": "b"}', "“id” must be"),
    (b'{"id": "x", "source": 38, "target": "b"}', "“source” must be a string"),
    (b'{"id": "x", "source": "a", "target": null}', "“target” must be a string"),
    (b'{"id": "x", "source": "a", "target": "b", "date": 2023}', "“date” must be"),
    (b'{"id": "x", "source": "\xff\xfe", "target": "b"}', "it is no JSON"),
    (b'{"id": "x", "source": "\\ud800", "target": "b"}', "it is no JSON"),
    (b'{"id": "x", "source": "a\x00b", "target": "b"}', "it is no JSON"),
    (b"[" * 100_000, "it is no JSON"),
]


def test_a_line_that_is_no_pair_is_named_and_the_rest_is_checked(run: Run) -> None:
    bad = b"".join(line + b"\n" for line, _ in NO_PAIRS)
    done = run("check", "-", stdin=lines(pair()) + bad + b"\n" + lines(pair(7, target=WRONG)))
    assert [row["id"] for row in rows(done)] == ["a", 7]
    assert done.returncode == 3
    *said, last = done.stderr.splitlines()
    for number, ((_, says), line) in enumerate(zip(NO_PAIRS, said, strict=True), 2):
        assert line.startswith(f"error: standard input, line {number}: {says}")
    assert last.startswith("2 pairs checked, 1 flagged") and f"{len(NO_PAIRS)} faults" in last


@pytest.mark.parametrize(
    "encode",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.decode().encode("utf-16-le"),
        lambda data: data.decode().encode("utf-16-be"),
    ],
    ids=["BOM", "CRLF", "no last line end", "UTF-16", "UTF-16 LE", "UTF-16 BE"],
)
def test_line_ends_and_encodings(
    run: Run, tmp_path: Path, encode: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(encode(lines(pair("一"), pair("二", target=WRONG))))
    done = run("check", path)
    assert [(row["id"], len(row["findings"])) for row in rows(done)] == [("一", 0), ("二", 1)]
    assert done.returncode == 0


def test_utf_16_with_a_broken_place_loses_that_line_only(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    good = lines(pair()).decode().encode("utf-16-le")
    broken = lines(pair(source="坏")).decode().encode("utf-16-le")
    path.write_bytes(good + broken.replace("坏".encode("utf-16-le"), b"\x00\xd8") + good)
    done = run("check", path)
    assert len(rows(done)) == 2 and done.returncode == 3
    assert "pairs.jsonl, line 2: it is no JSON" in done.stderr


def test_texts_that_are_empty(run: Run) -> None:
    done = run("check", "-", stdin=lines(pair("s", source=" "), pair("t", target="")))
    no_source, no_target = rows(done)
    assert no_source["findings"] == [] and checks(no_target) == {"paragraph.empty"}
    assert "note: standard input, line 1: there is no source text" in done.stderr
    assert done.returncode == 0


def test_an_id_that_comes_twice_is_said(run: Run) -> None:
    done = run("check", "-", stdin=lines(pair(1), pair("1"), pair(1), pair(1)))
    assert [row["id"] for row in rows(done)] == [1, "1", 1, 1]
    assert (
        "note: standard input, line 3 and 1 more: the id stands in the file before" in done.stderr
    )


def test_control_characters_come_out_as_json_and_not_on_the_terminal(run: Run) -> None:
    target = RIGHT.replace("38", "83\u0007\u202e")
    done = run("check", "-", stdin=lines(pair("\u001b[31m", target=target)) + b'{"\x1b[31m": 1}\n')
    (row,) = rows(done)
    assert row["id"] == "\u001b[31m" and checks(row) == {"number.changed"}
    assert "\u001b" not in done.stdout and "\u001b" not in done.stderr


def test_a_text_of_a_megabyte_takes_seconds(run: Run) -> None:
    done = run("check", "-", stdin=lines(pair(source=SOURCE * 45_000, target=WRONG * 12_000)))
    (row,) = rows(done)
    assert "number.changed" in checks(row)


def test_other_languages_are_said_once(run: Run) -> None:
    german = "Das Werk hat 1250 Mitarbeiter und stellt im Jahr 38 Anlagen her."
    done = run(
        "check", "-",
        stdin=lines(
            pair("de", source=german, target="The plant has 1,520 staff and makes 38 machines."),
            pair("de 2", source=german, target="The plant has 1,250 staff and makes 38 machines."),
            pair("ja", source="県内で38社が操業している。", target="38 firms operate there."),
            pair("to German", target=german * 2),
        ),
    )  # fmt: skip
    assert checks(rows(done)[0]) == {"number.missing", "number.added"}
    assert rows(done)[1]["findings"] == []
    assert "line 1 and 1 more: the source is not Chinese" in done.stderr
    assert "line 3: the source looks Japanese or Korean" in done.stderr
    assert "line 4: the translation does not look English" in done.stderr


def test_the_date_of_a_pair_and_of_all(run: Run) -> None:
    source, target = "会议26日召开。", "The meeting was held on 26 March."
    one = pair("own", source, target, date="2023-08-16")
    other = pair("none", source, target)
    odd = pair("odd", source, target, date="16 August")
    done = run("check", "-", stdin=lines(one, other, odd))
    assert [checks(row) for row in rows(done)] == [{"date.added"}, set(), set()]
    assert "line 3: the date is not written like 2023-08-16" in done.stderr
    done = run("check", "-", "--date", "2023-08", stdin=lines(one, other))
    assert [checks(row) for row in rows(done)] == [{"date.added"}, {"date.added"}]
    done = run("check", "-", "--date", "2023-13-01", stdin=lines(one))
    assert done.returncode == 2 and "2023-13-01 is no date" in done.stderr


def test_a_glossary_is_held_to(run: Run, tmp_path: Path) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("source,target,forbidden\n企业,enterprise,firm\n", "utf-8")
    done = run("check", "-", "--glossary", glossary, stdin=lines(pair()))
    assert "term.forbidden" in checks(rows(done)[0])
    done = run("check", "-", "--glossary", tmp_path / "none.csv", stdin=lines(pair()))
    assert done.returncode == 2 and "none.csv" in done.stderr


def test_several_files_name_the_file_in_each_line(run: Run, tmp_path: Path) -> None:
    for name in ("1.jsonl", "2.jsonl"):
        (tmp_path / name).write_bytes(lines(pair()))
    done = run("check", tmp_path / "1.jsonl", tmp_path / "2.jsonl", tmp_path / "3.jsonl")
    assert [row["file"] for row in rows(done)] == ["1.jsonl", "2.jsonl"]
    assert done.returncode == 3 and "3.jsonl cannot be read" in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("none.jsonl", None, "none.jsonl cannot be read"),
        ("pairs.tmx", b'{"id": 1}', "no XML"),
        ("pairs.xml", b"<html><body/></html>", "neither TMX nor XLIFF: its root is <html>"),
        ("pairs.xlf", b'<xliff version="3.0"/>', "XLIFF 3.0"),
        ("pairs.tmx", b"<tmx><body></tmx>", "no well-formed XML"),
    ],
)
def test_a_file_that_is_none_of_ours(
    run: Run, tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = run("check", tmp_path / name)
    assert done.returncode == 2 and says in done.stderr and rows(done) == []


def test_markup_on_standard_input_is_refused_in_words(run: Run) -> None:
    done = run("check", "-", stdin=b'\xef\xbb\xbf<?xml version="1.0"?><tmx/>')
    assert done.returncode == 2 and "name a TMX or XLIFF file" in done.stderr


def test_the_output_is_written_whole(run: Run, tmp_path: Path) -> None:
    done = run("check", "-", "-o", tmp_path / "out.jsonl", stdin=lines(pair()))
    assert done.stdout == "" and done.returncode == 0
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["findings"] == []
