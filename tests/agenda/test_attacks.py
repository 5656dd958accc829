"""What somebody may try on purpose, or a broken program by chance, and what must hold."""

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict

from convoca.agenda.core.coding.cutting import places_between
from convoca.agenda.core.coding.refi.reading import read_project
from convoca.agenda.core.coding.refi.values import RefiFault, RefiFileError
from convoca.agenda.core.interviews.guide import GuideError, parse_guide
from convoca.agenda.forms.json_text import read_json
from convoca.agenda.forms.publishing import read_pairs
from convoca.agenda.forms.savings import SavingForm
from convoca.agenda.queries import default_guide
from convoca.agenda.queries.blind_rounds import live_items
from convoca.agenda.queries.workspace import StatementFilter
from convoca.agenda.services import (
    cut_statement,
    mark_sensitive,
    save_answer,
    undo_act,
)
from convoca.agenda.services.recordings import add_recording, delete_due_recordings
from tests.agenda.coding import LATER, cycle_of
from tests.agenda.pages import page, press, text_of
from tests.factories.agenda import allow_recording, make_interviews, make_statement
from tests.factories.blind_rounds import code_blind, make_blind_round, make_coder
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator

pytestmark = pytest.mark.django_db
WORDS = "Falta gente. El alcalde pidió favores."
SECRET = "El alcalde pidió favores."
AUDIO = b"OggS" + bytes(200)
GUID = "11111111-1111-4111-8111-111111111111"


def cut_and_hush(user=None):
    """Cut a statement in two and mark the second part as sensitive; return the whole and both."""
    whole = make_statement(WORDS)
    places = places_between(whole.text)
    parts = cut_statement(statement=whole, places=places, user=user, now=LATER)
    mark_sensitive(statement=parts[1], is_sensitive=True)
    return whole, parts


def sensitive_words(interview):
    rows = interview.statements.filter(superseded_at__isnull=True, is_sensitive=True)
    return list(rows.order_by("start").values_list("text", flat=True))


def say(interview, words):
    save_answer(interview=interview, question="problems", value=words, now=LATER, user=None)


def project(selections, *, sources=1, text="Falta gente."):
    source = f'<TextSource guid="{GUID}" plainTextPath="internal://a.txt">{selections}</TextSource>'
    root = f"<Project><Sources>{source * sources}</Sources></Project>"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("project.qde", root)
        archive.writestr("sources/a.txt", text)
    return content.getvalue()


def selection(start):
    return f'<PlainTextSelection guid="{GUID}" startPosition="{start}" endPosition="9"/>'


class Overtaken(ContentFile):
    """A file that another request has kept by the time it is read."""

    def __init__(self, interview, client_id):
        super().__init__(AUDIO, "a.ogg")
        self.sent = (interview, client_id)

    def open(self, mode=None):
        keep_audio(*self.sent)
        return super().open(mode)


def keep_audio(interview, client_id, audio=None):
    audio = audio or ContentFile(AUDIO, "a.ogg")
    return add_recording(
        interview=interview, client_id=client_id, content=audio, marks=[], now=NOW, user=None
    )


def test_sensitive_words_said_anew_stay_sensitive():
    statement = make_statement(SECRET)
    mark_sensitive(statement=statement, is_sensitive=True)

    say(statement.interview, "El alcalde nos pidió favores.")

    assert sensitive_words(statement.interview) == ["El alcalde nos pidió favores."]


def test_words_said_anew_beside_nothing_sensitive_are_not_sensitive():
    statement = make_statement(SECRET)

    say(statement.interview, "El alcalde nos pidió favores.")

    assert sensitive_words(statement.interview) == []


def test_undone_cut_of_a_part_that_is_sensitive_gives_a_sensitive_whole():
    whole, parts = cut_and_hush()

    undo_act(act=parts[0].made_in, now=LATER)

    assert sensitive_words(whole.interview) == [WORDS]


def test_expert_does_not_reach_the_whole_of_which_a_part_is_sensitive(client):
    whole, parts = cut_and_hush()
    client.force_login(make_coder(cycle_of(whole)))

    answers = [
        press(client, "code", cycle_of(whole).pk, whole.pk, name="x" * 90),
        page(client, "statement_interview", cycle_of(whole).pk, parts[0].pk),
    ]

    assert [one.status_code for one in answers] == [404, 200]
    assert all(SECRET not in text_of(one) for one in answers)


def test_coordinator_is_told_that_the_whole_was_cut(client):
    whole, _parts = cut_and_hush()
    client.force_login(make_coordinator(cycle_of(whole).community))

    assert page(client, "statement", cycle_of(whole).pk, whole.pk).status_code == 302


