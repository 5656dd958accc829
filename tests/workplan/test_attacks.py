"""Pages of availability, pool, closed days and plans in clumsy, impatient or hostile hands."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from convoca.agenda.models import Theme
from convoca.convening.queries import accepted_invitations
from convoca.foundation.links import token_of
from convoca.messaging.models import Message
from convoca.workplan.models import (
    Availability,
    Closing,
    Expert,
    Facilitator,
    Licence,
    Plan,
    PoolLink,
)
from convoca.workplan.services import confirm_plan, issue_pool_link, put_aside
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_coordinator
from tests.factories.workplan import (
    MORNINGS,
    NEVER,
    TUESDAYS,
    give,
    make_answered_cycle,
    make_closing,
    make_expert,
    make_facilitator,
    make_licence,
    make_planned_cycle,
    solved_plan,
)
from tests.workplan.pages import coordinator_of, text_of

pytestmark = pytest.mark.django_db
HUGE, MONDAY = 10**30, date(2027, 3, 1)
PLAN_PAGES = ("plan", "compare")
PERSON = {"free": ["0-9"], "name": "Ana Única", "is_active": "on"}
EXPERT = {**PERSON, "max_per_day": 1, "max_per_week": 2}
LICENCE = {"name": "Zoom", "capacity": 30, "is_active": "on"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def community(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    return community


def press(client, page, /, *args, **data):
    return client.post(reverse(f"workplan:{page}", args=args), data)


def test_seat_with_an_impossible_number_is_not_found(client, community):
    cycle = make_cycle(community)

    answer = client.get(reverse("workplan:entry", args=[cycle.pk, HUGE]))

    assert answer.status_code == 404


def test_ticked_rows_with_impossible_numbers_are_refused(client, community):
    pages = {
        "pool_expert_new": {**EXPERT, "themes": [HUGE], "community": HUGE},
        "facilitator_new": {**PERSON, "communities": [HUGE, "x"], "user": HUGE},
        "closing_new": {"kind": "other", "name": "X", "first": MONDAY, "whose": f"comuna:{HUGE}"},
    }

    told = [press(client, page, **given).status_code for page, given in pages.items()]

    assert told == [422, 422, 422]
    assert not (Expert.objects.exists() or Facilitator.objects.exists())


def test_saving_somebody_new_pressed_twice_keeps_one(client, community):
    pages = {
        "pool_expert_new": EXPERT,
        "facilitator_new": {**PERSON, "communities": [community.pk]},
        "licence_new": LICENCE,
    }

    told = [press(client, page, **given).status_code for page, given in pages.items() for _ in "ab"]

    assert told == [302] * 6
    assert [rows.objects.count() for rows in (Expert, Facilitator, Licence)] == [1, 1, 1]


def test_namesakes_who_differ_are_two(client, community):
    for more in ({}, {"email": "ana@ejemplo.cl"}, {"max_per_week": 3}):
        press(client, "pool_expert_new", **EXPERT | more)
    for capacity in (30, 40):
        press(client, "licence_new", **LICENCE | {"capacity": capacity})

    assert (Expert.objects.count(), Licence.objects.count()) == (3, 1)


def test_saving_an_expert_of_all_keeps_the_themes_that_were_not_offered(client, community):
    other = make_community(community.association, "DOM")
    titles = ((community, "Aseo", True), (other, "Obras", True), (community, "Viejo", False))
    mine, theirs, gone = (
        Theme.objects.create(community=one, title=title, position=1, is_active=is_active)
        for one, title, is_active in titles
    )
    expert = make_expert(community, mine, theirs, gone)
    Expert.objects.update(community=None)

    press(client, "pool_expert", expert.pk, **EXPERT, themes=[mine.pk])
    shared = {theme.title for theme in expert.themes.all()}
    press(client, "pool_expert", expert.pk, **EXPERT, community=community.pk)

    assert shared == {"Aseo", "Obras", "Viejo"}
    assert {theme.title for theme in expert.themes.all()} == {"Viejo"}


@pytest.mark.parametrize("make", [make_expert, lambda one: make_facilitator(one.association)])
def test_link_sent_to_an_address_that_was_wrong_opens_nothing_any_more(client, community, make):
    person = make(community)
    type(person).objects.update(email="otra@ejemplo.cl")
    link = issue_pool_link(member=person, now=NOW)
    is_expert = isinstance(person, Expert)
    page = "pool_expert" if is_expert else "facilitator"
    given = {**(EXPERT if is_expert else PERSON), "email": "OTRA@ejemplo.cl"}

    press(client, page, person.pk, **given)
    same = client.get(f"/p/{token_of(link.reference)}/").status_code
    asked = [["experto", "facilitador"][not is_expert], person.pk]
    press(client, "pool_ask_one", *asked)
    press(client, page, person.pk, **given | {"email": "ana@ejemplo.cl"})
    for _ in "ab":
        press(client, "pool_ask_one", *asked)

    told = list(Message.objects.order_by("pk").values_list("to_address", flat=True))
    assert told == ["OTRA@ejemplo.cl", "ana@ejemplo.cl"]
    assert (same, client.get(f"/p/{token_of(link.reference)}/").status_code) == (302, 410)
    assert PoolLink.objects.get(pk=link.pk).revoked_at == NOW


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_day_of_another_age_is_refused_everywhere_in_a_sentence(client, community, day):
    closing = {"kind": "other", "name": "Feria", "first": day, "whose": "all"}
    pages = {"closing_new": closing, "pool_expert_new": {**EXPERT, "away_0_first": day}}

    told = [press(client, page, **given) for page, given in pages.items()]

    assert [answer.status_code for answer in told] == [422, 422]
    assert all("Revise el año de este día." in text_of(answer) for answer in told)
    assert not (Closing.objects.exists() or Expert.objects.exists())


def test_name_with_marks_of_a_page_is_shown_as_text(client, community):
    name = "<script>alert(1)</script>"
    make_expert(community, name=name)
    press(client, "closing_new", kind="other", name=name, first="2028-02-29", whose="all")

    shown = [
        client.get(reverse("workplan:closings"), {"anio": "2028"}).content.decode(),
        client.get(reverse("workplan:pool")).content.decode(),
    ]

    assert all("&lt;script&gt;alert(1)" in page and name not in page for page in shown)


def test_files_of_a_plan_name_nobody_and_tell_nothing_of_fewer_than_five(client):
    few = make_planned_cycle(*[MORNINGS] * 4)
    make_expert(few.community, name="Eva Experta", email="eva@ejemplo.cl")
    make_facilitator(few.community.association, few.community, name="Fe Facilita")
    plan = solved_plan(few)
    coordinator_of(client, few)

    files = [
        client.get(reverse("workplan:plan_file", args=[few.pk, plan.pk, name])).content.decode()
        for name in ("problema.json", "plan.json")
    ]

    people = [one.participant.name for one in accepted_invitations(few)]
    assert [name for name in (*people, "Experta", "Facilita", "@") if name in "".join(files)] == []
    assert "explanation" not in files[1]
    assert '"sessions"' in files[1]


def settle(cycle) -> None:
    cycle.closed_at = NOW
    cycle.save()


def close_day(cycle) -> None:
    make_closing(cycle.community.association, MONDAY)


def close_for_it(cycle) -> None:
    make_closing(cycle.community.association, MONDAY, community=cycle.community)


def put_all_aside(cycle) -> None:
    for rows in (Expert, Facilitator, Licence):
        for row in rows.objects.all():
            put_aside(row=row, is_active=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (settle, "Este ciclo ya se cerró: sus fechas quedan como están."),
        (close_day, "El lunes 1 de marzo a las 9:00 cae ahora en un día sin sesiones."),
        (close_for_it, "El lunes 1 de marzo a las 9:00 cae ahora en un día sin sesiones."),
        (put_all_aside, "Este plan cuenta con Elena Experta, que mientras tanto se dejó aparte."),
    ],
)
def test_plan_whose_ground_is_gone_is_not_confirmed_and_says_why(client, change, said):
    cycle = make_planned_cycle()
    make_expert(cycle.community)
    make_licence(cycle.community.association)
    plan = solved_plan(cycle)
    coordinator_of(client, cycle)
    change(cycle)

    answer = client.post(reverse("meetings:schedule", args=[cycle.pk]), {"plan": plan.pk})

    assert said in text_of(client.get(answer.url))
    assert (Plan.objects.get().state, cycle.sessions.count()) == ("solved", 0)


def test_day_closed_for_others_keeps_no_plan_from_standing():
    cycle = make_planned_cycle()
    other = make_community(cycle.community.association, "DOM")
    plan = solved_plan(cycle)
    make_closing(cycle.community.association, MONDAY, community=other)
    make_closing(cycle.community.association, date(2027, 3, 3))

    confirm_plan(plan=plan, user=None, now=NOW)

    assert Plan.objects.get().state == "confirmed"


def test_closed_cycle_asks_for_no_dates_and_changes_no_weeks(client):
    cycle = make_planned_cycle()
    settle(cycle)
    coordinator_of(client, cycle)

    told = [
        text_of(client.get(press(client, page, cycle.pk, **given).url))
        for page, given in (
            ("compute", {"way": "reach"}),
            ("plan_weeks", {"plan_from": "2027-05-03", "plan_weeks": 9}),
        )
    ]

    assert all("Este ciclo ya se cerró: sus fechas quedan como están." in page for page in told)
    assert not Plan.objects.exists()


def test_plan_stored_before_it_said_more_is_shown_all_the_same(client):
    cycle = make_planned_cycle()
    plan = solved_plan(cycle)
    told = plan.result["explanation"]
    del told["conflict_rules"], plan.result["certificate"]
    for one in told["sessions"]:
        del one["needing"], one["needing_in"]
        del one["next_best"]["gained"], one["next_best"]["expected"]
    for one in told["reach"].values():
        del one["regions"]
    plan.save()
    solved_plan(cycle)
    coordinator_of(client, cycle)

    pages = [client.get(reverse(f"workplan:{name}", args=[cycle.pk])) for name in PLAN_PAGES]

    assert [page.status_code for page in pages] == [200, 200]
    assert "1 de marzo" in text_of(client.get(f"{pages[0].request['PATH_INFO']}?plan={plan.pk}"))


def test_change_pressed_twice_is_saved_once_and_blames_nobody(client, community):
    house = community.association
    closing = {"kind": "other", "name": "Feria", "first": "2027-03-01", "whose": "all"}
    rows = {
        "pool_expert": (make_expert(community), {**EXPERT, "community": community.pk}),
        "facilitator": (make_facilitator(house), {**PERSON, "communities": [community.pk]}),
        "licence": (make_licence(house), {**LICENCE, "name": "Zoom 2"}),
        "closing": (make_closing(house, MONDAY), closing),
    }
    marked = {page: (row, given, row.mark) for page, (row, given) in rows.items()}

    told = [
        press(client, page, row.pk, **given, known=known).status_code
        for page, (row, given, known) in marked.items()
        for _ in "ab"
    ]

    assert told == [302] * 8


def test_answer_that_came_in_while_one_was_on_the_telephone_is_not_lost(client):
    cycle = make_answered_cycle("")
    invitation = accepted_invitations(cycle).get()
    coordinator_of(client, cycle)
    page = reverse("workplan:entry", args=[cycle.pk, invitation.seat_id])
    known = client.get(page).context["known"]
    week = {f"{half}_{day}": "n" for half in ("am", "pm") for day in range(5)}
    give(invitation, TUESDAYS)

    late = client.post(page, {**week, "council_weekday": "", "known": known})
    kept = Availability.objects.get().weekly
    seen = {**week, "council_weekday": "", "known": late.context["known"]}
    told = [client.post(page, seen).status_code for _ in "ab"]

    assert (late.status_code, kept, told) == (409, TUESDAYS, [302, 302])
    assert "Otra persona cambió estos datos mientras usted los tenía abiertos." in text_of(late)
    assert Availability.objects.get().weekly == NEVER
