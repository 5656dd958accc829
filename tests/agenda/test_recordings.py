from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from convoca.agenda.errors import AudioFaultError, AudioNotAllowedError, MarkFaultError
from convoca.agenda.models import Recording
from convoca.agenda.services import save_answer
from convoca.agenda.services.recordings import (
    Mark,
    add_mark,
    add_recording,
    delete_due_recordings,
    delete_recording,
    delete_recordings,
)
from tests.agenda.pages import page, press, text_of
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_association, make_coordinator, make_user

pytestmark = pytest.mark.django_db
AUDIO = b"OggS" + bytes(range(256)) * 8


@pytest.fixture
def interview(settings, tmp_path):
    """An interview whose person agreed to be recorded; files go to a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    interview = make_interviews()[0]
    user = make_coordinator(interview.cycle.community)
    for question in ("consent", "may_record"):
        save_answer(interview=interview, question=question, value="yes", now=NOW, user=user)
    return interview


def keep(interview, audio=AUDIO, **more):
    given = {"client_id": uuid4(), "marks": [], "now": NOW, "user": None, **more}
    return add_recording(interview=interview, content=ContentFile(audio, "a.mp3"), **given)


def files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_add_recording_keeps_the_file_its_kind_and_its_day(interview, settings):
    mark = Mark("problems", 1.5, 62.0)

    kept = keep(interview, marks=[mark])

    assert (kept.content_type, kept.size_bytes) == ("audio/ogg", len(AUDIO))
    assert kept.delete_on == NOW.date() + timedelta(days=180)
    assert [(one.question, one.start_s, one.end_s) for one in kept.marks.all()] == [
        ("problems", 1.5, 62.0)
    ]
    assert [path.read_bytes() for path in files(settings)] == [AUDIO]


def test_add_recording_sent_twice_is_kept_once(interview, settings):
    name = uuid4()

    kept = [keep(interview, client_id=name).pk for _ in range(2)]

    assert (len(set(kept)), len(files(settings))) == (1, 1)


def test_add_recording_without_consent_keeps_nothing(interview, settings):
    save_answer(interview=interview, question="may_record", value="no", now=NOW)

    with pytest.raises(AudioNotAllowedError):
        keep(interview)

    assert (Recording.objects.count(), files(settings)) == (0, [])


@pytest.mark.parametrize("question", ["may_record", "consent"])
def test_audio_goes_when_its_consent_is_taken_back(
    interview, settings, django_capture_on_commit_callbacks, question
):
    keep(interview)

    with django_capture_on_commit_callbacks(execute=True):
        save_answer(interview=interview, question=question, value="no", now=NOW)

    assert files(settings) == []


@pytest.mark.parametrize(
    ("audio", "fault"),
    [(b"", "empty"), (b"<script>", "no_audio"), (AUDIO * 2, "too_large")],
)
def test_add_recording_of_no_audio_raises(interview, settings, audio, fault):
    settings.AUDIO_MAX_BYTES = len(AUDIO)

    with pytest.raises(AudioFaultError) as caught:
        keep(interview, audio)

    assert (caught.value.fault, files(settings)) == (fault, [])


@pytest.mark.parametrize("ends", [(5, 4), (-1, 4), (0, float("inf")), (float("nan"), 1)])
def test_mark_that_is_nowhere_in_the_audio_raises(interview, ends):
    kept = keep(interview)

    with pytest.raises(MarkFaultError):
        add_mark(recording=kept, mark=Mark("problems", *ends))


def test_delete_recordings_takes_the_files_and_leaves_the_rows(
    interview, settings, django_capture_on_commit_callbacks
):
    keep(interview)
    keep(interview)

    with django_capture_on_commit_callbacks(execute=True):
        counts = [delete_recordings(interview=interview, now=NOW) for _ in range(2)]

    assert (counts, files(settings)) == ([2, 0], [])
    assert set(Recording.objects.values_list("file", "deleted_at")) == {("", NOW)}


def test_delete_due_recordings_takes_those_whose_day_has_come(
    interview, settings, django_capture_on_commit_callbacks
):
    settings.AUDIO_DAYS = 10
    keep(interview)
    late = keep(interview, now=NOW + timedelta(days=5))

    with django_capture_on_commit_callbacks(execute=True):
        count = delete_due_recordings(now=NOW + timedelta(days=12))

    assert (count, len(files(settings))) == (1, 1)
    assert list(Recording.objects.filter(deleted_at=None)) == [late]


def test_delete_due_recordings_finds_a_file_that_was_left_behind(interview, settings):
    kept = keep(interview)
    delete_recording(recording=kept, now=NOW)  # its transaction never ends: the file stays
    before = len(files(settings))

    delete_due_recordings(now=NOW)

    assert (before, files(settings)) == (1, [])


def address(name, interview, *more):
    return reverse(f"agenda:{name}", args=[interview.cycle_id, interview.pk, *more])


def test_recordings_page_takes_a_file_and_a_mark_and_deletes(interview, client):
    client.force_login(interview.cycle.community.team.get().user)
    where = (interview.cycle_id, interview.pk)
    audio = SimpleUploadedFile("a.ogg", AUDIO)

    press(client, "recordings", *where, client_id=str(uuid4()), marks="[]", audio=audio)
    kept = Recording.objects.get()
    press(client, "mark", *where, kept.pk, question="problems", start="1:05", end="2:10")
    shown = text_of(page(client, "recordings", *where))
    press(client, "delete_recording", *where, kept.pk)

    assert "1:05 – 2:10" in shown
    assert list(kept.marks.values_list("start_s", "end_s")) == [(65, 130)]
    assert text_of(page(client, "recordings", *where)).count("<audio") == 0


def test_recordings_page_says_what_is_wrong_with_a_file_and_a_mark(interview, client):
    client.force_login(interview.cycle.community.team.get().user)
    where = (interview.cycle_id, interview.pk)
    kept = keep(interview)
    page_file = SimpleUploadedFile("a.mp3", b"<html>")

    refused = press(client, "recordings", *where, client_id=str(uuid4()), audio=page_file)
    missing = press(client, "recordings", *where, client_id=str(uuid4()))
    late = press(client, "mark", *where, kept.pk, question="problems", start="3:00", end="2:00")
    wrong = press(client, "mark", *where, kept.pk, question="problems", start="tres", end="2:00")

    answers = (refused, missing, late, wrong)
    assert [one.status_code for one in answers] == [409, 422, 409, 422]
    assert "Ese archivo no es un audio" in text_of(refused)
    assert "El fin va después del comienzo" in text_of(late)
    assert "Escriba minutos y segundos" in text_of(wrong)


def test_page_that_recorded_is_answered_in_json(interview, client):
    client.force_login(interview.cycle.community.team.get().user)
    data = {"client_id": str(uuid4()), "audio": SimpleUploadedFile("entrevista", AUDIO)}
    marks = '[{"question": "problems", "start_s": 0, "end_s": 12.5}]'
    path, wants = address("recordings", interview), {"Accept": "application/json"}

    kept = client.post(path, {**data, "marks": marks}, headers=wants)
    data["audio"].seek(0)
    broken = client.post(path, {**data, "marks": '[{"question": 1}]'}, headers=wants)

    assert (kept.status_code, kept.json()) == (201, {"error": ""})
    assert (broken.status_code, broken.json()["error"][:22]) == (422, "Las marcas no se pudie")


def test_play_gives_the_whole_or_the_range_and_its_page_alone_may_record(interview, client):
    client.force_login(interview.cycle.community.team.get().user)
    path = address("play", interview, keep(interview).pk)

    whole = client.get(path, headers={"Accept-Encoding": "gzip"})
    part = client.get(path, headers={"Range": "bytes=4-9", "Accept-Encoding": "gzip"})
    outside = client.get(path, headers={"Range": "bytes=99999-"})
    shown = client.get(address("recordings", interview))

    assert b"".join(whole.streaming_content) == AUDIO
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 4-9/{len(AUDIO)}")
    assert b"".join(part.streaming_content) == AUDIO[4:10]
    assert (outside.status_code, outside["Content-Range"]) == (416, f"bytes */{len(AUDIO)}")
    assert "media-src 'self' blob:" in shown["Content-Security-Policy"]
    assert (shown["Permissions-Policy"], whole["Content-Type"]) == (
        "microphone=(self)",
        "audio/ogg",
    )


def test_play_of_another_association_or_of_deleted_audio_is_absent(interview, client):
    kept = keep(interview)
    path = address("play", interview, kept.pk)
    client.force_login(make_user(make_association("OTRA"), "otra@ejemplo.cl", administrator=True))
    strange = client.get(path)
    delete_recording(recording=kept, now=NOW)
    client.force_login(interview.cycle.community.team.get().user)

    assert [strange.status_code, client.get(path).status_code] == [404, 404]
    assert AUDIO not in strange.content