def test_settling_page_does_not_open_before_both_are_done(client):
    blind_round = make_blind_round()
    money = blind_round.cycle.community.codes.get(name="Plata")
    items = list(live_items(blind_round))
    code_blind(blind_round, blind_round.first, *[[money]] * len(items))
    client.force_login(make_coordinator(blind_round.cycle.community))
    item = items[0]
    item.codings.create(coder=blind_round.second, codes=[str(money.guid)], at=NOW)

    found = page(client, "blind_settle", blind_round.cycle_id, blind_round.pk, item.pk)

    assert found.status_code == 404


def test_project_whose_text_is_named_again_and_again_is_too_big():
    content = project("", sources=60, text=os.urandom(500_000).hex())

    with pytest.raises(RefiFileError) as caught:
        read_project(content)

    assert caught.value.fault == RefiFault.TOO_BIG


@pytest.mark.parametrize("start", ["0" * 9 + "9" * 5000, "9" * 5000, " ", "-1", "1e3"])
def test_project_with_a_place_that_is_no_number_is_refused(start):
    with pytest.raises(RefiFileError) as caught:
        read_project(project(selection(start)))

    assert caught.value.fault == RefiFault.BAD_PLACE


def test_project_with_a_name_that_is_no_text_is_damaged():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("ñandú.qde", "<Project/>")

    with pytest.raises(RefiFileError) as caught:
        read_project(content.getvalue().replace("ñandú".encode(), b"\xff\xfeand\xff\xfe"))

    assert caught.value.fault == RefiFault.DAMAGED


def test_filter_of_statements_leaves_out_nul():
    query = {"words": "a\x00b", "kind": "\x00", "question": "problems\x00", "state": "coded"}

    found = StatementFilter.read(query)

    assert found == StatementFilter(words="ab", question="problems", state="coded")


def test_read_json_leaves_out_what_no_database_keeps():
    assert read_json('{"a": ["x\\u0000y", "\\ud83d!", 3, 1.5, null, true]}') == {
        "a": ["xy", "?!", 3, 1.5, None, True]
    }


@pytest.mark.parametrize("text", ["", "[", "NaN", "1e999", "9" * 16, "9" * 5000, "[" * 90_000])
def test_read_json_refuses_what_is_none_or_has_no_end(text):
    with pytest.raises(ValueError, match=r".*"):
        read_json(text)


def test_saving_with_an_endless_number_is_no_saving():
    body = f'{{"client_id": "{GUID}", "pen": "{GUID}", "age_s": {"9" * 400}}}'

    assert SavingForm(body.encode()).is_valid() is False


def test_read_pairs_passes_over_what_is_no_number():
    given = QueryDict(mutable=True)
    given.setlist("quote", ["1-2", "9" * 5000 + "-1", "0-1", "a-b", "3"])

    assert read_pairs(given) == {(1, 2)}


def test_guide_with_a_section_that_no_address_can_name_is_refused():
    content = default_guide()
    content["sections"][0]["id"] = "a/b"

    with pytest.raises(GuideError):
        parse_guide(content)


def test_choice_that_is_a_list_is_refused(client):
    interview = make_interviews()[0]
    client.force_login(make_coordinator(interview.cycle.community))
    body = {"client_id": GUID, "pen": GUID, "question": "consent", "base": 0, "age_s": 0}
    path = f"/agenda/{interview.cycle_id}/entrevistas/{interview.pk}/pagina/guardar/"

    found = client.post(path, body | {"guide": 1, "value": ["yes"]}, "application/json")

    assert found.status_code == 409


def test_audio_sent_twice_at_once_leaves_one_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    interview = make_interviews()[0]
    allow_recording(interview)
    client_id = uuid4()

    kept = keep_audio(interview, client_id, Overtaken(interview, client_id))

    assert list(interview.recordings.all()) == [kept]
    assert len(list(Path(tmp_path, "recordings").iterdir())) == 1


def test_audio_file_without_a_row_goes_after_a_day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    interview = make_interviews()[0]
    allow_recording(interview)
    kept = keep_audio(interview, uuid4())
    stray = tmp_path / "recordings" / "cut-off.ogg"
    stray.write_bytes(AUDIO)
    left = []
    for age in (timedelta(hours=23), timedelta(hours=25)):
        os.utime(stray, (NOW.timestamp(), NOW.timestamp()))
        os.utime(kept.file.path, (NOW.timestamp(), NOW.timestamp()))
        delete_due_recordings(now=NOW + age)
        left.append(stray.exists())

    assert left == [True, False]
    assert Path(kept.file.path).exists()


def test_audio_whose_file_is_gone_is_absent(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    interview = make_interviews()[0]
    allow_recording(interview)
    kept = keep_audio(interview, uuid4())
    Path(kept.file.path).unlink()
    client.force_login(make_coordinator(interview.cycle.community))

    assert page(client, "play", interview.cycle_id, interview.pk, kept.pk).status_code == 404
