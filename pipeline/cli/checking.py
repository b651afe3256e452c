"""What ``broadsheet check`` does: pairs in, a line of findings for each, and a word on all."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.console import say
from pipeline.cli.lines import write_lines
from pipeline.glossary import Glossary, read_glossary
from pipeline.model import Finding
from pipeline.pairs import Pair, PairsError, Remark, Unread, Wanted, doubts, read_pairs
from pipeline.verify import check_pair


class Task(NamedTuple):
    """What is to be checked, against what, and where the findings go.

    ``date`` (ISO) is when those sources appeared that say nothing themselves.
    """

    inputs: Sequence[Path]
    output: Path | None = None
    glossary: Path | None = None
    date: str | None = None
    wanted: Wanted = Wanted()


def run_check(task: Task) -> int:
    """Write the findings of each pair, and tell on standard error what they come to.

    Returns the exit code: 0, or 3 where something could not be read and the rest was checked.
    Raises PairsError where nothing could be read at all.
    """
    glossary = read_glossary(task.glossary) if task.glossary else Glossary()
    tally = _Tally()
    write_lines(_all_files(task, glossary, tally), task.output)
    tally.tell()
    return 3 if tally.unread else 0


class _Tally:
    """What was met on the way."""

    def __init__(self) -> None:
        self.pairs = self.unread = self.untranslated = 0
        self.flagged: Counter[str] = Counter()  # pairs by the severest finding
        self.checks: Counter[str] = Counter()
        self.remarks: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    def remark(self, place: str, why: str) -> None:
        """Count a remark: each is said once, at the end, with the first place."""
        self.remarks[why] += 1
        self.first.setdefault(why, place)

    def lost(self, words: str) -> None:
        """Say what could not be read, and count it."""
        self.unread += 1
        say(f"error: {words}")

    def count(self, findings: Sequence[Finding]) -> None:
        """Count the findings of one pair."""
        self.pairs += 1
        severities = {finding.severity for finding in findings}
        if severities:
            self.flagged["error" if "error" in severities else "warning"] += 1
        self.checks.update({finding.check for finding in findings})

    def tell(self) -> None:
        """Say it all in a few lines."""
        for why, times in self.remarks.items():
            more = f" and {times - 1} more" if times > 1 else ""
            say(f"note: {self.first[why]}{more}: {why}")
        flagged = self.flagged.total()
        words = f"{_many(self.pairs, 'pair')} checked, {flagged} flagged"
        if flagged:
            listed = ", ".join(f"{check} {n}" for check, n in self.checks.most_common())
            words += f", {self.flagged['error']} with errors ({listed})"
        if self.unread:
            words += f"; {_many(self.unread, 'fault')} in what was read, named above"
        say(words)


def _all_files(task: Task, glossary: Glossary, tally: _Tally) -> Iterator[str]:
    several = len(task.inputs) > 1
    for path in task.inputs:
        name = "standard input" if str(path) == "-" else path.name
        before = tally.pairs
        try:
            for pair in _pairs(path, name, task.wanted, tally):
                findings = _findings(pair, task.date, glossary)
                for doubt in doubts(pair.source, pair.target or ""):
                    tally.remark(f"{name}, {pair.place}", doubt)
                tally.count(findings)
                yield _line(pair, findings, name if several else None)
        except PairsError as error:
            if not several and not tally.pairs:
                raise
            tally.lost(f"{error}" + "; what stands before was checked" * (tally.pairs > before))
    if several and not tally.pairs and tally.unread >= len(task.inputs):
        raise PairsError("no pair could be read; nothing was checked")


def _pairs(path: Path, name: str, wanted: Wanted, tally: _Tally) -> Iterator[Pair]:
    seen: set[tuple[type, str | int]] = set()
    for piece in read_pairs(path, wanted):
        match piece:
            case Unread(place, why):
                tally.lost(f"{name}, {place}: {why}; it was left out")
            case Remark(place, why):
                tally.remark(f"{name}, {place}", why)
            case Pair():
                known = (type(piece.id), piece.id)
                if known in seen:
                    why = "the id stands in the file before; both pairs are checked"
                    tally.remark(f"{name}, {piece.place}", why)
                seen.add(known)
                yield piece


def _findings(pair: Pair, date: str | None, glossary: Glossary) -> tuple[Finding, ...]:
    if not pair.source.strip():
        return ()
    if pair.target is None:
        return (_untranslated(pair.source),)
    terms = glossary.matching(pair.source)
    return check_pair(pair.source, pair.target, pair.date or date, terms)


def _untranslated(source: str) -> Finding:
    return Finding(
        check="paragraph.missing",
        severity="error",
        paragraph=None,
        source=source.strip()[:200],
        target="",
        message="the file has no translation of this",
    )


def _line(pair: Pair, findings: Sequence[Finding], file: str | None) -> str:
    row = {"id": pair.id, "findings": [finding.model_dump() for finding in findings]}
    return json.dumps({"file": file} | row if file else row, ensure_ascii=False)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
