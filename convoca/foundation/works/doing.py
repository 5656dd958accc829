"""Doing the long work that waits: claimed one by one, done outside any transaction.

A claim that is never recorded (the worker died) is free again when its lease ends; after three
tries the work fails with a sentence, and the others go on.
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.foundation.models import Work
from convoca.foundation.works.errors import LostWorkError, WorkFailedError, WorkInterruptedError
from convoca.foundation.works.holding import Hold, Record
from convoca.foundation.works.kinds import kind_of, known_kinds

logger = logging.getLogger(__name__)
MOST_TRIES = 3
PAUSE = timedelta(seconds=30)
State = Work.State


def never() -> bool:
    """Say that nobody told us to end."""
    return False


def do_works(kinds: Collection[str] | None = None, *, until: Callable[[], bool] = never) -> int:
    """Do all that waits; return how many were begun. Safe to run twice and side by side."""
    begun = 0
    while do_next_work(kinds, until=until):
        begun += 1
    return begun


def do_next_work(
    kinds: Collection[str] | None = None, *, until: Callable[[], bool] = never
) -> bool:
    """Do the free work that was asked for first; say whether there was one.

    `kinds` None means all that are known here. `until` says that the worker is to end: nothing
    new is begun, and what is in hand goes back.
    """
    work = None if until() else claim_work(kinds, now=timezone.now())
    if work is None:
        return False
    kind = kind_of(work)
    hold = Hold(work, kind.lease, until)
    try:
        _finish(hold, kind.do(hold))
    except LostWorkError:
        logger.info("work %s is no longer ours", work.pk)
    except WorkInterruptedError:
        _hand_back(hold)
    except WorkFailedError as error:
        _fail(hold.row(), sentence=error.sentence, can_retry=False, now=timezone.now())
    except Exception:  # a door: what one work cannot do must not stop the others
        logger.exception("work %s broke", work.pk)
        _pause(hold)
    return True


@transaction.atomic
def claim_work(kinds: Collection[str] | None = None, *, now: datetime) -> Work | None:
    """Claim the free work that was asked for first, so that no other worker takes it.

    What three workers have left unfinished is given up before.
    """
    free = _free(known_kinds() if kinds is None else kinds, now)
    sentence = _(
        "Se intentó tres veces y se cortó antes de terminar. Inténtelo otra vez; si vuelve a "
        "pasar, avise a quien administra el sistema."
    )
    _fail(free.filter(tries__gte=MOST_TRIES), sentence=sentence, can_retry=True, now=now)
    work = free.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if work is None:
        return None
    work.state = State.RUNNING
    work.free_at = now + kind_of(work).lease
    work.started_at = work.started_at or now
    work.lease_number += 1
    work.tries += 1
    work.save(update_fields=["state", "free_at", "started_at", "lease_number", "tries"])
    return work


def has_waiting_work(*, now: datetime) -> bool:
    """Say whether there is work that this process could take."""
    return _free(known_kinds(), now).exists()


def _free(kinds: Collection[str], now: datetime) -> QuerySet[Work]:
    is_free = Q(free_at__isnull=True) | Q(free_at__lte=now)
    return Work.objects.filter(is_free, kind__in=kinds, state__in=Work.OPEN)


@transaction.atomic
def _finish(hold: Hold, record: Record) -> None:
    """Record the outcome and that the work is done, together, if the work is still ours."""
    work = hold.row().select_for_update(of=("self",)).first()
    if work is None:
        raise LostWorkError(hold.work.pk)
    record()
    work.state, work.ended_at = State.DONE, timezone.now()
    work.save(update_fields=["state", "ended_at"])


@transaction.atomic
def _fail(works: QuerySet[Work], *, sentence: str, can_retry: bool, now: datetime) -> None:
    for work in works.select_for_update(skip_locked=True, of=("self",)):
        work.state, work.error, work.can_retry, work.ended_at = (
            State.FAILED, sentence, can_retry, now,
        )  # fmt: skip
        work.save(update_fields=["state", "error", "can_retry", "ended_at"])
        kind_of(work).follow(work)
        logger.warning("work %s failed", work.pk)


def _hand_back(hold: Hold) -> None:
    """Let another worker begin again at once."""
    tries = hold.work.tries - 1
    hold.row().update(state=State.WAITING, free_at=None, tries=tries, progress_done=0)


def _pause(hold: Hold) -> None:
    """Let a work that broke wait a little, so that the others come before it."""
    hold.row().update(state=State.WAITING, free_at=timezone.now() + PAUSE, progress_done=0)
