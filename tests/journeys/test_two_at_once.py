"""Two people, or an impatient one, at the very same moment: one effect, and no fault."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from convoca.agenda.models import Agenda, Interview
from convoca.convening.models import AnswerRecord, ContactAttempt, Invitation
from convoca.convening.queries import live_invitations
from convoca.cycles.models import Cycle, Transition
from convoca.directory.models import (
    Community,
    PersonalLink,
    RosterImport,
    Seat,
    Tenure,
    User,
)
from convoca.directory.queries import preview_import
from convoca.directory.services import issue_link
from convoca.foundation.links import token_of
from convoca.foundation.models import Association
from convoca.meetings.models import Attendance, Session
from convoca.messaging.models import Message
from convoca.workplan.models import Availability, Plan
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.convening import make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import (
    make_community,
    make_coordinator,
    make_held_seats,
    make_user,
)
from tests.factories.meetings import make_agenda, make_comunas, make_plan, make_session
from tests.factories.workplan import make_planned_cycle
from tests.support.at_once import at_once, press

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
PRESSES = 5


@pytest.fixture(autouse=True)
def in_the_new_year() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def copy_of(client: Client) -> Client:
    """Return another window of the same browser."""
    window = Client(raise_request_exception=False)
    window.cookies = client.cookies.copy()
    return window


def coordinators(community: Community, count: int) -> list[Client]:
    clients = []
    for number in range(count):
        client = Client(raise_request_exception=False)
        client.force_login(make_coordinator(community, f"coordinadora{number}@ejemplo.cl"))
        clients.append(client)
    return clients


def holder_of(link: PersonalLink) -> Client:
    client = Client(raise_request_exception=False)
    client.get(f"/p/{token_of(link.reference)}/")
    return client


def press_together(
    clients: Sequence[Client], address: str, args: Sequence[object] = (), **data: object
) -> Counter:
    """Let all press the same button; return how often each status came back."""
    path = reverse(address, args=args)
    return Counter(at_once([press(client, path, data) for client in clients]))


def test_invite_pressed_five_times_invites_each_seat_once():
    community = make_community()
    make_held_seats(community, 12)
    cycle = make_cycle(community)
    coordinator = coordinators(community, 1)[0]

    told = press_together(
        [copy_of(coordinator) for _ in range(PRESSES)], "convening:invite", [cycle.pk]
    )

    assert told == {302: PRESSES}
    seats = Counter(Invitation.objects.values_list("seat_id", flat=True))
    mails = Counter(Message.objects.values_list("to_address", flat=True))
    assert (len(seats), set(seats.values())) == (12, {1})
    assert (len(mails), set(mails.values())) == (12, {1})
    assert PersonalLink.objects.count() == 12


def test_remind_pressed_five_times_reminds_each_person_once():
    cycle = make_invited_cycle(8)
    clients = coordinators(cycle.community, PRESSES)

    told = press_together(clients, "convening:remind", [cycle.pk])

    assert told == {302: PRESSES}
    assert Message.objects.filter(purpose="reminder").count() == 8
    assert set(live_invitations(cycle).values_list("reminders", flat=True)) == {1}


def test_fifty_answers_at_once_are_all_kept():
    cycle = make_invited_cycle(50)
    links = list(PersonalLink.objects.filter(purpose="invitation"))
    paths = [reverse("portal:invitation_yes", args=[link.reference]) for link in links]
    clients = [holder_of(link) for link in links]

    told = at_once([press(*pair, {}) for pair in zip(clients, paths, strict=True)])

    assert Counter(told) == {302: 50}
    assert set(live_invitations(cycle).values_list("answer", flat=True)) == {"yes"}
    assert AnswerRecord.objects.count() == 50


def test_yes_and_no_pressed_together_leave_the_answer_that_was_recorded_last():
    make_invited_cycle()
    link = PersonalLink.objects.get()
    clients = [holder_of(link) for _ in range(10)]
    names = ["portal:invitation_yes", "portal:invitation_no"] * 5

    told = at_once(
        [
            press(client, reverse(name, args=[link.reference]), {})
            for client, name in zip(clients, names, strict=True)
        ]
    )

    assert set(told) == {302}
    invitation = Invitation.objects.get()
    assert invitation.answer == invitation.answers.last().answer


def test_two_coordinators_pass_one_gate_and_one_of_them_does():
    cycle = make_accepted_cycle(3)
    clients = coordinators(cycle.community, 2)

    told = press_together(clients, "desk:advance", [cycle.pk], stage=cycle.stage, reason="Basta.")

    assert sorted(told.elements()) == [302, 409]
    assert Transition.objects.count() == 1


def test_two_coordinators_confirm_one_agenda():
    interviews = make_interviews(3)
    cycle = interviews[0].cycle
    title = cycle.community.themes.first().title
    for interview in interviews:
        answer_interview(interview, {title: (5, 5)})

    told = press_together(coordinators(cycle.community, 2), "agenda:confirm", [cycle.pk])

    assert told == {302: 2}
    assert Agenda.objects.count() == 1


def test_two_coordinators_ask_for_dates_and_one_plan_waits():
    cycle = make_planned_cycle()

    told = press_together(coordinators(cycle.community, 4), "workplan:compute", [cycle.pk])

    assert told == {302: 4}
    assert Plan.objects.count() == 1


def test_two_coordinators_confirm_one_plan_and_its_sessions_are_made_once():
    cycle = make_accepted_cycle(2)
    make_agenda(cycle, ["Aseo", "Fondos"])
    plans = [make_plan(cycle), make_plan(cycle)]
    clients = coordinators(cycle.community, 4)
    path = reverse("meetings:schedule", args=[cycle.pk])

    told = at_once(
        [press(client, path, {"plan": plans[place % 2].pk}) for place, client in enumerate(clients)]
    )

    assert set(told) == {302}
    assert Plan.objects.filter(state="confirmed").count() == 1
    assert sorted(Session.objects.values_list("number", flat=True)) == [1, 2]


def make_draft(community: Community, rows: str, number: int) -> RosterImport:
    content = f"comuna;nombre;correo\n{rows}".encode()
    return RosterImport.objects.create(
        association=community.association,
        kind=community.kind,
        file_name=f"nomina{number}.csv",
        content=content,
        uploaded_at=NOW,
    )


def test_two_coordinators_load_two_rosters_and_no_seat_has_two_holders():
    community = make_community()
    make_held_seats(community, 6)
    make_comunas()
    Tenure.objects.all().delete()
    drafts = [
        make_draft(community, f"Comuna 00{n};Ana Nueva {n};ana{n}@comuna.cl\n" * 1, n)
        for n in (0, 1)
    ]
    rows = "".join(f"Comuna 00{n};Eva Nueva {n};eva{n}@comuna.cl\n" for n in range(6))
    drafts += [make_draft(community, rows, 2), make_draft(community, rows, 3)]
    acts = [
        press(
            client,
            reverse("directory:roster_load", args=[community.pk, draft.pk]),
            {"fingerprint": preview_import(draft).fingerprint},
        )
        for client, draft in zip(coordinators(community, 4), drafts, strict=True)
    ]

    assert set(at_once(acts)) == {302}

    held = Counter(Tenure.objects.filter(to_on__isnull=True).values_list("seat_id", flat=True))
    assert set(held.values()) == {1}
    names = Counter(Tenure.objects.values_list("person__name", flat=True))
    assert set(names.values()) == {1}
    assert Seat.objects.count() == 6


def test_one_roster_loaded_by_five_presses_is_loaded_once():
    community = make_community()
    make_held_seats(community, 3)
    make_comunas()
    draft = make_draft(community, "Comuna 000;Nadia Nueva;nadia@comuna.cl\n", 0)
    data = {"fingerprint": preview_import(draft).fingerprint, "replace": "2"}

    told = press_together(
        coordinators(community, PRESSES), "directory:roster_load", [community.pk, draft.pk], **data
    )

    assert told == {302: PRESSES}
    assert Tenure.objects.filter(person__name="Nadia Nueva").count() == 1


def test_two_coordinators_begin_a_cycle_and_there_is_one():
    community = make_community()
    data = {"answer_by": "2027-02-01", "plan_from": "2027-03-01", "plan_weeks": 10}

    told = press_together(coordinators(community, 3), "desk:cycle_new", [community.pk], **data)

    assert told == {302: 3}
    assert Cycle.objects.count() == 1


def test_an_administrator_adds_somebody_by_pressing_twice():
    client = Client(raise_request_exception=False)
    client.force_login(make_user(administrator=True))
    windows = [copy_of(client) for _ in range(PRESSES)]

    told = press_together(windows, "desk:staff", name="Ana", email="ana@ejemplo.cl")

    assert set(told) <= {302, 422}
    assert told[302] == 1
    assert User.objects.filter(email="ana@ejemplo.cl").count() == 1


def test_an_administrator_makes_a_community_by_pressing_twice():
    community = make_community()
    make_held_seats(community, 2)
    client = Client(raise_request_exception=False)
    client.force_login(make_user(community.association, administrator=True))
    data = {
        "kind": community.kind.pk,
        "name": "Otra",
        "benefit_municipality": "Pautas.",
        "benefit_directorate": "Pares.",
        "session_count": 4,
        "session_min": 60,
        "gap_min_days": 10,
        "gap_max_days": 18,
        "cadence": "days",
        "reach": 2,
        "weight_attendance": 1,
        "weight_reach": 3,
        "weight_region": 2,
    }

    told = press_together([copy_of(client) for _ in range(PRESSES)], "desk:community_new", **data)

    assert set(told) <= {302, 422}
    assert Community.objects.filter(name="Otra").count() == 1


def test_first_run_pressed_twice_founds_one_association():
    clients = [Client(raise_request_exception=False) for _ in range(PRESSES)]
    data = {
        "association": "Asociación",
        "short_name": "A",
        "name": "Ana",
        "email": "ana@ejemplo.cl",
        "password": "una clave bien larga",
    }

    told = press_together(clients, "desk:first_run", **data)

    assert told == {302: PRESSES}
    assert (Association.objects.count(), User.objects.count()) == (1, 1)


def make_link(purpose: str, invitation: Invitation, occasion: str) -> PersonalLink:
    return issue_link(
        person=invitation.participant,
        seat=invitation.seat,
        purpose=purpose,
        occasion=occasion,
        expires_at=NOW + timedelta(days=90),
        now=NOW,
    )


ANSWERED = {"answers": ["yes"], "mails": {"invitation": 1, "answer": 1}}
DEPUTY = {"name": "Diego Deputado", "email": "diego@comuna.cl"}
PRESSED: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "portal:invitation_yes": ({}, ANSWERED),
    "portal:invitation_no": (
        {},
        {"answers": ["yes", "no"], "mails": {"invitation": 1, "answer": 1}},
    ),
    "portal:invitation_deputy": (
        DEPUTY,
        {"answers": ["yes", "deputy"], "mails": {"invitation": 1, "answer": 1, "deputy": 1}},
    ),
    "portal:invitation_replaced": (
        {"successor": "Nadia", "contact": "nadia@comuna.cl"},
        {**ANSWERED, "notes": 1},
    ),
    "portal:interview_step consent": ({"value": "yes"}, {**ANSWERED, "said": {"consent": "yes"}}),
    "portal:availability_day 1": (
        {"morning": "y", "afternoon": "n"},
        {**ANSWERED, "week": ("yyyynnnnn" + "-" * 36, [])},
    ),
    "portal:availability_absences": (
        {"first": "2027-03-10", "last": "2027-03-12"},
        {**ANSWERED, "week": ("", [["2027-03-10", "2027-03-12"]])},
    ),
    "portal:availability_council": (
        {"council_weekday": "1", "council_nth": "1", "council_half": "am"},
        {**ANSWERED, "week": ("", [])},
    ),
    "portal:session_excuse": (
        {"reason": "Estaré en el concejo."},
        {**ANSWERED, "attendance": [("excused", "Estaré en el concejo.")]},
    ),
    "portal:session_excuse_undo": ({}, ANSWERED),
}
NOTHING: dict[str, object] = {"notes": 0, "said": {}, "week": None, "attendance": []}


@pytest.mark.parametrize("button", PRESSED)
def test_directors_button_pressed_five_times_acts_once(button):
    cycle = make_interviews()[0].cycle
    session = make_session(cycle, state="announced")
    name, *more = button.split()
    purpose = name.removeprefix("portal:").split("_")[0]
    occasion = f"session:{session.pk}" if purpose == "session" else f"cycle:{cycle.pk}"
    link = make_link(purpose, live_invitations(cycle).get(), occasion)
    path = reverse(name, args=[link.reference, *more])
    given, effects = PRESSED[button]

    told = at_once([press(holder_of(link), path, given) for _ in range(PRESSES)])

    assert told == [302] * PRESSES
    assert list_effects() == {**NOTHING, **effects}


def list_effects() -> dict[str, object]:
    """List what five presses might have doubled."""
    answers = Interview.objects.get().answers
    week = Availability.objects.first()
    return {
        "answers": list(AnswerRecord.objects.values_list("answer", flat=True)),
        "mails": Counter(
            Message.objects.exclude(state="cancelled").values_list("purpose", flat=True)
        ),
        "notes": ContactAttempt.objects.count(),
        "said": dict(answers.values_list("question", "value")),
        "week": week and (week.weekly, week.away),
        "attendance": list(Attendance.objects.values_list("presence", "reason")),
    }
