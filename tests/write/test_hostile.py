"""Text of a page or a model never becomes anything but text."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.model import Briefing
from pipeline.write import to_html, to_json, to_markdown, words
from pipeline.write.safe import clean, markdown

PAYLOADS = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "<!-- hidden",
    "<![CDATA[ x ]]>",
    "<?php echo 1 ?>",
    "<!DOCTYPE x>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><img src=https://evil.example/p.png>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    "` onclick=alert(1)",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='x'></iframe>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<div style='background:url(//evil.example)'>",
    "x{background:url(//evil.example)}",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&lt;script&gt; &amp;lt; &#x3c;",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][y]",
    "[y]: javascript:alert(1)",
    "[…]: https://evil.example",
    "[…](https://evil.example)",
    "[…][y]",
    "![x](https://evil.example/p.png)",
    "![x][y]",
    "<https://evil.example>",
    "<me@evil.example>",
    "https://evil.example/?q=1 www.evil.example",
    "[^1]: note",
    "[^1]",
    "# A forged headline",
    "x\n# A forged headline",
    "x\n\n## A forged headline\n\n- y",
    "A forged headline\n===",
    "A forged headline\n---",
    "===",
    "---\ntitle: forged\n---",
    "---",
    "***",
    "- x\n- y",
    "+ x",
    "* x",
    "1. x",
    "12) x",
    "> quoted",
    "```\ncode\n```",
    "~~~",
    "    indented code",
    "\tx",
    "a | b\n--- | ---\nc | d",
    "| a |",
    "a \\| b",
    "a \\",
    "a  \nb",
    ":-: x",
    ":-:",
    ": definition",
    "*a* **b** _c_ __d__ ~~e~~ `f` ``g",
    "a*b*c a_b_ _a_b",
    "{{7*7}} {% raw %} {# x #} ${7*7} <%= 7*7 %>",
    "# Title {#id .class onclick=x}",
    "{: onclick=x}",
    "$\\href{javascript:alert(1)}{x}$",
    "a\x00b\x07c\x1bd\x7fe\x85f\x9bg",
    "a\u202eb\u2066c\u200fd",
    "a\u2028# b\u2029# c\x0b# d\x0c# e",
    "a\ufeff\u200b\U000e0041b",
    "a\ufffeb\ufdd0",
    "\u3000# x",
    "</q></li></ul><h1>x</h1>",
]

# What is no free text: it is chosen from a closed list, or held to a pattern, by the nouns.
CLOSED = {"id", "kind", "role", "paragraph", "cites", "state", "status", "severity", "origin"}
CLOSED |= {"topic", "format"}


class Poison:
    """Puts a text into every free text of a briefing: as it is, or made unlike the others."""

    def __init__(self, payload: str, form: str) -> None:
        self.payload, self.form, self.count = payload, form, 0

    def text(self) -> str:
        self.count += 1
        return self.form.format(self.payload, self.count)

    def __call__(self, value: object, name: str = "", owner: dict[str, object] | None = None):
        if isinstance(value, dict):
            fields = {key: self(inner, key, value) for key, inner in value.items()}
            return {self.text(): self.text()} if name == "prompts" else fields
        if isinstance(value, list | tuple):
            return [self(inner, name, owner) for inner in value]
        place_of_a_head = name == "before" and owner is not None and "role" in owner
        if not isinstance(value, str) or name in CLOSED or place_of_a_head:
            return value
        return self.text()


def poisoned(briefing: Briefing, payload: str, form: str) -> Briefing:
    return Briefing.model_validate(Poison(payload, form)(briefing.model_dump()))


FORMS = ["{0}", "{0} {1}", "{1}{0}"]


def parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)


TEXT = {"text", "text_special", "softbreak"}


def markdown_skeleton(text: str) -> list[tuple[object, ...]]:
    """Everything of the document but its text: elements, attributes, raw HTML."""

    def walk(tokens: list[Token]) -> Iterator[tuple[object, ...]]:
        for token in tokens:
            if token.type not in TEXT:
                raw = token.content if token.type in ("html_inline", "html_block", "fence") else ""
                yield (token.type, token.tag, tuple(token.attrs.items()), token.level, raw)
            yield from walk(token.children or [])

    return list(walk(parse(text)))


class Skeleton(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[object, ...]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append(("start", tag, tuple(attrs)))

    def handle_endtag(self, tag):
        self.found.append(("end", tag))

    def handle_comment(self, data):
        self.found.append(("comment", data))

    def handle_decl(self, decl):
        self.found.append(("declaration", decl))

    def handle_pi(self, data):
        self.found.append(("instruction", data))

    def unknown_decl(self, data):
        self.found.append(("declaration", data))

    def handle_data(self, data):
        self.words += data


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_changes_the_document(briefing: Briefing, payload: str, form: str) -> None:
    harmless = poisoned(briefing, "word", form)
    hostile = poisoned(briefing, payload, form)
    assert markdown_skeleton(to_markdown(hostile)) == markdown_skeleton(to_markdown(harmless))
    if "[…]" not in payload:  # which is marked as lost print: see the next test
        assert Skeleton(to_html(hostile)).found == Skeleton(to_html(harmless)).found


def test_a_forged_gap_mark_adds_only_the_mark(briefing: Briefing) -> None:
    harmless = Skeleton(to_html(poisoned(briefing, "word", "{0}"))).found
    hostile = Skeleton(to_html(poisoned(briefing, "[…]", "{0}"))).found
    mark = ("start", "abbr", (("class", "gap"), ("title", words.GAP_MEANING)))
    rest = [e for e in hostile if e not in (mark, ("end", "abbr"))]
    assert mark in hostile
    assert rest == [e for e in harmless if e not in (mark, ("end", "abbr"))]


def test_nothing_unseen_is_left_anywhere(briefing: Briefing) -> None:
    hostile = poisoned(briefing, "a\u202e\x00\x9b\u200b\u00adb", "{0}")
    for text in (to_markdown(hostile), to_html(hostile), to_json(hostile)):
        assert not set(text) & set("\u202e\x00\x9b\u200b\u00ad")
    assert Briefing.model_validate_json(to_json(hostile)) == hostile


def test_joiners_that_scripts_need_stay() -> None:
    assert clean("क्\u200dष می\u200cشود") == "क्\u200dष می\u200cشود"


def test_what_cannot_be_seen_is_shown(briefing: Briefing) -> None:
    # A lone surrogate passes where the nouns set no bound of length.
    aside = briefing.pages[0].unassigned[0].model_copy(update={"text": "a\u202eb\x00c\ud800d"})
    page = briefing.pages[0].model_copy(update={"unassigned": (aside,)})
    hostile = briefing.model_copy(update={"pages": (page,)})
    for text in (to_markdown(hostile).replace("\\", ""), to_html(hostile)):
        assert "a[U+202E]b[U+0000]c\ufffdd" in text
        assert not set(text) & {"\u202e", "\x00", "\ud800"}
        text.encode("utf-8")
    text = to_json(hostile)
    text.encode("utf-8")
    assert json.loads(text)["pages"][0]["unassigned"][0]["text"] == aside.text
    assert "\\u202e" in text
    assert "\u202e" not in text


SIGNS = "\\`*_{}[]()#+-.!|<>~=:&;\"'$^/@% \n\tab1中。…\u202e\u3000\x00"
texts = (st.text(SIGNS, min_size=1, max_size=24) | st.text(min_size=1, max_size=24)).filter(
    lambda text: clean(text).strip()
)

CONTEXTS = [
    "{}\n",
    "before\n\n{}\n\nafter\n",
    "before {} after\n",
    "# {}\n",
    "- {}\n- {}\n",
    "> **¶1** {}\n",
    "3. [{}](#x) · {}\n",
    "| A | B |\n| --- | --- |\n| {} | {} |\n",
    "“{}”; “{}”\n",
    "text before\n{}\n",
]


def said(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in TEXT:
            yield token.content or "\n"
        yield from said(token.children or [])


@pytest.mark.parametrize("context", CONTEXTS)
@given(text=texts)
def test_escaped_text_says_what_it_said(context: str, text: str) -> None:
    plain = context.replace("{}", "word")
    shown = context.replace("{}", markdown(text))
    assert markdown_skeleton(shown) == markdown_skeleton(plain)
    expected = "".join(said(parse(plain))).replace("word", clean(text).strip())
    assert "".join("".join(said(parse(shown))).split()) == "".join(expected.split())


@pytest.mark.parametrize(
    "text",
    [
        "A plain sentence, with a full stop. And (brackets), too!",
        "Costs rose 5 % to $1,200 for R&D, and 1.5 + 2 = 3.5",
        "-5 °C to +3 °C, 2024.5.1",
        "柳湾镇丰穗农机合作社理事长曾大有说:“今年只收[…]”",
        "snake_case and 10-15 and a/b and name@paper",
    ],
)
def test_plain_text_stays_bare(text: str) -> None:
    assert markdown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        # what a CommonMark parser cannot show, because other renderers give it a meaning
        ("{: onclick=x}", "\\{: onclick=x}"),
        ("$\\href{x}{y}$", "\\$\\\\href\\{x}\\{y}\\$"),
        ("https://evil.example", "https:\\//evil.example"),
        ("www.evil.example", "www\\.evil.example"),
        ("~~struck~~", "\\~\\~struck\\~\\~"),
        ("a | b", "a \\| b"),
        # what would be read as a sign of another kind
        ("&lt;b&gt; &#60; R&D", "&amp;lt;b&amp;gt; &amp;#60; R&D"),
        ("<b>", "&lt;b>"),
        ("2024. A year", "2024\\. A year"),
        ("[…](x)", "\\[…\\](x)"),
    ],
)
def test_signs_that_mean_something_are_escaped(text: str, escaped: str) -> None:
    assert markdown(text) == escaped
