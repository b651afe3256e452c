"""An endpoint that wants to break us: whatever it sends ends in an answer or in a typed error."""

import asyncio
import base64
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm import ClientError, InvalidAnswer, Question, Record, Response, Transient
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import Limited, Rejected, Stop
from pipeline.llm.openai import OpenAIChat
from pipeline.llm.secret import Secret
from pipeline.llm.waits import wait_asked
from tests.security.raw import ANSWER, Reply, completion, http, serving

MakeQuestion = Callable[..., Question]
KEY = "sk-canary/47+11=="


def ask(question: Question, reply: Reply, times: int = 1, *, close: bool = False) -> list[Response]:
    async def all_of_them() -> list[Response]:
        async with serving(reply, close=close) as url:
            chat = OpenAIChat(KEY, url, connect=2, read=0.5, deadline=2)
            try:
                said = []
                for _ in range(times):
                    said.append(await chat.ask(Attempt.first(question)))
                    await asyncio.sleep(0.05 if close else 0)  # so that the end has come here
                return said
            finally:
                await chat.close()

    return asyncio.run(all_of_them())


def say(*pieces: bytes) -> Reply:
    return lambda head: pieces


def endless(first: bytes, piece: bytes) -> Reply:
    def reply(head: bytes) -> Iterator[bytes]:
        yield first
        while True:
            yield piece

    return reply


def bomb() -> bytes:
    """300 MiB in 300 KB."""
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packed.compress(bytes(2**20)) for _ in range(300)) + packed.flush()


def raw(change: str, by: str, **members: Any) -> bytes:
    """Return a good reply in whose JSON ``change`` stands as ``by``, which may be no JSON."""
    return http(json.dumps(completion(**members)).replace(change, by).encode())


GZIP = "Content-Encoding: gzip"
GOOD = completion()


@pytest.mark.parametrize(
    "reply",
    [
        say(http(gzip.compress(json.dumps(GOOD).encode()), GZIP)),
        say(http(GOOD, version="1.0")),
        say(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", http(GOOD)
        ),
        say(http(GOOD, "Set-Cookie: a=b")),
        say(http(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())),
    ],
    ids=["gzip", "HTTP/1.0", "1xx", "cookie", "byte order mark"],
)
def test_what_is_unusual_and_right_is_taken(make_question: MakeQuestion, reply: Reply) -> None:
    assert ask(make_question(), reply)[0].content == ANSWER


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (say(http(bomb(), GZIP)), Transient),
        (say(http(bomb(), GZIP, status="500 X")), Transient),
        (say(http(b"no gzip", GZIP)), Transient),
        (say(http(b"no br", "Content-Encoding: br")), Transient),
        (endless(http(b"", "Content-Length: 104857600", status="500 X"), b"x" * 2**20), Transient),
        (say(http(GOOD, "X: " + "a" * 100_000)), Transient),
        (say(http(GOOD, *(f"X-{n}: a" for n in range(20_000)))), Transient),
        (say(http(GOOD, "Content-Length: 20")), Transient),
        (say(http(GOOD, "Content-Length: 2000")), Transient),
        (say(http(GOOD, "Content-Length: -1")), Transient),
        (say(http(GOOD, "Content-Length: 20", "Content-Length: 30")), Transient),
        (say(http(GOOD, "Content-Length: 20", "Transfer-Encoding: chunked")), Transient),
        (say(http(b"zz\r\nhello", "Transfer-Encoding: chunked")), Transient),
        (say(http(b"f" * 20 + b"\r\nhello", "Transfer-Encoding: chunked")), Transient),
        (say(b"<html>hello"), Transient),
        (say(b"\x16\x03\x01\x00\xff" * 10), Transient),
        (say(http(GOOD, status="99999 X")), Transient),
        (say(http(GOOD, "X: a\0b")), Transient),
        (endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 50), Transient),
        (say(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), Rejected),
        (say(b"HTTP/1.1 204 No Content\r\n\r\n"), Transient),
        (say(http(GOOD, status="206 Partial Content")), Transient),
        (say(http(GOOD, status="407 Proxy Authentication Required")), Stop),
        (say(http(json.dumps(GOOD).encode("utf-16"))), Transient),
        (say(http(json.dumps(GOOD).encode().replace(b"Quiet", b"\xff\xfe"))), Transient),
        (say(raw('"m-2026"', "[" * 100_000 + "]" * 100_000)), Transient),
        (say(http(completion('{"points":' + "[" * 100_000 + "]" * 100_000 + "}"))), InvalidAnswer),
        (say(http(completion(json.dumps({"points": [{"text": "\ud800", "cites": ["a1"]}]})))),
         InvalidAnswer),
        (say(http(completion('{"points": [], "\\ud800": 1}'))), InvalidAnswer),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_a_typed_error(
    make_question: MakeQuestion, reply: Reply, kind: type[ClientError]
) -> None:
    with pytest.raises(kind):
        ask(make_question(), reply)


