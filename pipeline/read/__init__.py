"""Inputs → pages. One file per kind of input."""

from pipeline.read.errors import InputError, ReadError
from pipeline.read.files import STDIN, Input, find_inputs, read_file, read_input, read_stdin
from pipeline.read.text import read_text

__all__ = [
    "STDIN",
    "Input",
    "InputError",
    "ReadError",
    "find_inputs",
    "read_file",
    "read_input",
    "read_stdin",
    "read_text",
]
