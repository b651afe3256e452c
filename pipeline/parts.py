"""Long articles, translated in parts: as many paragraphs at once as an answer can hold.

A part is the article with fewer paragraphs, its head (kicker, headline, bylines) always with it, so
that the model knows what it reads. Each part is a question of its own, with its own key.
"""

from collections.abc import Iterator, Sequence

from pipeline.desk import Desk, Trail, all_of
from pipeline.llm.tokens import about
from pipeline.model import Article, Paragraph, Term, Translation
from pipeline.translate import joined, translation_question

_CUT = ("length", "too long")
# English takes about as many tokens as the Chinese it renders, or fewer; JSON and ids come on top.
# An answer that is expected to fill more than this of its limit may well be cut, paid for in vain.
_FILL = 0.6
_AROUND = 16


async def translated(
    desk: Desk, article: Article, subject: str, terms: Sequence[Term], trail: Trail
) -> Translation | None:
    """Return the translation of ``article``, asked whole if it fits and in parts if it does not.

    Where an answer is cut at the token limit all the same, or the request is too long for the
    model, its halves are asked. None, with the reason in ``trail``, if nothing came back at all;
    what came back of some parts is returned even if others failed.
    """
    parts = list(split(article, int(_FILL * (desk.questions.parameters.max_tokens or 1 << 30))))
    answers = await all_of(_part(desk, part, subject, terms, trail) for part in parts)
    return joined([answer for answer in answers if answer is not None])


async def _part(
    desk: Desk, part: Article, subject: str, terms: Sequence[Term], trail: Trail
) -> Translation | None:
    tried = Trail()
    question = translation_question(desk.questions, part, subject, terms)
    answer = await desk.ask(question, Translation, tried)
    if any(failure.kind in _CUT for failure in tried.failures) and len(part.paragraphs) > 1:
        halves = await all_of(_part(desk, half, subject, terms, trail) for half in _halves(part))
        return joined([half for half in halves if half is not None])
    trail.extend(tried)
    return answer


def split(article: Article, most: int) -> Iterator[Article]:
    """Cut ``article`` between paragraphs, so that each part's translation is expected to take no
    more than ``most`` tokens. A single paragraph that takes more is a part of its own."""
    head = sum(
        about(unit.text) + _AROUND
        for unit in article.units()
        if unit.role not in ("body", "caption", "subhead")
    )
    taken: list[Paragraph] = []
    size = head
    for paragraph in article.paragraphs:
        more = about(paragraph.text) + _AROUND
        if taken and size + more > most:
            yield _with(article, taken)
            taken, size = [], head
        taken.append(paragraph)
        size += more
    yield _with(article, taken)


def _halves(article: Article) -> tuple[Article, Article]:
    """Cut ``article`` in the middle of its text, between two paragraphs."""
    whole = sum(len(paragraph.text) for paragraph in article.paragraphs)
    before, best = 0, 1
    for number, paragraph in enumerate(article.paragraphs[:-1], 1):
        before += len(paragraph.text)
        best = number
        if 2 * before >= whole:
            break
    return _with(article, article.paragraphs[:best]), _with(article, article.paragraphs[best:])


def _with(article: Article, paragraphs: Sequence[Paragraph]) -> Article:
    """Return the part of ``article`` that ``paragraphs`` make.

    What stands over the article goes before each part, a subhead only where its paragraph is, and
    what stands at the very end (a signature) with the last.
    """
    if len(paragraphs) == len(article.paragraphs):
        return article
    ids = {paragraph.id for paragraph in paragraphs}
    at_end = paragraphs[-1].id == article.paragraphs[-1].id
    head = [
        part if part.before in ids else part.model_copy(update={"before": paragraphs[0].id})
        for part in article.head
        if part.before in ids
        or part.before == article.paragraphs[0].id
        or (at_end and part.before is None)
    ]
    return article.model_copy(update={"paragraphs": tuple(paragraphs), "head": tuple(head)})
