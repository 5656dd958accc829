"""How the rule is asked, and other themes than those it gives, with a reason."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.rule.ballots import Approval, Theme

USUAL = "product-12"
RULES = {f"product-{threshold}": Approval("product", threshold) for threshold in range(9, 17)} | {
    f"both-{threshold}": Approval("both", threshold) for threshold in (3, 4, 5)
}


class RuleForm(forms.Form):
    """When a theme is urgent for somebody, and the kinds of municipality that get one of theirs.

    It is asked with a link: what it does not know counts as not said.
    """

    rule = forms.ChoiceField(label=_("Un tema es urgente para alguien cuando"), required=False)
    require = forms.MultipleChoiceField(
        label=_("Asegurar un tema a las comunas de tipo"),
        help_text=_("Uno que la mayoría de ese tipo encuentre urgente, si lo hay."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, given: QueryDict, *, kinds: Sequence[str]) -> None:
        rule = given.get("rule", "")
        self.rule_name = rule if rule in RULES else USUAL
        self.required_kinds = sorted(set(given.getlist("require")) & set(kinds))
        super().__init__(initial={"rule": self.rule_name, "require": self.required_kinds})
        self._choose("rule", [(name, _rule_words(approval)) for name, approval in RULES.items()])
        self._choose("require", [(kind, kind) for kind in kinds])
        if not kinds:
            del self.fields["require"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def approval(self) -> Approval:
        return RULES[self.rule_name]

    @property
    def is_usual(self) -> bool:
        return self.rule_name == USUAL

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Give what another form must carry along, nothing when all is as usual."""
        rule = [] if self.is_usual else [("rule", self.rule_name)]
        return [*rule, *(("require", kind) for kind in self.required_kinds)]

    @property
    def query(self) -> str:
        """Give the same as the end of an address, with its question mark."""
        return f"?{urlencode(self.hidden)}" if self.hidden else ""


def _rule_words(approval: Approval) -> str:
    words = {"threshold": approval.threshold}
    if approval == Approval():
        return gettext("interés × urgencia llega a %(threshold)s (lo usual)") % words
    if approval.mode == "product":
        return gettext("interés × urgencia llega a %(threshold)s") % words
    return gettext("interés y urgencia son %(threshold)s o más") % words


class ReasonForm(forms.Form):
    """Why another measure of what is urgent was taken."""

    parameters_reason = forms.CharField(
        label=_("Por qué cambia cuándo un tema es urgente"),
        help_text=_("Queda guardado junto a la agenda, con su nombre y la fecha."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Escriba por qué cambia cuándo un tema es urgente.")},
    )


class OverrideForm(forms.Form):
    """A theme for each session, and why; `chosen` holds the theme ids in order."""

    reason = forms.CharField(
        label=_("Por qué elige otros temas"),
        help_text=_("Queda guardado junto a la agenda, con su nombre y la fecha."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Escriba por qué elige otros temas.")},
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        themes: Sequence[Theme],
        sessions: int,
        proposed: Sequence[int],
    ) -> None:
        super().__init__(data)
        self.places = [f"session_{number}" for number in range(1, sessions + 1)]
        choices = [("", _("Sin tema")), *((theme.id, theme.title) for theme in themes)]
        for number, name in enumerate(self.places, 1):
            self.fields[name] = forms.TypedChoiceField(
                label=_("Sesión %(number)s") % {"number": number},
                choices=choices,
                required=number == 1,
                coerce=int,
                empty_value=None,
                error_messages={"required": _("Elija el tema de la primera sesión.")},
            )
        self.initial = dict(zip(self.places, proposed, strict=False))
        self.order_fields([*self.places, "reason"])

    @property
    def chosen(self) -> list[int]:
        given = (self.cleaned_data.get(name) for name in self.places)
        return [theme for theme in given if theme is not None]
