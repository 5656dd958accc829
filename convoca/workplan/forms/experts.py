"""An expert: who, about what, and when free."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.agenda.models import Theme
from convoca.directory.models import Community
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.forms.hours import FreeHoursForm
from convoca.workplan.forms.rows import RowsField
from convoca.workplan.models import Expert
from convoca.workplan.services.experts import ExpertInput


class ThemesField(RowsField):
    """Themes by their titles."""

    def label_from_instance(self, obj: Theme) -> str:
        """Return what stands beside the box of a theme."""
        return obj.title


@dataclass(frozen=True)
class ThemeGroup:
    """The boxes of the themes of one community; folded away while none is marked."""

    community: str
    boxes: list[BoundWidget]
    is_open: bool


class ExpertForm(FreeHoursForm):
    """Who, for which community or all, about which themes; without themes, any topic.

    `communities` are those that may be chosen, beside the whole association.
    """

    name = forms.CharField(label=gettext_lazy("Nombre"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Correo"), required=False)
    community = forms.ModelChoiceField(
        label=gettext_lazy("Para qué comunidad"),
        queryset=Community.objects.none(),
        required=False,
        empty_label=gettext_lazy("Todas las de la asociación"),
    )
    themes = ThemesField(
        label=gettext_lazy("Temas que puede llevar"),
        help_text=gettext_lazy("Sin ninguno marcado, puede llevar cualquiera."),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    max_per_day = forms.IntegerField(
        label=gettext_lazy("Sesiones en un día, a lo más"), min_value=1, max_value=9
    )
    max_per_week = forms.IntegerField(
        label=gettext_lazy("Sesiones en una semana, a lo más"), min_value=1, max_value=45
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Puede llevar sesiones ahora"), required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        communities: Sequence[Community],
        expert: Expert | None = None,
        community: Community | None = None,
    ) -> None:
        super().__init__(
            data,
            weekly=expert.week if expert else ALWAYS,
            away=expert.absences if expert else (),
            initial=_initial(expert, community),
        )
        ids = [one.pk for one in communities]
        offered = self.fields["community"]
        assert isinstance(offered, forms.ModelChoiceField)
        offered.queryset = Community.objects.filter(pk__in=ids).order_by("name")
        themes = self.fields["themes"]
        assert isinstance(themes, ThemesField)
        active = Theme.objects.filter(community__in=ids, is_active=True)
        themes.queryset = active.select_related("community").order_by("community__name", "position")
        kept = expert.themes.select_related("community") if expert else Theme.objects.none()
        self._unoffered = [one for one in kept if one.community_id not in ids or not one.is_active]

    def clean(self) -> dict[str, Any]:  # Any: cleaned values of several types
        """Refuse themes of another community than the one chosen."""
        cleaned = super().clean()
        community, themes = cleaned.get("community"), cleaned.get("themes", ())
        if community is not None and any(one.community_id != community.pk for one in themes):
            said = _("Marque solo temas de la comunidad que eligió, o elija todas.")
            self.add_error("themes", said)
        return cleaned

    @property
    def theme_groups(self) -> list[ThemeGroup]:
        """Return the boxes of the themes by community; those of a single one are always open."""
        by_community = [
            (name, list(boxes)) for name, boxes in groupby(self["themes"], key=_community_name)
        ]
        return [
            ThemeGroup(
                name,
                boxes,
                is_open=len(by_community) == 1 or any(one.data["selected"] for one in boxes),
            )
            for name, boxes in by_community
        ]

    @property
    def given(self) -> ExpertInput:
        """Return what was written, once the form is valid."""
        cleaned = self.cleaned_data
        return ExpertInput(
            name=cleaned["name"],
            email=cleaned["email"],
            themes=[*cleaned["themes"], *self._unseen(cleaned["community"])],
            weekly=self.weekly,
            away=self.absences,
            is_active=cleaned["is_active"],
            community=cleaned["community"],
            max_per_day=cleaned["max_per_day"],
            max_per_week=cleaned["max_per_week"],
        )

    def _unseen(self, community: Community | None) -> list[Theme]:
        """Return the themes of the expert that were not offered, of those that still fit."""
        return [
            one for one in self._unoffered if community is None or one.community_id == community.pk
        ]


def _community_name(box: BoundWidget) -> str:
    """Return the community of the theme of a box."""
    return str(box.data["value"].instance.community.name)


def _initial(expert: Expert | None, community: Community | None) -> dict[str, object]:
    if expert is None:
        return {"is_active": True, "community": community, "max_per_day": 1, "max_per_week": 2}
    return {
        "name": expert.name,
        "email": expert.email,
        "community": expert.community_id,
        "themes": [theme.pk for theme in expert.themes.all()],
        "max_per_day": expert.max_per_day,
        "max_per_week": expert.max_per_week,
        "is_active": expert.is_active,
    }
