import pytest
from django.urls import reverse

from convoca.agenda.core.interviews.assignment import Obstacle
from convoca.agenda.errors import (
    AssignmentBegunError,
    AssignmentMovedError,
    InterviewClosedError,
    InterviewMadeError,
    InterviewTakenError,
)
from convoca.agenda.models import Assignment, Interview, Interviewer
from convoca.agenda.queries.interviewers import last_assignment, list_team, propose_sharing
from convoca.agenda.services import (
    assign_interview,
    change_interviewer,
    confirm_agenda,
    confirm_sharing,
    save_answer,
    undo_sharing,
)
from convoca.directory.models import Region, TeamMember
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_association, make_user
from tests.factories.interviewing import make_interviewer

pytestmark = pytest.mark.django_db


def confirm(cycle, user, *, afresh=False, mark=None):
    mark = mark or propose_sharing(cycle, afresh=afresh).mark
    return confirm_sharing(cycle=cycle, mark=mark, afresh=afresh, user=user, now=NOW)


def owners():
    return list(Interview.objects.order_by("seat").values_list("interviewer__name", flat=True))


def test_propose_sharing_before_any_interview_exists_shares_the_seats_out():
    cycle = make_accepted_cycle(3)
    emilio, irma = make_interviewer(cycle), make_interviewer(cycle, "Irma")

    proposal = propose_sharing(cycle, afresh=False)

    assert sorted(proposal.sharing.given.values()) == [emilio.pk, emilio.pk, irma.pk]
    assert Interview.objects.count() == 0


def test_propose_sharing_says_who_has_nobody_and_why():
    cycle = make_interviews(1)[0].cycle
    far = Region.objects.create(name="Aysén", code="XI", short_name="Aysén", position=9)
    make_interviewer(cycle, regions=[far])

    proposal = propose_sharing(cycle, afresh=False)

    assert set(proposal.sharing.without.values()) == {Obstacle.REGION}
    assert [(str(why), len(rows)) for why, rows in proposal.without] == [
        ("nadie tiene su región", 1)
    ]


def test_propose_sharing_leaves_out_who_may_make_interviews_no_more():
    cycle = make_interviews(1)[0].cycle
    TeamMember.objects.filter(user=make_interviewer(cycle)).delete()

    assert set(propose_sharing(cycle, afresh=False).sharing.without.values()) == {Obstacle.NOBODY}


def test_confirm_sharing_gives_them_and_pressed_twice_is_once():
    interviews = make_interviews(3)
    cycle, emilio = interviews[0].cycle, make_interviewer(interviews[0].cycle)
    mark = propose_sharing(cycle, afresh=False).mark

    made = [confirm(cycle, emilio, mark=mark) for _press in range(2)]

    assert owners() == ["Emilio"] * 3
    assert (made[0] == made[1], Assignment.objects.count()) == (True, 1)


def test_confirm_sharing_after_something_changed_is_refused():
    cycle = make_interviews(2)[0].cycle
    emilio = make_interviewer(cycle)
    mark = propose_sharing(cycle, afresh=False).mark
    make_interviewer(cycle, "Irma")

    with pytest.raises(AssignmentMovedError):
        confirm(cycle, emilio, mark=mark)

    assert owners() == [None, None]


def test_confirm_sharing_once_the_agenda_is_confirmed_is_refused():
    interview = answer_interview(make_interviews()[0], {"Licitaciones y compras": (5, 5)})
    emilio = make_interviewer(interview.cycle)
    confirm_agenda(cycle=interview.cycle, chosen=None, reason="", user=emilio, now=NOW)

    with pytest.raises(InterviewClosedError):
        confirm(interview.cycle, emilio)


def test_confirm_sharing_afresh_moves_what_nobody_began_and_nothing_else():
    begun, _waiting, alone = make_interviews(3)
    cycle, emilio = begun.cycle, make_interviewer(begun.cycle)
    confirm(cycle, emilio)
    save_answer(interview=begun, question="consent", value="yes", now=NOW)
    Interview.objects.filter(pk=alone.pk).update(interviewer=None)
    save_answer(interview=alone, question="consent", value="yes", now=NOW)
    make_interviewer(cycle, "Irma")

    confirm(cycle, emilio, afresh=True)

    assert owners() == ["Emilio", "Irma", None]


def test_undo_sharing_gives_back_and_leaves_what_was_changed_since():
    first, second = make_interviews(2)
    cycle, emilio = first.cycle, make_interviewer(first.cycle)
    irma = make_user(cycle.community.association, "irma@ejemplo.cl", "Irma")
    assignment = confirm(cycle, emilio)
    assign_interview(cycle=cycle, seat_id=second.seat_id, interviewer=irma, now=NOW)

    undone = [undo_sharing(assignment=assignment, now=NOW) for _press in range(2)]

    assert owners() == [None, "Irma"]
    assert [one.undone_at for one in undone] == [NOW, NOW]


def test_undo_sharing_after_one_began_is_refused():
    interview = make_interviews()[0]
    assignment = confirm(interview.cycle, make_interviewer(interview.cycle))
    save_answer(interview=interview, question="consent", value="yes", now=NOW)

    with pytest.raises(AssignmentBegunError):
        undo_sharing(assignment=assignment, now=NOW)

    assert (owners(), last_assignment(interview.cycle)) == (["Emilio"], None)


def test_change_interviewer_keeps_who_and_language():
    interview = make_interviews()[0]
    emilio = make_interviewer(interview.cycle)

    changed = change(interview, emilio, language=" Aymara ")

    assert (changed.interviewer, changed.language) == (emilio, "aymara")


