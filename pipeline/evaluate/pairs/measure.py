"""Running the checkers over pairs, and counting what they flag and catch."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from time import process_time
from typing import Final

from pipeline.evaluate.pairs.checkers import OURS, Checker
from pipeline.evaluate.pairs.corpora import Corpora, Mark, Pair, Rated
from pipeline.evaluate.pairs.inject import FIGURE_ERRORS, Error
from pipeline.evaluate.pairs.inject_text import TEXT_ERRORS
from pipeline.evaluate.pairs.rates import SECTIONS, Detail, Rate, Row, Section

Tick = Callable[[str], None]

ERRORS: Final[dict[str, Error]] = {**FIGURE_ERRORS, **TEXT_ERRORS}
_LONG: Final = 8
_RATERS: Final = 2
_RATED: Final = "outputs that raters marked, flagged"
NO_MAJOR: Final = "no major error"
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_BESIDE: Final = re.compile(
    r"[\W\d]|hundred|thousand|million|billion|trillion|percent|per cent|us|dollars?|yuan|rmb|about"
)


class Measure:
    """Counts as it goes: rows of rates, details to read, CPU seconds by checker."""

    def __init__(self, checkers: Mapping[str, Checker], tick: Tick) -> None:
        """Count what ``checkers`` say; ``tick`` is called after each pair."""
        self._checkers = checkers
        self._tick = tick
        self._counts: dict[tuple[Section, str], dict[str, list[int]]] = {}
        self.details: list[Detail] = []
        self.seconds = dict.fromkeys(checkers, 0.0)
        self.checked = 0

    def rows(self) -> tuple[Row, ...]:
        """Return what was counted."""
        return tuple(
            Row(
                section=section,
                name=name,
                rates={who: Rate(hits=hits, of=of) for who, (hits, of) in counts.items()},
            )
            for (section, name), counts in sorted(self._counts.items(), key=_place)
        )

    def all(self, corpora: Corpora) -> None:
        """Measure everything that there is."""
        self.references(corpora.pairs)
        self.injected(corpora.pairs)
        self.rated(corpora.rated)
        self.perturbed((one.kind, one, one.changed) for one in corpora.perturbed)

    def references(self, pairs: Sequence[Pair]) -> None:
        """Count the right translations that are flagged: false alarms, and their real faults."""
        for pair in pairs:
            rows = [pair.corpus] + [f"{pair.corpus}, with figures"] * pair.numeric
            for who, flags in self._flags(pair.source, pair.target):
                for row in rows:
                    self._count("references flagged", row, who, bool(flags))
                if flags:
                    self._note("references flagged", pair.corpus, who, pair, pair.target, flags)
            self._tick(pair.id)

    def injected(self, pairs: Sequence[Pair]) -> None:
        """Put one error of each kind into each text, and count those that are caught."""
        for n, pair in enumerate(pairs):
            other = pairs[(n + len(pairs) // 2) % len(pairs)].target
            before = dict(self._flags(pair.source, pair.target))
            for kind, error in ERRORS.items():
                # A lottery that anyone can draw again.
                changed = error(pair, Random(f"{kind} {pair.id}"), other)  # noqa: S311
                if changed is not None and changed != pair.target:
                    self._caught("errors put in, caught", kind, pair, changed, before)
            self._tick(pair.id)

    def perturbed(self, changes: Iterable[tuple[str, Pair, str]]) -> None:
        """Count what is caught of errors that others put in."""
        for kind, pair, changed in changes:
            if changed == pair.target:  # there was no place for this error
                continue
            before = dict(self._flags(pair.source, pair.target))
            self._caught("errors of others, caught", kind, pair, changed, before)
            self._tick(pair.id)

    def rated(self, outputs: Sequence[Rated]) -> None:
        """Count flags on outputs, by what raters marked there."""
        for output in outputs:
            rows = list(_marked(output))
            for who, flags in self._flags(output.source, output.target):
                for row in rows:
                    self._count(_RATED, row, who, bool(flags))
                    if bool(flags) == (row == NO_MAJOR):
                        self._note(_RATED, row, who, output, output.target, flags)
            self._tick(output.id)

    def _caught(
        self,
        section: Section,
        kind: str,
        pair: Pair,
        changed: str,
        before: Mapping[str, frozenset[object]],
    ) -> None:
        for who, flags in self._flags(pair.source, changed):
            new = flags - before[who]
            self._count(section, kind, who, bool(new))
            if not new:
                self._note(section, kind, who, pair, changed, new)

    def _flags(self, source: str, target: str) -> Iterator[tuple[str, frozenset[object]]]:
        self.checked += 1
        for who, checker in self._checkers.items():
            start = process_time()
            flags = checker(source, target)
            self.seconds[who] += process_time() - start
            yield who, flags

    def _count(self, section: Section, row: str, who: str, hit: bool) -> None:
        counts = self._counts.setdefault((section, row), {}).setdefault(who, [0, 0])
        counts[0] += hit
        counts[1] += 1

    def _note(
        self, section: Section, row: str, who: str, pair: Pair, text: str, flags: frozenset[object]
    ) -> None:
        if who == OURS:
            self.details.append(
                Detail(
                    section=section,
                    row=row,
                    id=pair.id,
                    source=pair.source,
                    target=text,
                    flags=tuple(sorted(str(flag) for flag in flags)),
                )
            )


def _place(item: tuple[tuple[Section, str], object]) -> tuple[int, int, str]:
    """Sort by section, and in it errors as they are listed, the rest as it is called."""
    (section, name), _ = item
    known = list(ERRORS)
    return (SECTIONS.index(section), known.index(name) if name in known else len(known), name)


def _marked(output: Rated) -> Iterator[str]:
    """Yield the rows that an output counts for."""
    marks = [mark for marks in output.raters.values() for mark in marks]
    major = [mark for mark in marks if mark.severity == "Major"]
    if not major:
        yield NO_MAJOR
    if any(mark.category.startswith("Accuracy") for mark in major):
        yield "a major error of accuracy"
    if any(_is_value(mark, output.source) for mark in major):
        yield "a figure marked as a major error of accuracy"
    if _left_out(output):
        yield f"{_LONG} characters or more left out, for {_RATERS} raters"


def _is_value(mark: Mark, source: str) -> bool:
    """Whether what is marked is a figure and no more, and not one that the source has as it is."""
    if mark.side != "target" or not mark.category.startswith("Accuracy"):
        return False
    figures = [found.replace(",", "") for found in _FIGURE.findall(mark.text)]
    plain = source.replace(",", "")
    rest = _BESIDE.sub("", mark.text.lower())
    return not rest and any(figure not in plain for figure in figures)


def _left_out(output: Rated) -> bool:
    """Whether raters agree on a long stretch of the source that has no counterpart."""
    spans = [
        [(m.start, m.end) for m in marks if "Omission" in m.category and m.side == "source"]
        for marks in output.raters.values()
    ]
    for n, some in enumerate(spans):
        for others in spans[n + 1 :]:
            for start, end in some:
                if any(min(end, e) - max(start, s) >= _LONG for s, e in others):
                    return True
    return False
