"""The same English for the same Chinese, from the first page of a run to the last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.brief import order
from pipeline.model import Entity, Finding, Item, PageBrief
from pipeline.verify import same_name

_RELATIVE = "本该全我各省市县区州旗乡镇村"
_LEAST = 2


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a name stands: a page, and the article's number on it. Sorts as the briefing does."""

    page: tuple[str, str, int]
    number: int
    article: str

    def __str__(self) -> str:
        source, _, page = self.page
        return f"article {self.article} of {source}, page {page}"


@dataclass
class _Use:
    """One English name: how often it is used, and where and how it is first spelled."""

    times: int
    first: _Place
    english: str

    def rank(self) -> tuple[int, _Place]:
        return -self.times, self.first


@dataclass
class NameTable:
    """What each Chinese name is called in the summaries of a run.

    Pages are added in any order, and what is found depends on them alone. It grows with the
    different names of a run, not with its pages.
    """

    _uses: dict[str, dict[str, _Use]] = field(default_factory=dict)

    def add(self, page: PageBrief) -> None:
        """Take in the names of a page."""
        for number, item in enumerate(page.items):
            place = _Place(order(page), number, item.article.id)
            for chinese, entity in _entities(item):
                uses = self._uses.setdefault(chinese, {})
                use = uses.setdefault(same_name(entity.name), _Use(0, place, entity.name))
                use.times += 1
                if place < use.first:
                    use.first, use.english = place, entity.name

    def checked(self, pages: Iterable[PageBrief]) -> "Checked":
        """Return ``pages``, as often as they are gone through, with what the table finds in them.

        All of them must have been added before.
        """
        return Checked(self, pages)

    def page(self, page: PageBrief) -> PageBrief:
        """Return ``page`` with a finding at each name that others of the run call otherwise."""
        items = []
        for item in page.items:
            more = tuple(self._findings(item))
            found = (*item.summary_findings, *more)
            items.append(item.model_copy(update={"summary_findings": found}) if more else item)
        return page.model_copy(update={"items": tuple(items)})

    def _findings(self, item: Item) -> Iterator[Finding]:
        for chinese, entity in _entities(item):
            uses = self._uses[chinese]
            usual = min(uses.values(), key=_Use.rank)
            if same_name(entity.name) == same_name(usual.english):
                continue
            yield Finding(
                check="name.inconsistent",
                severity="warning",
                paragraph=None,
                source=entity.source,
                target=entity.name,
                message=f"{entity.source} is “{entity.name}” here, but “{usual.english}” in "
                f"{usual.first} ({usual.times} of {sum(u.times for u in uses.values())} articles "
                "that name it)",
            )


@dataclass(frozen=True)
class Checked:
    """Pages with what a table finds in them, made as they are gone through."""

    table: NameTable
    pages: Iterable[PageBrief]

    def __iter__(self) -> Iterator[PageBrief]:
        """Go through the pages in their own order."""
        return (self.table.page(page) for page in self.pages)


def _entities(item: Item) -> Iterator[tuple[str, Entity]]:
    """Yield each Chinese name of a summary once, and what it is called.

    A body that is named by its level alone (县水利局) is another one in another county.
    """
    if item.summary is None:
        return
    seen: set[str] = set()
    named = [(entity, False) for entity in item.summary.people]
    named += [(e, True) for e in (*item.summary.organisations, *item.summary.places)]
    for entity, may_be_relative in named:
        chinese = "".join(entity.source.split())
        relative = may_be_relative and chinese[:1] in _RELATIVE
        if len(chinese) >= _LEAST and not relative and chinese not in seen:
            seen.add(chinese)
            yield chinese, entity
