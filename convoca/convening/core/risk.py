"""Who is drifting away: reasons in order and a level by a rule one can read. Never a score."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from convoca.convening.core.bands import Band
from convoca.convening.core.record import Record


class ReasonKind(StrEnum):
    """Why a seat may be drifting away; they are told in this order."""

    MISSED = "missed"
    NEVER_CAME = "never_came"
    VACANT = "vacant"
    NEW_HOLDER = "new_holder"
    NOT_REACHED = "not_reached"
    SILENT = "silent"
    THEME_LEFT_OUT = "theme_left_out"
    CAME_LESS = "came_less"


class Level(StrEnum):
    """How soon somebody should look, the most pressing first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


class Action(StrEnum):
    """What can be done for a seat that drifts away."""

    CALL = "call"
    RECORDING = "recording"
    THEME = "theme"
    MAYOR = "mayor"
    DEPUTY = "deputy"


ALERTING = frozenset({Level.HIGH, Level.MEDIUM})
FREQUENT = frozenset({Band.HIGH, Band.MEDIUM})
FIRST_ACTION = {ReasonKind.VACANT: Action.MAYOR, ReasonKind.THEME_LEFT_OUT: Action.THEME}


@dataclass(frozen=True)
class Reason:
    """One reason; `count` is how many sessions were missed, 0 where there is nothing to count."""

    kind: ReasonKind
    count: int = 0


@dataclass(frozen=True)
class RiskFacts:
    """What is known of a seat that takes part, at the last session held.

    is_held: a known person holds it. has_new_holder: it changed hands since it last came, or
    since the cycle began if it never came. is_reachable: it has a telephone, or an address to
    which mails do leave. is_silent: did not answer the last consultation that others answered.
    theme_left_out: it found themes urgent, and none of them came into the agenda.
    band_before: of the cycle before, if any.
    """

    record: Record
    is_held: bool = True
    has_new_holder: bool = False
    is_reachable: bool = True
    is_silent: bool = False
    theme_left_out: bool = False
    band_before: Band | None = None


@dataclass(frozen=True)
class Risk:
    """The level with all its reasons in their order; without reasons the level is NONE."""

    level: Level
    reasons: tuple[Reason, ...] = ()

    @property
    def alerts(self) -> bool:
        """Say whether somebody should be told."""
        return self.level in ALERTING


def risk_of(facts: RiskFacts) -> Risk:
    """Return why a seat may be drifting away, and how soon somebody should look.

    Reasons: it missed the last n counted sessions after having come; it never came although it
    could (n sessions); nobody holds it; it changed hands since; neither telephone nor mail
    reaches it; it did not answer the last consultation; its urgent themes were left out;
    it came less than half the sessions now and often in the cycle before (see `_came_less`).

    Level, the first that fits:
    NONE   no reason.
    HIGH   nobody holds it.
    LOW    it was at the last session, or said it could not come, and did not change hands since:
           whatever else, it is there.
    HIGH   it is cooling (`Record.is_cooling`): it missed two or more in a row.
    MEDIUM two reasons or more, a miss among them or not.
    LOW    one reason alone.

    A seat without a mark yet has missed nothing. No weights, no sum: two seats with the
    same facts get the same answer, and the answer can be read aloud.
    """
    reasons = tuple(_reasons(facts))
    return Risk(_level(facts, reasons), reasons)


def risk_order(risk: Risk, record: Record) -> tuple[int, int, int, int]:
    """Return a sort key, most pressing first: level, misses in a row, reasons, times it came.

    Of two seats with the same level and misses, more reasons first, then who came more often
    (there is more to lose). Ties are left to the caller's order.
    """
    levels = list(Level)
    return (
        levels.index(risk.level),
        -record.misses_in_a_row,
        -len(risk.reasons),
        -record.attended,
    )


def suggest_action(reasons: Iterable[Reason]) -> Action:
    """Return what to try first: for the first reason that has an act of its own, that one.

    Nobody holds the seat: write to the mayor; its theme was left out: ask for a theme; all else,
    and no reason at all: call.
    """
    kinds = [reason.kind for reason in reasons]
    return next((FIRST_ACTION[kind] for kind in kinds if kind in FIRST_ACTION), Action.CALL)


def _reasons(facts: RiskFacts) -> Iterable[Reason]:
    record = facts.record
    misses = record.misses_in_a_row
    if misses:
        kind = ReasonKind.MISSED if record.attended else ReasonKind.NEVER_CAME
        yield Reason(kind, misses)
    if not facts.is_held:
        yield Reason(ReasonKind.VACANT)
    elif facts.has_new_holder:
        yield Reason(ReasonKind.NEW_HOLDER)
    if facts.is_held and not facts.is_reachable:
        yield Reason(ReasonKind.NOT_REACHED)
    if facts.is_silent:
        yield Reason(ReasonKind.SILENT)
    if facts.theme_left_out:
        yield Reason(ReasonKind.THEME_LEFT_OUT)
    if _came_less(facts):
        yield Reason(ReasonKind.CAME_LESS)


def _came_less(facts: RiskFacts) -> bool:
    """Say whether it came often in the cycle before (high, medium) and rarely or never in this."""
    before = facts.band_before in FREQUENT
    return before and bool(facts.record.counted) and facts.record.band not in FREQUENT


def _level(facts: RiskFacts, reasons: tuple[Reason, ...]) -> Level:
    if not reasons:
        return Level.NONE
    if not facts.is_held:
        return Level.HIGH
    if facts.record.is_in_touch and not facts.has_new_holder:
        return Level.LOW
    if facts.record.is_cooling:
        return Level.HIGH
    return Level.MEDIUM if len(reasons) > 1 else Level.LOW
