"""Drafting, publishing and undoing a notice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convoca.convening.queries import accepted_invitations, live_invitations
from convoca.convening.services import invite_seats, record_attempt, replace_holder
from convoca.directory.models import ContactPoint, OptOut, PersonalLink
from convoca.directory.queries import email_of
from convoca.foundation.links import address_of, reveal_links
from convoca.messaging.core.house_templates import NEWS
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.notices.core.reach import Reach
from convoca.notices.errors import (
    NobodyToReadError,
    NoticeChangedError,
    NoticeDraftError,
    NoticePublishedError,
)
from convoca.notices.models import Notice
from convoca.notices.queries import list_readers, read_lines
from convoca.notices.services import (
    Publication,
    discard_draft,
    edit_notice,
    publish_notice,
    send_test,
    undo_publication,
)
from tests.factories.convening import answer, make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_held_seats, make_user
from tests.factories.notices import given, mails, make_draft, make_notice, publish, writer_of
from tests.factories.whatsapp import reach_by_whatsapp

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=10)
LATE = NOW + timedelta(seconds=30)
NONE_LEFT_OUT = {"without_email": 0, "stopped": 0}


def names_of(cycle, audience):
    return [reader.person.name for reader in list_readers(cycle, audience)]


def reach_of(notice):
    return read_lines([notice])[0].reach


def test_draft_pressed_twice_is_one_draft():
    cycle = make_accepted_cycle()

    assert make_draft(cycle) == make_draft(cycle)


def test_draft_changed_by_somebody_else_is_not_written_over():
    notice = make_draft(make_accepted_cycle())
    user = writer_of(notice.cycle)
    theirs = given(text="Lo de ella")
    edit_notice(notice=notice, given=theirs, edition=1, user=user, now=NOW)

    with pytest.raises(NoticeChangedError):
        edit_notice(notice=notice, given=given(text="Lo mío"), edition=1, user=user, now=NOW)

    notice.refresh_from_db()
    assert (notice.text, notice.edition) == ("Lo de ella", 2)


def test_draft_saved_twice_with_the_same_words_is_one_change():
    notice = make_draft(make_accepted_cycle())
    words = {"given": given(title="Otro"), "edition": 1, "user": notice.written_by, "now": NOW}

    first = edit_notice(notice=notice, **words)
    second = edit_notice(notice=notice, **words)

    assert (first.edition, second.edition) == (2, 2)


def test_publication_mails_each_participant_with_the_own_page():
    notice = make_draft(make_accepted_cycle(2), link="https://archivos.ejemplo.cl/ley.pdf")

    done = publish_notice(notice=notice, edition=1, user=notice.written_by, now=NOW)

    first, second = mails("notice")
    link = PersonalLink.objects.get(reference=first.link_reference)
    assert done == Publication(queued=2, without_email=0)
    assert (first.next_try_at, first.subject) == (LATE, "Nueva ley de compras · Comunidad SECPLAN")
    assert (link.purpose, link.occasion) == ("notices", f"community:{notice.community_id}")
    assert "Rige desde marzo.\nVea https://leyes.ejemplo.cl/1\n\nhttps://archivos" in first.body
    assert address_of(link.reference) in reveal_links(first.body)
    assert first.link_reference != second.link_reference


def test_publication_counts_who_has_no_address():
    cycle = make_accepted_cycle(2)
    ContactPoint.objects.filter(person__name="Directora 001", channel="email").delete()

    notice = make_notice(cycle)

    assert reach_of(notice) == Reach(2, 0, 1, 0, 0, without_email=1, stopped=0)


def test_publication_of_what_was_not_read_is_refused():
    notice = make_draft(make_accepted_cycle())
    user = writer_of(notice.cycle)
    edit_notice(notice=notice, given=given(text="Otra cosa"), edition=1, user=user, now=NOW)

    with pytest.raises(NoticeChangedError):
        publish_notice(notice=notice, edition=1, user=user, now=NOW)

    assert mails("notice") == []


def test_publication_again_is_refused_and_mails_nobody_twice():
    notice = make_notice(make_accepted_cycle())

    with pytest.raises(NoticePublishedError):
        publish(notice)

    assert len(mails("notice")) == 1


def test_publication_to_nobody_is_refused():
    notice = make_draft(make_invited_cycle(1))

    with pytest.raises(NobodyToReadError):
        publish(notice)
    with pytest.raises(NobodyToReadError):
        send_test(notice=notice, user=notice.written_by, now=NOW)

    notice.refresh_from_db()
    assert notice.published_at is None


def test_published_notice_can_be_neither_changed_nor_discarded():
    notice = make_notice(make_accepted_cycle())
    user = writer_of(notice.cycle)

    with pytest.raises(NoticePublishedError):
        edit_notice(notice=notice, given=given(text="x"), edition=1, user=user, now=NOW)
    with pytest.raises(NoticePublishedError):
        discard_draft(notice=notice, user=user)

    assert Notice.objects.get().text == given().text


def test_undo_in_time_returns_to_draft_and_may_be_published_again():
    notice = make_notice(make_accepted_cycle(2))

    stopped = undo_publication(notice=notice, user=notice.written_by, now=SOON)
    notice.refresh_from_db()
    is_draft = notice.published_at is None
    publish(notice, now=LATE)

    assert (stopped, is_draft) == (2, True)
    assert [mail.state for mail in mails("notice")] == ["cancelled"] * 2 + ["queued"] * 2
    assert reach_of(notice) == Reach(2, 0, waiting=2, failed=0, uncertain=0, **NONE_LEFT_OUT)


def test_undo_after_its_time_leaves_all_as_it_is():
    notice = make_notice(make_accepted_cycle())

    with pytest.raises(UndoTooLateError):
        undo_publication(notice=notice, user=notice.written_by, now=LATE)

    assert [mail.state for mail in mails("notice")] == ["queued"]


def test_undo_when_one_mail_has_left_takes_none_back():
    notice = make_notice(make_accepted_cycle(2))
    Message.objects.filter(pk=mails("notice")[0].pk).update(state="sent")

    with pytest.raises(UndoTooLateError):
        undo_publication(notice=notice, user=notice.written_by, now=SOON)

    notice.refresh_from_db()
    assert (notice.published_at, reach_of(notice).waiting) == (NOW, 1)


def test_undo_of_a_draft_is_refused():
    notice = make_draft(make_accepted_cycle())

    with pytest.raises(NoticeDraftError):
        undo_publication(notice=notice, user=notice.written_by, now=SOON)


def test_readers_who_take_part_are_those_who_accepted_and_deputies():
    cycle = make_invited_cycle(3)
    first, second, third = live_invitations(cycle)
    answer(first)
    answer(second, "deputy")
    answer(third, "no")

    assert names_of(cycle, "accepted") == ["Directora 000", "Diego Deputado"]
    assert names_of(cycle, "seats") == [
        "Directora 000",
        "Diego Deputado",
        "Directora 001",
        "Directora 002",
    ]


def refuse_by_telephone(invitation):
    record_attempt(
        cycle=invitation.cycle,
        seat=invitation.seat,
        channel="phone",
        result="refuses",
        note="Sin tiempo.",
        user=writer_of(invitation.cycle),
        now=SOON,
    )


def test_readers_of_all_seats_leave_out_who_refused_by_telephone():
    cycle = make_invited_cycle(2)
    refuse_by_telephone(live_invitations(cycle)[0])

    assert names_of(cycle, "seats") == ["Directora 001"]


def test_readers_of_all_seats_hold_who_came_after_the_one_who_refused():
    cycle = make_invited_cycle(1)
    invitation = live_invitations(cycle).get()
    refuse_by_telephone(invitation)
    replace_by_nora(invitation)

    assert names_of(cycle, "seats") == ["Nora Nueva"]


def test_readers_who_hold_two_seats_appear_once():
    cycle = make_accepted_cycle(2)
    first, second = live_invitations(cycle)
    second.seat.tenures.update(person=first.person)
    second.person = first.person
    second.save()

    assert names_of(cycle, "seats") == ["Directora 000"]


def replace_by_nora(invitation):
    cycle = invitation.cycle
    replace_holder(
        seat=invitation.seat,
        name="Nora Nueva",
        email="nora@comuna.cl",
        phone="",
        role="titular",
        user=make_user(cycle.community.association, "otra@ejemplo.cl"),
        now=SOON,
        cycle=cycle,
    )


def test_reach_leaves_out_the_mail_of_who_left_the_seat():
    cycle = make_accepted_cycle(2)
    notice = make_notice(cycle)
    replace_by_nora(live_invitations(cycle)[0])

    assert reach_of(notice) == Reach(2, 0, 1, 0, 0, 0, stopped=1)


def test_test_mail_goes_to_who_asks_once_a_minute_without_a_real_link():
    notice = make_draft(make_accepted_cycle())

    for _press in range(2):
        send_test(notice=notice, user=notice.written_by, now=NOW)

    (mail,) = mails("test")
    assert (mail.to_address, mail.subject) == (
        "coordinadora@ejemplo.cl",
        "Prueba: Nueva ley de compras · Comunidad SECPLAN",
    )
    assert ("(aquí va el enlace personal" in mail.body, mail.link_reference) == (True, "")


@pytest.mark.parametrize("audience", ["accepted", "seats"])
def test_publication_asks_as_much_for_one_seat_as_for_three(audience):
    cycle = make_accepted_cycle(1)
    one = count_queries(make_draft(cycle, audience=audience, title="A una"))
    add_two_seats(cycle)

    three = count_queries(make_draft(cycle, audience=audience, title="A tres"))

    assert (one, len(mails("notice"))) == (three, 4)


def count_queries(notice: Notice) -> int:
    PersonalLink.objects.filter(purpose="notices").delete()
    with CaptureQueriesContext(connection) as queries:
        publish_notice(notice=notice, edition=1, user=notice.written_by, now=NOW)
    return len(queries)


def add_two_seats(cycle) -> None:
    """Add two seats that take part."""
    make_held_seats(cycle.community, 2)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    for invitation in live_invitations(cycle).filter(answer=""):
        answer(invitation)


def test_readers_leave_out_who_asked_not_to_be_contacted():
    cycle = make_accepted_cycle(2)
    before = names_of(cycle, "seats")
    person = cycle.invitations.order_by("pk").first().person
    OptOut.objects.create(association=person.association, person=person, at=NOW, origin="carta")

    after = names_of(cycle, "seats")

    assert sorted([*after, person.name]) == sorted(before)
    assert names_of(cycle, "accepted") == after


def test_publication_goes_to_each_by_the_own_channel(settings):
    cycle = make_accepted_cycle(2)
    ana, luis = (one.participant for one in accepted_invitations(cycle))
    phone = reach_by_whatsapp(settings, ana, NEWS)

    notice = make_notice(cycle)

    sent = Message.objects.filter(purpose="notice").order_by("pk")
    assert [(one.channel, one.to_address, one.fallback_address) for one in sent] == [
        ("whatsapp", phone, email_of(ana)),
        ("email", email_of(luis), ""),
    ]
    assert sent[0].parameters[:3] == [ana.name, cycle.community.name, notice.title]
    assert sent[0].link_reference != sent[1].link_reference
