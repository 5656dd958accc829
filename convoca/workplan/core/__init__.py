"""When the sessions of many series are best held: pure functions over plain values.

Read it in this order: `problem` (what is asked, as values and as a file), `ground` (its rules and
values in arrays), `search` (the best dates, the bound, the proof; `search/solve.py` is the door),
`result` (a plan and its figures), `reasons` (why these dates, why none), `checking` (a plan judged
without any of that). Beside them `moving` (one session, the others stay) and `asking` (what people
answer about their time).
"""

import os

# Read by numpy when it is first imported. The matrices are small: a second thread only spins, and
# on a busy machine it made the planner three times slower (docs/decisions/0004-planner.md).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
