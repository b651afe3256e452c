"""Whether a translation gives back every unit of its article, each once and with text."""

from collections import Counter
from collections.abc import Iterator

from pipeline.model import Article, Finding, Translation
from pipeline.verify.findings import finding, shortened


def check_structure(article: Article, translation: Translation) -> Iterator[Finding]:
    """Compare the ids that went out with the ids that came back."""
    units = {unit.id: unit for unit in article.units()}
    times = Counter(rendering.id for rendering in translation.paragraphs)
    for unit in units.values():
        if not times[unit.id]:
            yield finding(
                "paragraph.missing",
                "error",
                f"{unit.id} (“{shortened(unit.text, 40)}”) is not translated",
                paragraph=unit.id,
                source=unit.text,
            )
    for rendering in translation.paragraphs:
        wanted = units.get(rendering.id)
        if wanted is not None and wanted.text.strip() and not rendering.text.strip():
            yield finding(
                "paragraph.empty",
                "error",
                f"{rendering.id} (“{shortened(wanted.text, 40)}”) came back without text",
                paragraph=rendering.id,
                source=wanted.text,
            )
    for name, count in times.items():
        if name not in units:
            yield finding(
                "paragraph.unknown",
                "error",
                f"{name} is translated, but the article has no such paragraph",
                paragraph=name,
            )
        elif count > 1:
            yield finding(
                "paragraph.duplicate",
                "error",
                f"{name} came back {count} times; give it once",
                paragraph=name,
                source=units[name].text,
            )


def check_copies(translation: Translation, article: Article) -> Iterator[Finding]:
    """Find one English text under two ids whose sources differ: a line was merged or shifted."""
    sources = {unit.id: "".join(unit.text.split()) for unit in article.units()}
    first: dict[str, str] = {}
    for rendering in translation.paragraphs:
        text = " ".join(rendering.text.split()).lower()
        known = first.setdefault(text, rendering.id)
        if len(text) < 20 or known == rendering.id:
            continue
        if sources.get(known) != sources.get(rendering.id):
            yield finding(
                "text.repeated",
                "error",
                f"{rendering.id} has the same English as {known}, but another source",
                paragraph=rendering.id,
                source=sources.get(rendering.id, ""),
                target=rendering.text,
            )
