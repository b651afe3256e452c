"""How right and how complete the corrections of misread words are, on known noise.

    python benchmarks/corrections.py TEXT... [--seed N] [--errors]

TEXT is clean Chinese prose that was not used to derive the corrections: plain text, benchmark
articles, or JSONL with a ``source`` in each line. Each text is read three times: as it is (every
correction is a false one), and with noise of three kinds, one character in ``_RATE``, at least five
apart: the best known confusions of readers, all known ones, and any characters of one look. All
come from tools/misreadings/look_alikes.txt and are drawn without regard to what can be corrected:
many fall on words of one character, on names, or make another word, and must be left alone.
"""

import argparse
import json
import random
import statistics
import sys
import time
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from pipeline.segment.misreadings import misread_words

_ROOT = Path(__file__).resolve().parents[1]
_RATE = 100
_APART = 5
_KINDS = {
    "best known confusions": ("first",),
    "known confusions": ("first", "known"),
    "any look-alikes": ("first", "known", "close", "far"),
}


class Tally(NamedTuple):
    """Counts over one or more texts."""

    noise: int = 0
    mended: int = 0
    wrong: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Return the sum."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))

    def shown(self) -> str:
        """Return precision and recall in words."""
        done = self.mended + self.wrong
        precision = f"{self.mended / done:.4f}" if done else "-"
        return f"precision {precision}, recall {self.mended / self.noise:.3f} of {self.noise}"


def look_alikes(tiers: tuple[str, ...]) -> dict[str, list[str]]:
    """Return what each character may be read as."""
    found: dict[str, set[str]] = {}
    tier = ""
    file = _ROOT / "tools" / "misreadings" / "look_alikes.txt"
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            tier = line.strip("[]")
        elif tier in tiers:
            for one, *others in line.split():
                for other in others:
                    found.setdefault(one, set()).add(other)
                    found.setdefault(other, set()).add(one)
    return {one: sorted(others) for one, others in found.items()}


def paragraphs(path: Path) -> list[str]:
    """Return the paragraphs of a text, without the marks of a benchmark article."""
    lines = path.read_text("utf-8").splitlines()
    if path.suffix == ".jsonl":
        return list(dict.fromkeys(json.loads(line)["source"] for line in lines))
    return [line.partition("| ")[2] or line for line in lines if line.strip()]


def noisy(text: str, table: dict[str, list[str]], draw: random.Random) -> tuple[str, set[int]]:
    """Return ``text`` with noise and where it is."""
    out, places = list(text), set()
    last = -_APART
    share = sum(character in table for character in text) / max(len(text), 1)
    for place, character in enumerate(text):
        if character in table and place - last >= _APART and draw.random() * share * _RATE < 1:
            out[place] = draw.choice(table[character])
            places.add(place)
            last = place
    return "".join(out), places


def score(clean: str, read: str, noise: set[int], errors: list[str]) -> Tally:
    """Compare what is mended of ``read`` with the noise in it."""
    mended, wrong = 0, 0
    for edit in misread_words(read):
        if clean[edit.start : edit.end] == edit.after:
            mended += len(noise.intersection(range(edit.start, edit.end)))
        else:
            wrong += 1
            around = f"{read[max(0, edit.start - 5) : edit.end + 5]} -> {edit.after}"
            errors.append(around.replace("\n", " "))
    return Tally(len(noise), mended, wrong)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="show each wrong correction")
    options = parser.parse_args()
    texts = [line for path in options.texts for line in paragraphs(path)]
    size = sum(map(len, texts))
    if not size:
        raise SystemExit("the texts are empty: name some with Chinese prose in them")
    errors: list[str] = []
    false = sum((score(text, text, set(), errors).wrong for text in texts), 0)
    print(f"{size} characters; clean: {false} false, {false / size * 100_000:.2f} in 100,000")
    for kind, tiers in _KINDS.items():
        table, draw = look_alikes(tiers), random.Random(options.seed)
        total = Tally()
        for text in texts:
            read, noise = noisy(text, table, draw)
            total = total.plus(score(text, read, noise, errors))
        print(f"{kind}: {total.shown()}")
    page = [
        text for text, end in zip(texts, accumulate(map(len, texts)), strict=True) if end < 5000
    ]
    taken = []
    for _ in range(15):
        start = time.process_time()
        for text in page:
            misread_words(text)
        taken.append(time.process_time() - start)
    length = sum(map(len, page))
    print(f"{statistics.median(taken) * 1000:.2f} ms CPU for a page of {length} characters")
    if options.errors:
        print(*errors, sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()
