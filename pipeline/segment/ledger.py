"""The coverage ledger: every non-blank character of a page is accounted for exactly once."""

from collections.abc import Iterable, Iterator

from pipeline.model import Article, Noun, Page, Segmentation, Span


class Ledger(Noun):
    """What is wrong with the account of a page: places held by nothing, or more than once."""

    missing: tuple[Span, ...] = ()
    doubled: tuple[Span, ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether every non-blank character is accounted for exactly once."""
        return not self.missing and not self.doubled


class CoverageError(Exception):
    """A segmentation loses characters of its page, or holds some twice."""


def spans_of(article: Article) -> Iterator[Span]:
    """Yield the places an article holds. Inline heads lie within paragraphs: they hold nothing."""
    for part in article.head:
        if not part.inline:
            yield from part.spans
    for paragraph in article.paragraphs:
        yield from paragraph.spans


def balance(page: Page, segmentation: Segmentation) -> Ledger:
    """Return what ``segmentation`` loses or doubles of ``page``. Takes linear time.

    A span outside of the page's lines counts as doubled: it holds what is not there.
    """
    held: dict[int, list[tuple[int, int]]] = {}
    for span in _all_spans(segmentation):
        held.setdefault(span.line, []).append((span.start, span.end))
    missing: list[Span] = []
    doubled: list[Span] = []
    for line in page.lines:
        spans = sorted(held.pop(line.number, ()))
        done = 0
        for start, end in spans:
            missing += _printed(line.number, line.text, done, start)
            if start < done:
                doubled.append(Span(line=line.number, start=start, end=min(end, done)))
            size = len(line.text)
            if start > end:
                doubled.append(Span(line=line.number, start=end, end=start))
            elif end > size:
                doubled.append(Span(line=line.number, start=max(start, size), end=end))
            done = max(done, end)
        missing += _printed(line.number, line.text, done, len(line.text))
    for number, spans in held.items():
        doubled += [Span(line=number, start=start, end=end) for start, end in spans]
    return Ledger(missing=tuple(missing), doubled=tuple(doubled))


def check(page: Page, segmentation: Segmentation) -> None:
    """Raise :class:`CoverageError` unless the segmentation accounts for the whole page."""
    ledger = balance(page, segmentation)
    if ledger.balanced:
        return
    first = (*ledger.missing, *ledger.doubled)[0]
    fault = "belongs to nothing" if ledger.missing else "is held twice or is not on the page"
    raise CoverageError(
        f"{page.name}, line {first.line}, characters {first.start}–{first.end}: {fault}. "
        f"{len(ledger.missing)} places are missing and {len(ledger.doubled)} doubled; "
        "please report this page as a fault of the segmenter."
    )


def _all_spans(segmentation: Segmentation) -> Iterator[Span]:
    for article in segmentation.articles:
        yield from spans_of(article)
    yield from segmentation.furniture
    yield from segmentation.unassigned


def _printed(number: int, text: str, start: int, end: int) -> Iterable[Span]:
    """Return ``start``..``end`` as a span where anything is printed there."""
    part = text[start:end]
    bare = part.strip()
    if not bare:
        return ()
    first = start + len(part) - len(part.lstrip())
    return (Span(line=number, start=first, end=first + len(bare)),)
