"""How well an article reads: its heads, its names, its text in reading order, its corrections."""

import unicodedata
from collections.abc import Mapping

from rapidfuzz.distance import Levenshtein

from pipeline.evaluate.tally import Tally, total
from pipeline.evaluate.truth import Fact, Misreading, Specimen
from pipeline.model import GAP, Article, Correction, Head, Page, Segmentation

_FOLDED = str.maketrans({
    "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "―": "-", "－": "-",
    "。": ".", "、": ",", "〉": ">", "〈": "<",
})  # fmt: skip
_TITLE = ("kicker", "headline", "deck")
_SAME = 0.5
"""The text of items is compared where at least half of their lines are the same."""


def squeezed(text: str) -> str:
    """Return ``text`` without blanks and gap marks, its punctuation in one width."""
    folded = unicodedata.normalize("NFKC", text.replace(GAP, "")).translate(_FOLDED)
    return "".join(folded.split())


def reading_scores(
    specimen: Specimen, found: Segmentation, partners: Mapping[int, tuple[int, float]]
) -> Tally:
    """Score heads, names, text and corrections of a page.

    ``partners`` gives for the index of a true article that of the found one, and their IoU. Heads
    and names of an article without a partner count as not found.
    """
    page = specimen.page()
    facts = {fact.article: fact for fact in specimen.facts}
    tallies: list[Tally] = []
    for index, true in enumerate(specimen.truth.articles):
        partner, iou = partners.get(index, (-1, 0.0))
        other = found.articles[partner] if partner >= 0 else None
        fact = facts.get(true.id, Fact(article=true.id))
        tallies.append(_title(page, true, other, fact))
        if specimen.complete:
            tallies.append(_names(fact, other))
        if other is not None and iou >= _SAME:
            tallies.append(_text(true, other, specimen.complete))
    if specimen.complete:
        tallies.append(_corrections(page, specimen.misreadings, found))
    return total(tallies)


def _title(page: Page, true: Article, found: Article | None, fact: Fact) -> Tally:
    """Score the title: the headline alone, and all its lines whatever they are called."""
    if true.headline is None:
        return {}
    heads = found.head if found else ()
    own = _said(true.head, ("headline",)), _read(page, true.head, ("headline",))
    whole = _said(true.head, _TITLE), _read(page, true.head, _TITLE)
    title = _said(heads, _TITLE) in whole
    headline = _said(heads, ("headline",)) in own or (fact.loose_head and title)
    return {"headline": (float(headline), 1), "title": (float(title), 1)}


def _said(heads: tuple[Head, ...], roles: tuple[str, ...]) -> str:
    return "".join(squeezed(head.text) for head in heads if head.role in roles)


def _read(page: Page, heads: tuple[Head, ...], roles: tuple[str, ...]) -> str:
    """Return heads as OCR read them: who leaves a misread character alone still found the head."""
    spans = [span for head in heads if head.role in roles for span in head.spans]
    return squeezed("".join(page.text(span) for span in spans))


def _names(fact: Fact, found: Article | None) -> Tally:
    heads = found.head if found else ()
    names = {squeezed(name) for head in heads for name in head.names}
    true = {squeezed(name) for name in fact.names}
    tally: Tally = {"name_precision": (len(names & true), len(names))}
    if true:
        tally["byline"] = (float(true <= names), 1)
    return tally


def _text(true: Article, found: Article, losses_known: bool) -> Tally:
    """Count the edits (Levenshtein) between true and found text, and the characters of the true.

    Blanks, gap marks and the width of punctuation do not count.
    """
    one = squeezed("".join(part.text.removesuffix(GAP) for part in true.paragraphs))
    other = squeezed("".join(part.text.removesuffix(GAP) for part in found.paragraphs))
    edits: tuple[float, float] = (Levenshtein.distance(one, other), len(one))
    intact = losses_known and not any(part.gap_after for part in true.paragraphs)
    return {"cer": edits} | ({"cer_intact": edits} if intact else {})


def _corrections(page: Page, known: tuple[Misreading, ...], found: Segmentation) -> Tally:
    """Score corrections of characters, and the repair of splices and separators.

    A correction is right where what it reads is what was printed at its place, and something was
    misread there. One that changes nothing but blanks is not counted.
    """
    made = [one for article in found.articles for one in article.corrections]
    characters = [one for one in known if one.kind == "confusion"]
    splices = [one for one in known if one.kind == "splice"]
    others = [one for one in known if one.kind in ("dash", "separator")]
    right = wrong = moved = moved_right = 0
    mended: set[Misreading] = set()
    for one in made:
        if not one.after and len(squeezed(one.before)) > 3:
            moved += 1
            hit = [splice for splice in splices if _same_place(splice, one)]
            moved_right += bool(hit)
            mended.update(hit)
            continue
        if squeezed(one.after) == squeezed(one.before) and _overlapping(others, one) == []:
            continue
        here = _overlapping(characters, one) + _overlapping(others, one)
        if here and squeezed(_printed(page, here, one)) == squeezed(one.after):
            right += any(place.kind == "confusion" for place in here)
            mended.update(here)
        elif not _overlapping(others, one):
            wrong += 1
    return {
        "correction_precision": (right, right + wrong),
        "correction_recall": (len(mended & set(characters)), len(characters)),
        "splice_precision": (moved_right, moved),
        "splice_recall": (len(mended & set(splices)), len(splices)),
        "separator_recall": (len(mended & set(others)), len(others)),
    }


def _overlapping(known: list[Misreading], one: Correction) -> list[Misreading]:
    return [
        place
        for place in known
        if place.line == one.line and place.start < one.end and one.start < place.end
    ]


def _same_place(splice: Misreading, one: Correction) -> bool:
    """Whether the moved print is the spliced print, give or take a character at its ends."""
    return (
        splice.line == one.line
        and abs(splice.start - one.start) <= 1
        and abs(len(splice.observed) - len(one.before.rstrip())) <= 2
    )


def _printed(page: Page, known: list[Misreading], one: Correction) -> str:
    """Return what was printed at the place of a correction."""
    text = page.line(one.line).text
    parts, done = [], one.start
    for place in sorted(known, key=lambda each: each.start):
        parts += [text[done : place.start], place.true]
        done = place.end
    return "".join([*parts, text[done : one.end]])
