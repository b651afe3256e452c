"""The briefing as one HTML file: no script, nothing from outside, everything escaped."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from pipeline.model import GAP, Briefing
from pipeline.write import words
from pipeline.write.page import briefing_view
from pipeline.write.safe import clean

if TYPE_CHECKING:
    from jinja2 import Template

_GAP = Markup('<abbr class="gap" title="{}">{}</abbr>').format(words.GAP_MEANING, GAP)
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_CHINESE = re.compile(rf"{_HAN}(?:[\u3000-\u303f\uff00-\uffef“”‘’…·]*{_HAN}+)*")


def to_html(briefing: Briefing) -> str:
    """Return the briefing as a web page that stands alone, readable on a phone and in print."""
    template, style = _template()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return template.render(
        briefing=briefing_view(briefing),
        format=briefing.format,
        gap=GAP,
        doubtful=words.DOUBTFUL,
        style=Markup(style),  # noqa: S704 - the house's own stylesheet, never data
        style_hash=f"sha256-{digest}",
    )


@cache
def _template() -> tuple["Template", str]:
    """Return the page's template and its stylesheet."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.write"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"gaps": _gaps, "prose": _prose}
    style = files("pipeline.write").joinpath("templates/briefing.css").read_text("utf-8")
    return environment.get_template("briefing.html"), style


def _finalize(value: object) -> object:
    """Clean whatever a template prints; Jinja escapes it afterwards."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _gaps(text: str) -> Markup:
    """Escape ``text`` and mark where print is lost. For content, never for an attribute."""
    return escape(clean(text)).replace(GAP, _GAP)


def _prose(text: str) -> Markup:
    """Escape English text, mark lost print, and say of the Chinese in it that it is Chinese."""
    return Markup(_CHINESE.sub(lambda han: f'<span lang="zh">{han[0]}</span>', str(_gaps(text))))  # noqa: S704 - escaped one line above
