"""An item as its reader meets it: what is said of it, and in which words."""

import re
from collections.abc import Callable, Iterable

from pipeline.model import Article, Entity, Finding, Head, Item, Note, Statement
from pipeline.write import words
from pipeline.write.view import Byline, Cited, Doubt, Figure, ItemView, Ref, Remark, Row

_UNSURE_BORDERS = 0.8
_PARAGRAPH_ID = re.compile(r"\bp\d{1,3}\b")


class _Places:
    """What the parts of one article are called, and where they stand in the briefing."""

    def __init__(self, article: Article, anchor: str) -> None:
        subheads = [part.id for part in article.head if part.role == "subhead"]

        def label(part: Head) -> str:
            which = f" {subheads.index(part.id) + 1}" if part.id in subheads else ""
            return words.ROLES[part.role].lower() + (which if len(subheads) > 1 else "")

        self._refs = {
            part.id: Ref(label(part), "" if part.inline else f"{anchor}-h{n}")
            for n, part in enumerate(article.head, 1)
        } | {
            part.id: Ref(f"¶{n}", f"{anchor}-p{n}") for n, part in enumerate(article.paragraphs, 1)
        }

    def named(self, text: str) -> str:
        """Return ``text`` with the ids of paragraphs as a reader knows them: p2 is ¶2."""
        return _PARAGRAPH_ID.sub(lambda match: self(match[0]).label, text)

    def __call__(self, unit: str) -> Ref:
        return self._refs.get(unit, Ref(unit))


def item_view(
    item: Item, number: int, anchor: str, foreign: frozenset[int], *, told: bool
) -> ItemView:
    """Return the item as its reader meets it.

    ``foreign`` are the line numbers of the page's other items and furniture; ``told`` asks for the
    origin of the item's answers, which is worth saying where the page's answers differ in it.
    """
    article, summary = item.article, item.summary
    places = _Places(article, anchor)
    rows = _rows(item, places)
    missing = [row for row in rows if row.missing]
    signed = {row.anchor: row.english for row in rows}
    translated = next((row.english for row in rows if row.role == "headline"), "")
    original = article.headline or ""
    headline = (summary.headline if summary else "") or translated or original
    wrong = tuple(f.target for f in item.summary_findings if f.severity == "error" and f.target)
    people = {person.source: person.name for person in summary.people} if summary else {}

    def heads(role: str) -> tuple[Byline, ...]:
        return tuple(
            Byline(_said(part, signed.get(places(part.id).anchor, ""), people), part.text)
            for part in article.head
            if part.role == role
        )

    def cited(statement: Statement) -> Cited:
        doubtful = any(target in statement.text for target in wrong)
        return Cited(statement.text, tuple(map(places, statement.cites)), doubtful)

    return ItemView(
        anchor=anchor,
        number=number,
        kind=words.KINDS[article.kind],
        position=words.lines(article.lines, foreign),
        headline=headline if headline != original else "",
        original=original,
        processing=_processing(item, len(rows), len(missing)),
        complete=bool(summary) and not missing,
        topic=summary.topic.capitalize() if summary else "",
        dated=cited(summary.date) if summary and summary.date else None,
        bylines=heads("byline"),
        datelines=heads("dateline"),
        notices=_notices(item, rows),
        gist=tuple(map(cited, summary.gist)) if summary else (),
        points=tuple(map(cited, summary.key_points)) if summary else (),
        rows=rows,
        translated=len(missing) < len(rows),
        gaps=any(paragraph.gap_after for paragraph in article.paragraphs),
        entities=_entities(item),
        figures=tuple(
            Figure(
                value=figure.value,
                source=figure.source,
                what=figure.what,
                refs=tuple(map(places, figure.cites)),
                doubtful=any(target in figure.value for target in wrong),
            )
            for figure in (summary.figures if summary else ())
        ),
        notes=_remarks(item, places),
        doubts=_doubts(item, places),
        corrections=article.corrections,
        origins=words.origins(item.provenance) if told else (),
    )


