"""Copying answers from one store to another, byte for byte."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from pipeline.cache.base import BaseStore, Sealed

_AT_ONCE = 200


@dataclass
class Copied:
    """What a copy did: answers copied, known already (``differing``: with another content than the
    source's), and notes copied."""

    copied: int = 0
    known: int = 0
    differing: int = 0
    notes: int = 0


def copy(
    source: BaseStore,
    target: BaseStore,
    replace: bool = False,
    told: Callable[[int], None] = lambda _: None,
) -> Copied:
    """Keep in ``target`` every record of ``source`` that holds, as the same bytes, and its notes.

    What the target has is left as it is unless ``replace``: both are answers to the same question,
    and one that a briefing rests on should change only when that is wanted. So a copy that was
    interrupted goes on where it stopped. Notes come along since a batch that is under way would be
    asked again, and paid again, by whoever does not know of it. ``told`` hears how many records
    were looked at. StoreError if the target cannot be written.
    """
    target.check_writable()
    done = Copied()
    every = source.sealed()
    while some := list(islice(every, _AT_ONCE)):
        wanted = [one for one in some if _is_wanted(one, target, replace, done)]
        if wanted:
            target.check_room(len(wanted))
            target.keep(wanted)
        done.copied += len(wanted)
        told(done.copied + done.known)
    for kind in source.note_kinds():
        for name, document in source.notes(kind):
            if target.noted(kind, name) is None:
                target.note(kind, name, document)
                done.notes += 1
    return done


def _is_wanted(one: Sealed, target: BaseStore, replace: bool, done: Copied) -> bool:
    kept = target.get(one.record.key)
    differs = kept is not None and kept != one.record
    if kept is None or (replace and differs):
        return True
    done.known += 1
    done.differing += differs
    return False
