"""Who runs sessions, and the licences of video calls."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.directory.models import Community, User
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.forms.hours import AwayForm, FreeHoursForm
from convoca.workplan.forms.rows import RowsField
from convoca.workplan.models import Facilitation, Facilitator, Licence
from convoca.workplan.services.pool import FacilitatorInput, LicenceInput


class CommunitiesField(RowsField):
    """Communities to run, each with who runs it now when that is somebody else."""

    runs: dict[int, str] = {}

    def label_from_instance(self, obj: Community) -> str:
        """Return what stands beside the box of a community."""
        other = self.runs.get(obj.pk)
        if other is None:
            return obj.name
        return _("%(community)s (hoy: %(name)s)") % {"community": obj.name, "name": other}


class FacilitatorForm(FreeHoursForm):
    """Who runs the sessions of which communities; a member of the staff, or somebody else."""

    name = forms.CharField(label=gettext_lazy("Nombre"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Correo"), required=False)
    user = forms.ModelChoiceField(
        label=gettext_lazy("Es del equipo"),
        help_text=gettext_lazy("Así puede decir sus horas también al entrar a Convoca."),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("No es del equipo"),
    )
    communities = CommunitiesField(
        label=gettext_lazy("Comunidades cuyas sesiones conduce"),
        queryset=Community.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Puede conducir sesiones ahora"), required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        association: Association,
        facilitator: Facilitator | None = None,
    ) -> None:
        super().__init__(
            data,
            weekly=facilitator.week if facilitator else ALWAYS,
            away=facilitator.absences if facilitator else (),
            initial=_initial(facilitator),
        )
        users, communities = self.fields["user"], self.fields["communities"]
        assert isinstance(users, forms.ModelChoiceField)
        assert isinstance(communities, CommunitiesField)
        own = facilitator.user_id if facilitator else None
        taken = Facilitator.objects.filter(association=association, user__isnull=False)
        staff = User.objects.filter(association=association, is_active=True)
        users.queryset = staff.exclude(pk__in=taken.exclude(user=own).values("user")).order_by(
            "name"
        )
        communities.queryset = association.communities.order_by("name")
        others = Facilitation.objects.filter(community__association=association)
        if facilitator is not None:
            others = others.exclude(facilitator=facilitator)
        names = others.values_list("community", "facilitator__name")
        communities.runs = dict(names)

    @property
    def given(self) -> FacilitatorInput:
        """Return what was written, once the form is valid."""
        cleaned = self.cleaned_data
        return FacilitatorInput(
            name=cleaned["name"],
            email=cleaned["email"],
            user=cleaned["user"],
            communities=list(cleaned["communities"]),
            weekly=self.weekly,
            away=self.absences,
            is_active=cleaned["is_active"],
        )


def _initial(facilitator: Facilitator | None) -> dict[str, object]:
    if facilitator is None:
        return {"is_active": True}
    return {
        "name": facilitator.name,
        "email": facilitator.email,
        "user": facilitator.user_id,
        "communities": [one.community_id for one in facilitator.facilitations.all()],
        "is_active": facilitator.is_active,
    }


class LicenceForm(AwayForm):
    """A licence: its name, for how many people, the days it is not to be had."""

    name = forms.CharField(
        label=gettext_lazy("Nombre"),
        help_text=gettext_lazy("Como la conocen ustedes: «Zoom de la asociación»."),
        max_length=120,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Personas que admite"), min_value=2, max_value=100_000
    )
    is_active = forms.BooleanField(label=gettext_lazy("Se puede usar ahora"), required=False)

    def __init__(self, data: QueryDict | None = None, *, licence: Licence | None = None) -> None:
        initial: dict[str, object] = {"is_active": True}
        if licence is not None:
            initial = {"name": licence.name, "capacity": licence.capacity}
            initial["is_active"] = licence.is_active
        super().__init__(data, away=licence.absences if licence else (), initial=initial)

    @property
    def given(self) -> LicenceInput:
        """Return what was written, once the form is valid."""
        cleaned = self.cleaned_data
        return LicenceInput(
            cleaned["name"], cleaned["capacity"], self.absences, cleaned["is_active"]
        )
