"""Find the characters that look alike: the groups [close] and [far] of look_alikes.txt.

Each character of TEXT (three times and more) is drawn in the fonts, blurred as print is, and
compared with every other by the correlation of its grey values, the mean over the fonts:

    pip install numpy pillow
    python tools/misreadings/shapes.py TEXT NotoSerifCJK-Regular.ttc:2 NotoSansCJK-Regular.ttc:2
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_TIERS = {"close": (3, 0.88), "far": (6, 0.85)}
"""How many of a character's nearest count, and how near they must be."""


def likeness(characters: str, fonts: list[str]) -> np.ndarray:
    """Return the likeness of each two of ``characters``, -1 to 1; 0 of one with itself."""
    total = np.zeros((len(characters), len(characters)), dtype=np.float32)
    for font in fonts:
        path, _, index = font.partition(":")
        face = ImageFont.truetype(path, 40, index=int(index or 0))
        rows = []
        for character in characters:
            image = Image.new("L", (48, 52), 0)
            ImageDraw.Draw(image).text((4, -4), character, font=face, fill=255)
            image = image.filter(ImageFilter.GaussianBlur(1.6)).resize((24, 26))
            grey = np.asarray(image, dtype=np.float32).ravel()
            grey -= grey.mean()
            rows.append(grey / np.linalg.norm(grey))
        drawn = np.array(rows)
        total += drawn @ drawn.T
    np.fill_diagonal(total, 0)
    return total / len(fonts)


def main(text: Path, fonts: list[str]) -> None:
    """Print the tiers, each pair once, in the one that comes first."""
    counts = Counter(text.read_text("utf-8"))
    characters = "".join(c for c, n in counts.items() if n > 2 and "\u4e00" <= c <= "\u9fff")
    alike = likeness(characters, fonts)
    seen: set[tuple[str, str]] = set()
    for tier, (nearest, least) in _TIERS.items():
        pairs = {
            (min(one, characters[other]), max(one, characters[other]))
            for place, one in enumerate(characters)
            for other in np.argsort(-alike[place])[:nearest]
            if alike[place, other] >= least
        }
        print(f"[{tier}]")
        print(" ".join(one + other for one, other in sorted(pairs - seen)))
        seen |= pairs


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
