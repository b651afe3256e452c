"""What bytes that are no text look like, by their first bytes."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image"),
    (b"AT&TFORM", "a DjVu file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_OFFICE = (
    (b"word/", "a DOCX document"),
    (b"xl/", "an XLSX workbook"),
    (b"ppt/", "a PPTX presentation"),
    (b"application/epub", "an EPUB book"),
    (b"application/vnd.oasis", "an OpenDocument file"),
)
_REACH = 4096
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})


def looks_like(data: bytes) -> str | None:
    """Return what ``data`` looks like if it is no text (``a PDF file`` …), else None."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data.startswith(b"PK\x03\x04"):
        inside = data[:_REACH] + data[-_REACH:]
        return next((name for mark, name in _OFFICE if mark in inside), "a ZIP archive")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "a WebP image"
    if data[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        return "a HEIF image"
    return None


def mostly_controls(data: bytes) -> bool:
    """Whether the first bytes hold more control characters than any text does."""
    head = data[:_REACH]
    return len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 10
