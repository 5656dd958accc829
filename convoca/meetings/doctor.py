"""What the doctor looks at in sessions: whether their hours still are where the clock says."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convoca.foundation.diagnosis import Diagnosis, Level, looks_at
from convoca.meetings.queries.clocks import ClockState, count_clocks

ADVICE = {
    ClockState.GONE: gettext_lazy("Ábralas y muévalas: a esa hora el reloj salta."),
    ClockState.LATE: gettext_lazy(
        "El proceso de trabajo las corrige solo; revise que esté andando."
    ),
    ClockState.UNTOLD: gettext_lazy(
        "Ábralas y presione «Avisar ahora»; si no, sale solo en un día."
    ),
}


@looks_at(lambda: _("Horas de las sesiones"))
def look_at_clocks() -> Iterator[Diagnosis]:
    """Look whether sessions to come stand where their wall times are by the clocks of today."""
    about, counted = _("Horas de las sesiones"), count_clocks(now=timezone.now())
    if not counted:
        yield Diagnosis(about, Level.FINE, _("Todas están donde dice el reloj."))
    for state, count in counted.items():
        level = Level.TROUBLE if state == ClockState.GONE else Level.WARNING
        text = ngettext(
            "El horario oficial cambió para %(n)s sesión por venir.",
            "El horario oficial cambió para %(n)s sesiones por venir.",
            count,
        )
        yield Diagnosis(about, level, text % {"n": count}, str(ADVICE[state]))
