"""A campaign as it is written: whom, how often, and up to three waves."""

from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convoca.directory.models import Region, Settlement
from convoca.messaging.core.whatsapp_templates import count_blanks
from convoca.messaging.models import Template
from convoca.outreach.core.campaign import Channel
from convoca.outreach.core.merge import unknown_fields
from convoca.outreach.errors import UnknownFieldError
from convoca.outreach.models import Campaign, Wave
from convoca.outreach.services import CampaignInput, WaveInput
from convoca.outreach.services.texts import lines_of

NUMBERS = (1, 2, 3)
REACH = {
    "": gettext_lazy("Todos"),
    "email": gettext_lazy("Con correo"),
    "no_email": gettext_lazy("Sin correo"),
    "phone": gettext_lazy("Con teléfono"),
}
MAIL = gettext_lazy(
    "Estimada/o {nombre}:\n\n"
    "Todavía no sabemos si {comuna} participará en la {comunidad}.\n\n"
    "Qué gana su dirección:\n{gana_direccion}\n\n"
    "Responda con un toque en su enlace personal, hasta el {plazo}:\n\n{enlace}\n\n{asociacion}"
)
CALL = gettext_lazy(
    "Le escribimos sobre la {comunidad} y queremos saber si {comuna} participará.\n\n"
    "Qué gana su dirección: {gana_direccion}\n\n¿Podemos contar con usted?"
)
LETTER = gettext_lazy(
    "Estimada/o {nombre}:\n\n"
    "La {asociacion} le invita personalmente a la {comunidad}: {sesiones} por videollamada.\n\n"
    "Qué gana la {municipalidad}:\n{gana_municipalidad}\n\n"
    "Qué gana su dirección:\n{gana_direccion}\n\nEsperamos su respuesta hasta el {plazo}."
)
SUBJECT = gettext_lazy("{comuna}: ¿participará en la {comunidad}?")
PROPOSED = {
    1: (Channel.EMAIL, SUBJECT, MAIL),
    2: (Channel.PHONE, "", CALL),
    3: (Channel.LETTER, SUBJECT, LETTER),
}


