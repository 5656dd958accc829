"""What a wave says to one person."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.messaging.services import Text
from convoca.outreach.core.merge import fill_text
from convoca.outreach.models import Wave
from convoca.ui.formats import format_number
from convoca.ui.templatetags.ui import fecha_hora


def write_wave(wave: Wave, invitation: Invitation, *, link: str) -> Text:
    """Write what a wave says to the person of an invitation, with `link` as the personal link."""
    values = _values(invitation, wave.campaign.cycle, link)
    return Text(fill_text(wave.subject, values).strip(), fill_text(wave.body, values).strip())


def _values(invitation: Invitation, cycle: Cycle, link: str) -> Mapping[str, str]:
    """Return a value for each field of `core.merge.FIELDS`."""
    municipality, community = invitation.seat.municipality, cycle.community
    return {
        "nombre": invitation.participant.name,
        "comuna": municipality.comuna_name,
        "municipalidad": municipality.name,
        "region": municipality.region.name,
        "habitantes": format_number(municipality.population),
        "direccion": invitation.seat.kind.name,
        "comunidad": community.name,
        "asociacion": community.association.name,
        "gana_municipalidad": community.benefit_municipality,
        "gana_direccion": community.benefit_directorate,
        "sesiones": _("%(count)s sesiones de %(minutes)s minutos")
        % {"count": community.session_count, "minutes": community.session_min},
        "plazo": fecha_hora(cycle.answer_by, municipality.zone),
        "enlace": link,
    }


def link_of_mail() -> str:
    """Return what stands for the personal link where none can be given, as on the telephone."""
    return _("el enlace personal que va en su correo")


def link_in_sample() -> str:
    """Return what stands for the personal link in a sample."""
    return _("(aquí va el enlace personal de cada persona)")
