"""The lines of a batch's output and error files, and what can be wrong with such a file."""

import hashlib
import json
from typing import Any

Json = dict[str, Any]
_INTO_A_LINE = 9


def problem(code: str, message: str, line: int | None) -> Json:
    """Return what validation says against a line (None: against the file)."""
    return {"code": code, "message": message, "line": line, "param": None}


def answered(custom: str, status: int, body: Json) -> Json:
    """Return the line of a request that was answered, well or not."""
    name = hashlib.sha256(custom.encode()).hexdigest()[:16]
    response = {"status_code": status, "request_id": f"req_{name}", "body": body}
    return {"id": f"batch_req_{name}", "custom_id": custom, "response": response, "error": None}


def never_done(custom: str) -> Json:
    """Return the line of a request that the end of the window overtook."""
    message = "This request could not be executed before the completion window expired."
    error = {"code": "batch_expired", "message": message}
    return {"id": "batch_req_x", "custom_id": custom, "response": None, "error": error}


def jsonl(rows: list[Json]) -> bytes:
    """Return ``rows`` as JSON Lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def output_file(rows: list[Json], fault: str | None, share: float) -> bytes:
    """Return the output file; faulty ones are out of order, doubled, cut or hold a stranger."""
    if fault == "batch_shuffled":
        rows = sorted(rows, key=lambda row: row["id"])
    elif fault == "batch_duplicated":
        rows = [*rows, *rows[: max(1, len(rows) // 2)]]
    elif fault == "batch_unknown_id":
        rows = [*rows, rows[0] | {"custom_id": "nobody-asked-this"}]
    data = jsonl(rows)
    return _cut_within_a_line(data, share) if fault == "batch_cut" else data


def _cut_within_a_line(data: bytes, share: float) -> bytes:
    cut = int(len(data) * share)
    at_an_end = b"\n" in data[max(0, cut - 1) : cut + 1]
    return data[: max(0, cut - _INTO_A_LINE if at_an_end else cut)]


def whole_lines(data: bytes) -> frozenset[str]:
    """Return the custom ids of the lines that ``data`` holds from end to end."""
    lines = data.split(b"\n")[:-1]  # what stands behind the last line end was cut
    return frozenset(json.loads(line)["custom_id"] for line in lines)
