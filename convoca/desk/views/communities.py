"""Communities: all of them, a new one, its settings, its team, its next cycle."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convoca.cycles.errors import CycleOpenError
from convoca.cycles.queries import latest_cycle
from convoca.desk.forms.communities import CommunityForm, CycleForm, TeamForm
from convoca.desk.queries.communities import list_cards, seat_counts
from convoca.desk.services import begin_cycle, change_community
from convoca.directory.errors import CommunityChangedError, CommunityNamedError
from convoca.directory.models import Community
from convoca.directory.queries import (
    get_visible_community,
    list_visible_communities,
    signed_in_user,
)
from convoca.directory.services import create_community, drop_team_member, set_team_member


def communities(request: HttpRequest) -> HttpResponse:
    """List the communities that this person may see, each with where it is."""
    cards = list_cards(list_visible_communities(signed_in_user(request)))
    return render(request, "desk/communities.html", {"cards": cards})


def community_new(request: HttpRequest) -> HttpResponse:
    """Create a community with its seats."""
    user = signed_in_user(request, administrator=True)
    form = CommunityForm(request.POST or None, instance=Community(association=user.association))
    if request.method == "POST" and form.is_valid():
        try:
            made = create_community(
                community=form.save(commit=False),
                creator=user,
                large_population=settings.COUNTRY["large_population"],
            )
        except CommunityNamedError as error:
            form.add_error("name", error.user_message())
        else:
            said = _("La comunidad está lista. Ahora cargue quiénes la integran.")
            messages.success(request, said)
            return redirect("desk:community", made.pk)
    return _form_page(request, "desk/community_form.html", form)


def community(request: HttpRequest, community_id: int) -> HttpResponse:
    """Lead to the community's cycle, or say what is needed before there is one."""
    found = get_visible_community(request.user, community_id)
    cycle = latest_cycle(found)
    if cycle is not None:
        return redirect("desk:cycle", cycle.pk)
    seats, held = seat_counts(found)
    context = {"community": found, "seats": seats, "held": held}
    return render(request, "desk/community.html", context)


def community_edit(request: HttpRequest, community_id: int) -> HttpResponse:
    """Change what a community is and how it runs."""
    found = get_visible_community(request.user, community_id, "coordinate")
    known = request.POST.get("known", "") if request.method == "POST" else found.settings_mark
    form = CommunityForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_community(community=form.save(commit=False), known=known)
        except CommunityNamedError as error:
            form.add_error("name", error.user_message())
        except CommunityChangedError as error:
            return _community_changed(request, community_id, form, error)
        else:
            messages.success(request, _("Los ajustes quedaron guardados."))
            return redirect("desk:community", found.pk)
    return _form_page(request, "desk/community_form.html", form, community=found, known=known)


def _community_changed(
    request: HttpRequest, community_id: int, form: CommunityForm, error: CommunityChangedError
) -> HttpResponse:
    """Show what is stored beside what was typed, which is kept by pressing again."""
    stored = get_visible_community(request.user, community_id, "coordinate")
    form.add_error(None, error.user_message())
    context = {
        "form": form,
        "community": stored,
        "known": stored.settings_mark,
        "differences": form.differences(stored),
    }
    return render(request, "desk/community_form.html", context, status=409)


def cycle_new(request: HttpRequest, community_id: int) -> HttpResponse:
    """Begin the next cycle."""
    found = get_visible_community(request.user, community_id, "coordinate")
    proposed = CycleForm.proposed(
        timezone.localdate(), sessions=found.session_count, gap_days=found.longest_gap_days
    )
    form = CycleForm(request.POST or None, initial=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = begin_cycle(
                community=found,
                answer_by=form.deadline(),
                plan_from=form.cleaned_data["plan_from"],
                plan_weeks=form.cleaned_data["plan_weeks"],
                now=timezone.now(),
            )
        except CycleOpenError as error:
            messages.error(request, error.user_message())
            return redirect("desk:community", found.pk)
        return redirect("desk:cycle", cycle.pk)
    return _form_page(request, "desk/cycle_form.html", form, community=found)


def team(request: HttpRequest, community_id: int) -> HttpResponse:
    """Show and change who of the staff works in a community."""
    found = get_visible_community(request.user, community_id, "coordinate")
    form = TeamForm(request.POST or None, community=found)
    if request.method == "POST" and form.is_valid():
        set_team_member(community=found, **form.cleaned_data)
        return redirect("desk:team", found.pk)
    members = found.team.select_related("user").order_by("user__name")
    return _form_page(request, "desk/team.html", form, community=found, members=members)


@require_POST
def team_drop(request: HttpRequest, community_id: int, member_id: int) -> HttpResponse:
    """Take somebody out of the team of a community."""
    found = get_visible_community(request.user, community_id, "coordinate")
    drop_team_member(community=found, member_id=member_id)
    return redirect("desk:team", found.pk)


def _form_page(
    request: HttpRequest, template: str, form: object, **context: object
) -> HttpResponse:
    """Show a form: 422 when it came back with errors."""
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, **context}, status=status)
