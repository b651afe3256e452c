"""The briefing as one HTML file: no script, nothing from outside, everything escaped."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from pipeline.model import GAP, Briefing, PageBrief
from pipeline.write import words
from pipeline.write.form import FORMAT, whole
from pipeline.write.safe import clean
from pipeline.write.view import Front, PageView

if TYPE_CHECKING:
    from jinja2 import Environment

_GAP = Markup('<abbr class="gap" title="{}">{}</abbr>').format(words.GAP_MEANING, GAP)
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_CHINESE = re.compile(rf"{_HAN}(?:[\u3000-\u303f\uff00-\uffef“”‘’…·]*{_HAN}+)*")


def to_html(briefing: Briefing) -> str:
    """Return the briefing as a web page that stands alone, readable on a phone and in print."""
    return whole(HtmlForm(), briefing)


class HtmlForm:
    """The briefing as one web page."""

    def opening(self, front: Front) -> str:
        """Return the head, the masthead and, where there are several pages, a list of them."""
        style = files("pipeline.write").joinpath("templates/briefing.css").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        return _rendered(
            "opening",
            front=front,
            format=FORMAT,
            style=Markup(style),  # noqa: S704 - the house's own stylesheet, never data
            style_hash=f"sha256-{digest}",
        )

    def page(self, brief: PageBrief, view: PageView) -> str:  # noqa: ARG002
        """Return the page: all its items, and what was set aside."""
        return _rendered("page", page=view)

    def end(self, front: Front) -> str:
        """Say what the signs mean, and close what is open."""
        return _rendered("end", front=front)


def _rendered(part: str, **values: object) -> str:
    return _environment().get_template(f"{part}.html").render(values)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.write"),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"gaps": _gaps, "prose": _prose}
    environment.globals |= {"gap": GAP, "doubtful": words.DOUBTFUL}
    return environment


def _finalize(value: object) -> object:
    """Clean whatever a template prints; Jinja escapes it afterwards."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _gaps(text: str) -> Markup:
    """Escape ``text`` and mark where print is lost. For content, never for an attribute."""
    return escape(clean(text)).replace(GAP, _GAP)


def _prose(text: str) -> Markup:
    """Escape English text, mark lost print, and say of the Chinese in it that it is Chinese."""
    return Markup(_CHINESE.sub(lambda han: f'<span lang="zh">{han[0]}</span>', str(_gaps(text))))  # noqa: S704 - escaped one line above