def test_an_error_is_short_whatever_the_answer_holds(make_question: MakeQuestion) -> None:
    for answer in ({"points": [], "k" * 100_000: 1}, {"points": {"k" * 100_000: {}}}):
        with pytest.raises(InvalidAnswer) as caught:
            ask(make_question(), say(http(completion(json.dumps(answer)))))
        assert len(str(caught.value)) < 1000


def test_connections_that_are_closed_between_questions_cost_nothing(
    make_question: MakeQuestion,
) -> None:
    assert len(ask(make_question(), say(http(GOOD)), times=5, close=True)) == 5


def test_a_second_reply_that_nobody_asked_for_is_not_taken_for_the_next_answer(
    make_question: MakeQuestion,
) -> None:
    two = http(GOOD) + http(completion(model="unasked"))
    said = ask(make_question(), say(two), times=3)
    assert {response.provenance.model for response in said} == {"m-2026"}


@pytest.mark.parametrize(
    "name",
    [
        "\ud800",
        "a\0b",
        "\x1b]0;owned\x07",
        "m" * 100_000,
        "云麓县图书馆每天延长开放2小时",
        "",
        "\u202e",
        7,
    ],
)
def test_a_model_that_is_no_name_is_not_kept(make_question: MakeQuestion, name: object) -> None:
    question = make_question(model="asked")
    response = ask(question, say(http(completion(model=name))))[0]
    assert response.provenance.model == "asked"
    Record.of(question, response).model_dump_json()


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ('{"prompt_tokens": -5, "completion_tokens": -1}', (0, 0)),
        ('{"prompt_tokens": 1e400, "completion_tokens": NaN}', (0, 0)),
        ('{"prompt_tokens": 1.5, "completion_tokens": true}', (0, 0)),
        ('{"prompt_tokens": 99999999999999999999, "completion_tokens": 5}', (0, 5)),
        ('{"prompt_tokens": "9", "completion_tokens": [9]}', (0, 0)),
        ("[1]", (0, 0)),
        ('"many"', (0, 0)),
    ],
)
def test_nonsense_is_not_counted(
    make_question: MakeQuestion, usage: str, counted: tuple[int, int]
) -> None:
    response = ask(make_question(), say(raw('"USAGE"', usage, usage="USAGE")))[0]
    assert (response.usage.prompt_tokens, response.usage.completion_tokens) == counted


WAITS = st.one_of(
    st.text(max_size=50),
    st.text("0123456789.smhdu:-+TZ, JanWedGMTeinf", max_size=40),
    st.from_regex(
        r"[0-9]{1,12} (Jan|Dec) [0-9]{1,12} [0-9]{1,4}:[0-9]{1,12}( [+-]?[0-9]{0,20})?",
        fullmatch=True,
    ),
    st.sampled_from(["9" * 400, "9" * 400 + "s", "inf", "nan", "-1", "1e999", "0x10", "-5ms"]),
    st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()),
)


@given(WAITS)
def test_a_wait_is_none_or_a_number_whatever_is_said(said: str) -> None:
    names = ("retry-after", "retry-after-ms", "x-ratelimit-reset-tokens", "ratelimit-reset")
    for name in names:
        wait = wait_asked({name: said})
        assert wait is None or 0 <= wait < 1e13


def test_a_wait_without_end_is_one_to_park_for(make_question: MakeQuestion) -> None:
    with pytest.raises(Limited) as caught:
        ask(make_question(), say(http({}, "Retry-After: " + "9" * 400 + "s", status="429 X")))
    assert caught.value.retry_after is not None and caught.value.retry_after > 1e9


def escaped(key: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in key)


HOLDING = '{"points": [{"text": "It is TEXT!", "cites": ["a1"]}]}'
ECHOES = [
    KEY,
    quote(KEY, safe=""),
    quote(KEY, safe="").lower(),
    quote(KEY),
    KEY.encode().hex(),
    *(base64.b64encode(b"x" * n + KEY.encode() + b"yz").decode() for n in range(3)),
    *(base64.urlsafe_b64encode(b"x" * n + KEY.encode() + b"yz").decode() for n in range(3)),
]


@pytest.mark.parametrize("echo", ECHOES)
def test_a_key_in_an_answer_is_found(make_question: MakeQuestion, echo: str) -> None:
    holds = HOLDING.replace("TEXT", echo)
    for said in (
        http(completion(holds)),
        raw("m-2026", echo),
        http(completion(HOLDING.replace("TEXT", escaped(echo)))),
        raw("m-2026", escaped(echo)),
        http(json.dumps(completion(holds)).replace("/", "\\/").encode()),
    ):
        with pytest.raises(Rejected, match="sends the key back"):
            ask(make_question(), say(said))


@given(st.binary())
def test_a_key_is_not_found_where_it_is_not(data: bytes) -> None:
    assert not Secret(KEY).is_in(data)


def test_a_placeholder_is_no_key() -> None:
    assert not Secret("none").is_in(b"none of the sort")
