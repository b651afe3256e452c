"""The page keeps its promises to browsers, to printers and to people who cannot see it."""

import base64
import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.model import Briefing
from pipeline.write import to_html, to_json, to_markdown


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def having(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.all if name in attrs]


@pytest.fixture
def elements(briefing: Briefing) -> Elements:
    second = briefing.pages[0].model_copy(update={"source": "second.txt"})
    return Elements(to_html(briefing.model_copy(update={"pages": (briefing.pages[0], second)})))


def test_the_policy_names_the_stylesheet_and_nothing_else(briefing: Briefing) -> None:
    html = to_html(briefing)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not re.search(r"url\(|@import|expression|//", style)
    assert '<meta name="referrer" content="no-referrer">' in html


def test_nothing_is_fetched_run_or_styled_in_place(elements: Elements) -> None:
    assert not {tag for tag, _ in elements.all} & {"script", "img", "link", "iframe", "object"}
    names = {name for _, attrs in elements.all for name in attrs}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "style"}
    assert all(link.startswith("#") for link in elements.having("href"))


def test_links_and_labels_lead_somewhere(elements: Elements) -> None:
    ids = elements.having("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in elements.having("href")} <= set(ids)
    assert set(elements.having("aria-labelledby")) <= set(ids)


def test_headings_go_down_one_step_at_a_time(elements: Elements) -> None:
    levels = [int(tag[1]) for tag, _ in elements.all if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_landmarks_languages_and_table_heads(elements: Elements) -> None:
    tags = [tag for tag, _ in elements.all]
    assert {"header", "nav", "main", "article", "footer"} <= set(tags)
    assert ("html", {"lang": "en"}) in elements.all
    assert set(elements.having("lang")) == {"en", "zh", "zh-Hans"}
    heads = [attrs for tag, attrs in elements.all if tag == "th"]
    assert heads
    assert all(head.get("scope") in ("col", "row", "rowgroup") for head in heads)
    assert elements.all[[tag for tag, _ in elements.all].index("body") + 1] == (
        "a",
        {"class": "skip", "href": "#items"},
    )


def test_a_taiwanese_page_is_marked_as_traditional(briefing: Briefing) -> None:
    page = briefing.pages[0].model_copy(update={"encoding": "big5hkscs"})
    html = to_html(briefing.model_copy(update={"pages": (page,)}))
    assert 'lang="zh-Hant"' in html
    assert 'lang="zh-Hans"' not in html


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_all_text_is_legible_in_light_dark_and_print(briefing: Briefing) -> None:
    palettes = re.findall(r":root \{(.*?)\}", to_html(briefing), re.DOTALL)
    assert len(palettes) == 3
    for palette in palettes:
        colours = dict(re.findall(r"--([\w-]+): (#\w+)", palette))
        for ink in ("ink", "quiet", "accent"):
            for ground in ("paper", "wash"):
                light, dark = sorted(
                    (luminance(colours[ink]), luminance(colours[ground])), reverse=True
                )
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


RENDER = """
import hashlib, sys
from pipeline.model import Briefing
from pipeline.write import to_html, to_json, to_markdown
briefing = Briefing.model_validate_json(sys.stdin.buffer.read())
for render in (to_markdown, to_html, to_json):
    print(hashlib.sha256(render(briefing).encode()).hexdigest())
"""


def test_the_same_bytes_in_every_process(briefing: Briefing) -> None:
    expected = [
        hashlib.sha256(render(briefing).encode()).hexdigest()
        for render in (to_markdown, to_html, to_json)
    ]
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", RENDER],
            input=to_json(briefing).encode(),
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Shanghai"},
        )
        assert run.stdout.decode().split() == expected


def test_json_reads_back_unchanged(briefing: Briefing) -> None:
    text = to_json(briefing)
    assert Briefing.model_validate_json(text) == briefing
    assert "青禾县三万亩早稻栽插过半" in text
    assert text.endswith("}\n")