class CampaignForm(forms.Form):
    """The whole campaign on one page; a wave without a channel is not used."""

    name = forms.CharField(
        label=gettext_lazy("Nombre de la campaña"),
        max_length=120,
        error_messages={"required": gettext_lazy("Escriba un nombre para reconocer la campaña.")},
    )
    region = forms.ChoiceField(label=gettext_lazy("Región"), required=False)
    settlement = forms.ChoiceField(
        label=gettext_lazy("Tipo de comuna"),
        choices=[("", gettext_lazy("Todos")), *Settlement.choices],
        required=False,
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Datos de contacto"), choices=list(REACH.items()), required=False
    )
    gap_days = forms.IntegerField(
        label=gettext_lazy("Días hábiles entre un contacto y otro"),
        initial=3,
        min_value=1,
        max_value=30,
    )
    most_contacts = forms.IntegerField(
        label=gettext_lazy("Contactos por persona, a lo más"), initial=4, min_value=1, max_value=10
    )

    def __init__(
        self,
        data: QueryDict | None,
        campaign: Campaign | None = None,
        *,
        templates: Sequence[Template] = (),
    ) -> None:
        super().__init__(data, initial=_initial(campaign))
        self.templates = {template.name: template for template in templates}
        regions = [(region.code, region.name) for region in Region.objects.all()]
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Todas")), *regions]
        for number in NUMBERS:
            self._add_wave(number)

    def waves(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Give the fields of each wave."""
        for number in NUMBERS:
            names = [f"{name}_{number}" for name in ("channel", "template", "subject", "body")]
            yield number, [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, object]:
        """Ask for at least one wave, and for what each one needs."""
        given = super().clean() or {}
        for number in NUMBERS:
            if given.get(f"channel_{number}"):
                self._check_wave(number, given)
        if not any(given.get(f"channel_{number}") for number in NUMBERS):
            self.add_error("channel_1", _("Elija por dónde se contacta primero."))
        return given

    def as_input(self) -> CampaignInput:
        """Return what was written; the form is valid."""
        given = self.cleaned_data
        return CampaignInput(
            name=given["name"].strip(),
            chosen={key: given[key] for key in ("region", "settlement", "reach") if given[key]},
            gap_days=given["gap_days"],
            most_contacts=given["most_contacts"],
            waves=[
                WaveInput(
                    given[f"channel_{n}"],
                    given[f"subject_{n}"].strip(),
                    given[f"body_{n}"].strip(),
                    given.get(f"template_{n}", ""),
                )
                for n in NUMBERS
                if given[f"channel_{n}"]
            ],
        )

    def _add_wave(self, number: int) -> None:
        self.fields[f"channel_{number}"] = forms.ChoiceField(
            label=_("Por dónde"),
            choices=[("", _("No usar")), *self._channels()],
            required=False,
        )
        if self.templates:
            self.fields[f"template_{number}"] = forms.ChoiceField(
                label=_("Plantilla, si va por WhatsApp"),
                choices=[("", _("Ninguna")), *((name, name) for name in self.templates)],
                required=False,
                help_text=_("En el texto escriba un dato por línea, en el orden de la plantilla."),
            )
        self.fields[f"subject_{number}"] = forms.CharField(
            label=_("Asunto"), required=False, max_length=200
        )
        self.fields[f"body_{number}"] = forms.CharField(
            label=_("Texto"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 8}),
        )

    def _channels(self) -> list[tuple[str, str]]:
        """Return the channels to choose from: WhatsApp once a template is approved."""
        return [
            (value, str(label))
            for value, label in Wave.ChannelName.choices
            if self.templates or value != Channel.WHATSAPP
        ]

    def _check_template(self, number: int, given: Mapping[str, object]) -> None:
        """Ask for a template, and for a line for each of its blanks."""
        template = self.templates.get(str(given.get(f"template_{number}") or ""))
        if template is None:
            self.add_error(f"template_{number}", _("Elija la plantilla que saldrá."))
            return
        wanted = count_blanks(template.body)
        if len(lines_of(str(given.get(f"body_{number}") or ""))) != wanted:
            words = ngettext(
                "La plantilla lleva %(n)s dato: escriba esa línea. Dice: %(body)s",
                "La plantilla lleva %(n)s datos: escriba un dato por línea. Dice: %(body)s",
                wanted,
            )
            self.add_error(f"body_{number}", words % {"n": wanted, "body": template.body})

    def _check_wave(self, number: int, given: Mapping[str, object]) -> None:
        if given[f"channel_{number}"] == Channel.WHATSAPP:
            self._check_template(number, given)
        elif not given.get(f"body_{number}") and f"body_{number}" not in self.errors:
            self.add_error(f"body_{number}", _("Escriba qué se dirá."))
        if given[f"channel_{number}"] == Channel.EMAIL and not given.get(f"subject_{number}"):
            self.add_error(f"subject_{number}", _("Un correo necesita un asunto."))
        for name in (f"subject_{number}", f"body_{number}"):
            unknown = unknown_fields(str(given.get(name) or ""))
            if unknown:
                self.add_error(name, UnknownFieldError(unknown).user_message())


def reach_words() -> dict[str, str]:
    """Return the words of the filter by contact; all has none."""
    return {key: str(words) for key, words in REACH.items() if key}


def _initial(campaign: Campaign | None) -> dict[str, object]:
    if campaign is None:
        waves = [(n, channel, subject, body) for n, (channel, subject, body) in PROPOSED.items()]
        return _wave_initial(waves)
    own = list(campaign.waves.all())
    stored = [(wave.number, wave.channel, wave.subject, wave.body) for wave in own]
    return {
        "name": campaign.name,
        "gap_days": campaign.gap_days,
        "most_contacts": campaign.most_contacts,
        **campaign.chosen,
        **_wave_initial(stored),
        **{f"template_{wave.number}": wave.template for wave in own},
    }


def _wave_initial(waves: Sequence[tuple[int, str, object, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for number, channel, subject, body in waves:
        found[f"channel_{number}"] = str(channel)
        found[f"subject_{number}"] = str(subject)
        found[f"body_{number}"] = str(body)
    return found
