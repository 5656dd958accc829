"""The planner: dates of a whole series of sessions, as pure functions."""

import os

# Read by numpy when it is first imported. The matrices are small: a second thread only spins, and
# on a busy machine it made the planner three times slower (docs/decisions/0004-planner.md).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
