"""What a wave says to one person."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.foundation.words import join_names
from convoca.messaging.models import Template
from convoca.messaging.queries import template_named
from convoca.messaging.services import Text, template_text
from convoca.outreach.core.campaign import Channel
from convoca.outreach.core.merge import fill_text
from convoca.outreach.models import Wave
from convoca.ui.formats import format_number
from convoca.ui.templatetags.ui import fecha_hora


def template_of(wave: Wave) -> Template | None:
    """Return the template that a wave of WhatsApp names; None for other channels."""
    if wave.channel != Channel.WHATSAPP:
        return None
    return template_named(wave.campaign.cycle.community.association, wave.template)


def write_wave(
    wave: Wave, invitation: Invitation, *, link: str, template: Template | None = None
) -> Text:
    """Write what a wave says to the person of an invitation, with `link` as the personal link.

    `template` is that of a wave of WhatsApp, see `template_of`. One that is not approved any
    more is written all the same: WhatsApp does not take it, and the mail says the whole text.
    """
    values = _values(invitation, wave.campaign.cycle, link)
    if template is not None:
        parameters = [fill_text(line, values) for line in lines_of(wave.body)]
        subject = wave.campaign.cycle.community.name
        return replace(
            template_text(template, subject=subject, parameters=parameters), is_list=True
        )
    subject, body = (fill_text(each, values).strip() for each in (wave.subject, wave.body))
    return Text(subject, body, is_list=True)


def lines_of(body: str) -> list[str]:
    """Return what fills the blanks of a template: each line that says something."""
    return [line.strip() for line in body.splitlines() if line.strip()]


def _values(invitation: Invitation, cycle: Cycle, link: str) -> Mapping[str, str]:
    """Return a value for each field of `core.merge.FIELDS`."""
    seat, community = invitation.seat, cycle.community
    municipality = seat.municipality
    return {
        "nombre": invitation.participant.name,
        "comuna": seat.place,
        "municipalidad": join_names([each.name for each in seat.municipalities]),
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