def test_change_interviewer_that_somebody_else_gave_away_is_refused():
    interview = make_interviews()[0]
    emilio, irma = (make_interviewer(interview.cycle, name) for name in ("Emilio", "Irma"))
    change(interview, emilio)

    with pytest.raises(InterviewTakenError):
        change(interview, irma)

    assert owners() == ["Emilio"]


def test_change_interviewer_of_a_done_interview_is_refused():
    interview = answer_interview(make_interviews()[0])

    with pytest.raises(InterviewMadeError):
        change(interview, make_interviewer(interview.cycle))


def change(interview, user, *, language="", known_id=None):
    return change_interviewer(
        cycle=interview.cycle,
        seat_id=interview.seat_id,
        interviewer=user,
        language=language,
        known_id=known_id,
        now=NOW,
    )


def test_list_team_counts_what_each_has_and_did():
    first, _second = make_interviews(2)
    emilio = make_interviewer(first.cycle)
    irma = make_interviewer(first.cycle, "Irma")
    confirm(first.cycle, emilio)
    answer_interview(first)

    rows = [(row.user, row.assigned, row.done) for row in list_team(first.cycle)]

    assert rows == [(emilio, 1, 1), (irma, 1, 0)]


def test_interviewers_page_asks_the_database_the_same_for_any_number(sign_in):
    cycle = make_interviews(2)[0].cycle
    client = sign_in(cycle)
    make_interviewer(cycle)
    one = count_queries(client, "interviewers", cycle.pk)
    make_interviewer(cycle, "Irma")
    make_interviewer(cycle, "Olga")

    assert count_queries(client, "interviewers", cycle.pk) == one


def test_edit_interviewer_page_saves_and_keeps_what_was_typed_wrong(sign_in):
    cycle = make_interviews()[0].cycle
    client = sign_in(cycle)
    emilio, region = make_interviewer(cycle), Region.objects.get()

    wrong = press(
        client, "edit_interviewer", cycle.pk, emilio.pk, most="muchas", languages="Aymara"
    )
    press(
        client, "edit_interviewer", cycle.pk, emilio.pk,
        most="12", languages=" Aymara, quechua,aymara ", regions=[region.pk],
    )  # fmt: skip

    row = Interviewer.objects.get(user=emilio)
    assert (wrong.status_code, "Aymara" in text_of(wrong)) == (422, True)
    assert "Escriba un número, por ejemplo 60." in text_of(wrong)
    assert (row.most, row.languages, list(row.regions.all())) == (
        12,
        ["aymara", "quechua"],
        [region],
    )


def test_edit_interviewer_page_of_somebody_of_another_association_is_absent(sign_in):
    cycle = make_interviews()[0].cycle
    stranger = make_user(make_association("OTRA"), "otra@ejemplo.cl", "Ofelia")

    response = page(sign_in(cycle), "edit_interviewer", cycle.pk, stranger.pk)

    assert (response.status_code, "Ofelia" in text_of(response)) == (404, False)


def test_remove_interviewer_keeps_their_interviews(sign_in):
    interview = make_interviews()[0]
    cycle, emilio = interview.cycle, make_interviewer(interview.cycle)
    confirm(cycle, emilio)

    press(sign_in(cycle), "remove_interviewer", cycle.pk, emilio.pk)

    assert (owners(), Interviewer.objects.count()) == (["Emilio"], 0)


def test_share_page_shows_who_gets_how_many_and_then_shares(sign_in):
    cycle = make_interviews(3)[0].cycle
    client = sign_in(cycle)
    make_interviewer(cycle)
    mark = propose_sharing(cycle, afresh=False).mark

    shown = text_of(page(client, "share_interviews", cycle.pk))
    press(client, "share_interviews", cycle.pk, mark=mark)
    after = text_of(page(client, "interviewers", cycle.pk))

    assert "3 entrevistas por repartir" in shown
    assert "Se repartieron 3 entrevistas." in after
    assert "Deshacer el reparto" in after
    assert owners() == ["Emilio"] * 3


def test_share_page_with_an_old_proposal_shows_the_new_one(sign_in):
    cycle = make_interviews()[0].cycle
    make_interviewer(cycle)

    response = press(sign_in(cycle), "share_interviews", cycle.pk, mark="vieja")

    assert response.status_code == 409
    assert "Algo cambió mientras miraba" in text_of(response)


def test_share_page_without_interviewers_says_what_to_do(sign_in):
    cycle = make_interviews()[0].cycle

    shown = text_of(page(sign_in(cycle), "share_interviews", cycle.pk))

    assert "Nadie hace entrevistas todavía" in shown


def test_undo_share_page_gives_back_once(sign_in):
    cycle = make_interviews()[0].cycle
    client = sign_in(cycle)
    confirm(cycle, make_interviewer(cycle))
    path = reverse("agenda:undo_share", args=[cycle.pk])

    said = [text_of(client.post(path, follow=True)) for _press in range(2)]

    assert owners() == [None]
    assert "El reparto quedó deshecho." in said[0]
    assert "El reparto ya estaba deshecho." in said[1]


def test_undo_share_page_after_one_began_says_so(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)
    confirm(interview.cycle, make_interviewer(interview.cycle))
    save_answer(interview=interview, question="consent", value="yes", now=NOW)
    path = reverse("agenda:undo_share", args=[interview.cycle_id])

    assert "Ya no se puede deshacer" in text_of(client.post(path, follow=True))
    assert owners() == ["Emilio"]


def test_interviewers_pages_are_absent_for_who_only_interviews(client):
    cycle = make_interviews()[0].cycle
    emilio = make_interviewer(cycle)
    client.force_login(emilio)

    names = [("interviewers",), ("share_interviews",), ("edit_interviewer", emilio.pk)]
    statuses = [page(client, name, cycle.pk, *more).status_code for name, *more in names]

    assert statuses == [404] * 3
