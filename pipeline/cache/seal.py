"""A record as bytes, sealed: any change of a single byte shows when it is read.

The file is one JSON object, indented so that people and diffs can read it. Its last member is the
digest of all bytes before it; everything behind it is fixed. So the seal covers every byte, white
space included, at the price of one SHA-256. A row of a database holds the very same bytes.
"""

import hashlib
import json
from typing import Any

from pydantic import ValidationError

from pipeline.llm import Record

_SEAL = ',\n  "digest": "sha256:'
_END = '"\n}\n'
_TAIL = len(_SEAL) + 64 + len(_END)


class Unsealed(ValueError):
    """The bytes are not what was sealed; the message says how it shows."""


def seal(content: dict[str, Any]) -> bytes:
    """Return ``content`` (not empty, without a member ``digest``) as the bytes of a sealed file."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    body = text.removesuffix("\n}").encode("utf-8")
    return body + f"{_SEAL}{hashlib.sha256(body).hexdigest()}{_END}".encode("ascii")


def unseal(data: bytes) -> dict[str, Any]:
    """Return what was sealed in ``data``; raise Unsealed if a byte of it changed."""
    body, tail = data[:-_TAIL], data[-_TAIL:]
    if not tail.startswith(_SEAL.encode("ascii")) or not tail.endswith(_END.encode("ascii")):
        raise Unsealed("it does not end with a digest, as our records do")
    said = tail[len(_SEAL) : -len(_END)]
    if hashlib.sha256(body).hexdigest().encode("ascii") != said:
        raise Unsealed("its content does not match its digest")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise Unsealed("it is no JSON") from None
    if not isinstance(content, dict):
        raise Unsealed("it is no JSON object")
    del content["digest"]
    return content


def unseal_record(data: bytes, key: str) -> Record:
    """Return the record that was sealed in ``data`` to lie under ``key``; Unsealed if it is not."""
    try:
        record = Record.model_validate(unseal(data))
    except ValidationError:
        raise Unsealed("it is no record of this version") from None
    if record.key != key:
        raise Unsealed("it lies under another record's name")
    return record
