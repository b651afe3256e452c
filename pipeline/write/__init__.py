"""The briefing as files: Markdown, HTML and JSON."""

from pipeline.write.files import (
    OutputError,
    check_output,
    write_atomic,
    write_briefing,
    write_pieces,
)
from pipeline.write.html import to_html
from pipeline.write.json import briefing_schema, to_json
from pipeline.write.markdown import to_markdown

__all__ = [
    "OutputError",
    "briefing_schema",
    "check_output",
    "to_html",
    "to_json",
    "to_markdown",
    "write_atomic",
    "write_briefing",
    "write_pieces",
]
