"""Translations to check, pair by pair: JSON lines, TMX and XLIFF → pairs of texts."""

from pipeline.pairs.files import read_pairs
from pipeline.pairs.languages import Wanted
from pipeline.pairs.pair import Pair, PairsError, Remark, Unread, iso_date
from pipeline.pairs.scripts import doubts

__all__ = ["Pair", "PairsError", "Remark", "Unread", "Wanted", "doubts", "iso_date", "read_pairs"]
