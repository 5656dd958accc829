"""The meanings of texts, read once and kept by their digest."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np

from convoca.agenda.core.coding.suggesting.judges import Vectors
from convoca.agenda.core.coding.suggesting.meaning import A_BATCH, WIDTH, vectors_of
from convoca.agenda.models import SentenceVector
from convoca.directory.models import Community

HALF = np.dtype("<f2")
Tell = Callable[[int, int], None]


def digest_of(text: str) -> str:
    """Return by which name the meaning of a text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_vectors(*, community: Community, texts: Sequence[str], tell: Tell) -> Vectors:
    """Return the meanings of texts, reading those that are not known; forget all others.

    `tell` hears how many of the unknown ones are read. Outside any transaction: it takes some
    10 ms a text, and what was read stays if it breaks off.
    """
    digests = {text: digest_of(text) for text in texts}
    kept = SentenceVector.objects.filter(community=community)
    known = {row.digest: bytes(row.vector) for row in kept}
    wanted = set(digests.values())
    gone = [digest for digest in known if digest not in wanted]
    for start in range(0, len(gone), A_BATCH):
        kept.filter(digest__in=gone[start : start + A_BATCH]).delete()
    unknown = [text for text, digest in digests.items() if digest not in known]
    for start in range(0, len(unknown), A_BATCH):
        tell(start, len(unknown))
        known |= _read(community, unknown[start : start + A_BATCH])
    if not texts:
        return np.zeros((0, WIDTH), dtype=np.float32)
    rows = np.frombuffer(b"".join(known[digests[text]] for text in texts), dtype=HALF)
    vectors: Vectors = rows.reshape(len(texts), WIDTH).astype(np.float32)
    return vectors


def _read(community: Community, texts: Sequence[str]) -> dict[str, bytes]:
    found = {
        digest_of(text): vector.astype(HALF).tobytes()
        for text, vector in zip(texts, vectors_of(texts), strict=True)
    }
    rows = [
        SentenceVector(community=community, digest=digest, vector=vector)
        for digest, vector in found.items()
    ]
    SentenceVector.objects.bulk_create(rows, ignore_conflicts=True)
    return found
