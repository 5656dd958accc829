"""How a person reads what the core names."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from convoca.convening.core.hurdles import Hurdle
from convoca.convening.queries.board import SeatRow

HURDLE_WORDS = {
    Hurdle.CALL_DUE: _("llamada prometida"),
    Hurdle.MAIL_TROUBLE: _("el correo no salió"),
    Hurdle.NO_EMAIL: _("sin correo: llamar"),
    Hurdle.NO_HOLDER: _("no se sabe quién ocupa el puesto"),
    Hurdle.NOT_INVITED: _("sin invitar"),
    Hurdle.MAIL_WAITING: _("el correo está por salir"),
    Hurdle.NO_ANSWER: _("no ha respondido al correo"),
}


def hurdle_words(hurdle: Hurdle) -> str:
    """Return why a seat has not answered, as a person reads it."""
    return str(HURDLE_WORDS[hurdle])


def shared_words(row: SeatRow) -> str:
    """Return with which comunas a seat shares its office, as a person reads it, or ""."""
    if row.serving is not None:
        return gettext("la atiende %(comuna)s") % {"comuna": row.serving.seat.municipality}
    if row.serves:
        return gettext("atiende también %(comunas)s") % {"comunas": row.served_places}
    return ""