def _rows(item: Item, places: _Places) -> tuple[Row, ...]:
    """Return all units in reading order. A unit without an outcome or a text counts as failed."""
    english = (
        {part.id: part.text for part in item.translation.paragraphs} if item.translation else {}
    )
    states = {outcome.id: outcome.state for outcome in item.outcomes}
    wrong = {found.paragraph for found in item.findings if found.severity == "error"}
    rows = []
    for unit in item.article.units():
        state = states.get(unit.id, "failed")
        text = english.get(unit.id, "").strip() if state in ("translated", "repaired") else ""
        said = words.STATES[state if text or state == "refused" else "failed"]
        place = places(unit.id)
        rows.append(
            Row(
                anchor=place.anchor,
                label=place.label if unit.role in ("body", "caption") else words.ROLES[unit.role],
                role=unit.role,
                english=text,
                original=unit.text,
                remark=words.listed([said] * bool(said) + [words.DOUBTFUL] * (unit.id in wrong))
                if text
                else "",
                missing="" if text else said,
            )
        )
    return tuple(rows)


def _processing(item: Item, units: int, missing: int) -> str:
    """Say how much of the item stands in English."""
    if units == 0:
        return "No text"
    lost = any(paragraph.gap_after for paragraph in item.article.paragraphs)
    tail = "; some print lost" if lost else ""
    if missing == 0:
        return f"All surviving text{tail}" if lost else "Full text"
    if missing < units:
        return f"Incomplete: {missing} of {words.plural(units, 'part')} not translated{tail}"
    if item.summary:
        return "Summary"
    refused = {outcome.state for outcome in item.outcomes} == {"refused"}
    return f"Not translated: {'the model declined' if refused else 'no usable answer'}"


def _notices(item: Item, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Say what came to nothing. A text that is missing as a whole is never passed over."""
    notices = [failed(failure.stage, failure.message) for failure in item.failures]
    sure = item.article.confidence
    if sure < _UNSURE_BORDERS:
        text = "It is not certain where this item begins and ends on the page: confidence is"
        notices.append(f"{text} {words.sureness(sure)}.")
    told = {failure.stage for failure in item.failures}
    if rows and all(row.missing for row in rows) and "translate" not in told:
        notices += dict.fromkeys(f"{row.missing}." for row in rows)
    if item.summary is None and "summarize" not in told:
        notices.append("Not summarised: no usable answer came back.")
    return tuple(notices)


def failed(stage: str, message: str) -> str:
    """Say that a stage came to nothing, and why."""
    return f"{words.STAGES.get(stage, f'{stage.capitalize()} failed')}: {message}"


def _said(part: Head, translated: str, people: dict[str, str]) -> str:
    """Return a head part in English; for one inside a paragraph, the names that are known."""
    if translated:
        return translated
    if part.role == "dateline":
        return words.DATELINES.get(part.text, "")
    known = [(name, people[name]) for name in part.names if name in people]
    return words.signed(part.text, known) if len(known) == len(part.names) else ""


def _entities(item: Item) -> tuple[tuple[str, tuple[Entity, ...]], ...]:
    if not item.summary:
        return ()
    groups = (
        ("People", item.summary.people),
        ("Organisations", item.summary.organisations),
        ("Places", item.summary.places),
    )
    return tuple((title, entities) for title, entities in groups if entities)


def _remarks(item: Item, places: _Places) -> tuple[Remark, ...]:
    notes: tuple[Note, ...] = item.translation.notes if item.translation else ()
    return tuple(Remark(places(note.paragraph), places.named(note.text)) for note in notes)


def _doubts(item: Item, places: _Places) -> tuple[Doubt, ...]:
    """Return all that a reader should know before quoting, gravest first."""
    article = item.article
    found = [
        *finding_doubts(item.findings, places, ""),
        *finding_doubts(item.summary_findings, places, " in the summary"),
    ]
    found.sort(key=lambda doubt: not doubt.kind.startswith("Error"))
    notes: tuple[Note, ...] = item.translation.doubts if item.translation else ()
    found += [
        Doubt("Translator’s doubt", places(note.paragraph), places.named(note.text))
        for note in notes
    ]
    found += [
        Doubt("Print lost", places(paragraph.id), words.GAP_MEANING)
        for paragraph in article.paragraphs
        if paragraph.gap_after
    ]
    return tuple(found)


def finding_doubts(
    findings: Iterable[Finding], place: Callable[[str], Ref], where: str
) -> tuple[Doubt, ...]:
    """Return findings as doubts; ``place`` names an id, ``where`` is said behind the severity."""
    return tuple(
        Doubt(
            kind=("Error" if finding.severity == "error" else "To check") + where,
            where=place(finding.paragraph) if finding.paragraph else None,
            text=finding.message,
            source=finding.source,
            target=finding.target,
        )
        for finding in findings
    )
