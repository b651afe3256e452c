"""How well lines of text fit the stories they could belong to."""

import os
import subprocess
import sys

_SCORES = """
from pipeline.evaluate.truth import page_of
from pipeline.segment.belonging import Belonging, Unit
from pipeline.segment.evidence import gather
from pipeline.segment.lines import strips
from pipeline.segment.wording import Wording

lines = (
    "老鹳沟水库始建于四十年前,坝体老化严重,除险加固工程迫在眉睫,下游农田用水紧张。",
    "云麓中学合唱团成立三年,团员都是爱唱歌的学生,获得金奖不是第一次,老师义务指导。",
    "除险加固工程去年开工,施工人员翻修坝体,加高加固,水库面貌一新,下游农田用水不再紧张。",
    "合唱团每周排练两次,学生利用课余时间练歌,老师义务指导团员,获得金奖的学生越来越多。",
)
rows = strips(page_of("\\n\\n".join(lines * 2), "page.txt"))
wording = Wording(rows)
stories = {place: place % 2 for place in range(8)}
units = [Unit(place, (), place % 2) for place in range(8)]
print(Belonging(gather(rows, wording), wording).scores(units, (0, 1), stories))
"""


def _scores(hash_seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    return subprocess.run(
        [sys.executable, "-c", _SCORES],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_a_line_fits_as_well_in_every_process() -> None:
    # Sums of fractions depend on their order, and the order of a set of strings on the process.
    assert _scores(1) == _scores(2) == _scores(3)
