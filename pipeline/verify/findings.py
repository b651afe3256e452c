"""Making findings: one place that cuts quotations to a readable length."""

from typing import Final

from pipeline.model import Finding
from pipeline.model.answer import Severity

_LONGEST: Final = 200


def finding(
    check: str,
    severity: Severity,
    message: str,
    *,
    paragraph: str | None = None,
    source: str = "",
    target: str = "",
) -> Finding:
    """Return a finding whose quotations are trimmed and at most 200 characters long."""
    return Finding(
        check=check,
        severity=severity,
        paragraph=paragraph,
        source=shortened(source),
        target=shortened(target),
        message=message,
    )


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return ``text`` without outer blanks, cut with an ellipsis after ``longest`` characters."""
    bare = text.strip()
    return bare if len(bare) <= longest else bare[: longest - 1] + "…"
