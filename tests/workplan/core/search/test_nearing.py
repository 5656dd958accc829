import pytest

from convoca.workplan.core.search.nearing import (
    Nearing,
    gain_share,
    progress_to_list,
    read_progress,
)
from convoca.workplan.core.search.progress import Progress


@pytest.mark.parametrize(
    ("best", "bound", "share"),
    [(None, 10.0, None), (10, None, None), (0, 10.0, None), (200, 210.0, 0.05), (10, 9.0, 0.0)],
)
def test_gain_share_is_what_the_bound_leaves_over_the_best(best, bound, share):
    assert gain_share(best, bound) == share


def test_progress_is_read_back_with_its_newest_step_last():
    trail = [Progress(None, None, 0.001), Progress(80, None, 0.5), Progress(100, 104.0, 1.25)]

    nearing = read_progress(progress_to_list(trail))

    assert nearing == Nearing(((0.0, None, None), (0.5, 80, None), (1.25, 100, 104.0)))
    assert (nearing.best, nearing.bound, nearing.gain) == (100, 104.0, 0.04)


def test_progress_of_many_steps_keeps_sixty_and_the_newest():
    steps = progress_to_list([Progress(n, 200.0, n) for n in range(119)])

    assert (len(steps), steps[-1]) == (60, [118, 118, 200.0])


def test_progress_without_steps_knows_nothing():
    nearing = read_progress(progress_to_list([]))

    assert (nearing.best, nearing.bound, nearing.gain) == (None, None, None)
