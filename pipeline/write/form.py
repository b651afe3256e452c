"""How a briefing becomes text: an opening, a page at a time, an end. Never all of it in memory."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from pipeline.model import Briefing, PageBrief, Versions
from pipeline.write.page import front, page_view
from pipeline.write.view import Front, PageView

FORMAT: str = Briefing.model_fields["format"].default


class Form(Protocol):
    """A format: what it makes of the briefing's parts. The parts in a row are the whole file."""

    def opening(self, front: Front) -> str:
        """Return what stands before the first page."""
        ...

    def page(self, brief: PageBrief, view: PageView) -> str:
        """Return one page; ``view`` is ``brief`` as its reader meets it."""
        ...

    def end(self, front: Front) -> str:
        """Return what stands behind the last page."""
        ...


def parts(
    forms: Sequence[Form], versions: Versions, pages: Iterable[PageBrief]
) -> Iterator[tuple[str, ...]]:
    """Yield the briefing part by part, each in all ``forms``.

    ``pages`` are gone through twice, because the opening speaks of all of them. They are numbered,
    and so linked, by their order alone.
    """
    opening = front(versions, pages)
    yield tuple(form.opening(opening) for form in forms)
    for number, brief in enumerate(pages, 1):
        view = page_view(brief, number, versions)
        yield tuple(form.page(brief, view) for form in forms)
    yield tuple(form.end(opening) for form in forms)


def whole(form: Form, briefing: Briefing) -> str:
    """Return all parts of a briefing that is in memory."""
    return "".join(part for (part,) in parts([form], briefing.versions, briefing.pages))
