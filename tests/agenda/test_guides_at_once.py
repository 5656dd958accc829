"""Two editors of one guide at the same moment: one version, and no words lost."""

import dataclasses

import pytest
from django.test import Client
from django.urls import reverse

from convoca.agenda.core.interviews.guide import fingerprint
from convoca.agenda.errors import GuideDraftGoneError
from convoca.agenda.models import Guide, Interview
from convoca.agenda.queries.guides import find_draft, read_guide
from convoca.agenda.services import save_answer
from convoca.agenda.services.guide_drafts import begin_draft, put_guide_to_use, save_question
from tests.agenda.drafts import changed, draft_of, question_data
from tests.agenda.pages import text_of
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
EDITORS = ("ana@ejemplo.cl", "luis@ejemplo.cl")


@pytest.fixture
def cycle():
    return make_interviews()[0].cycle


def enter(cycle, email=EDITORS[0]):
    client = Client()
    client.force_login(make_coordinator(cycle.community, email))
    return client


def save(cycle, user, question_id, label):
    """Return the act of saving other words for a question as it is shown now."""
    question = draft_of(cycle).find(question_id)
    return lambda: save_question(
        community=cycle.community,
        section_id="",
        question=dataclasses.replace(question, label=label),
        seen=fingerprint(question),
        user=user,
        now=NOW,
    )


def use(cycle, user):
    """Return the act of putting the draft to use as it is shown now."""
    seen = fingerprint(draft_of(cycle))
    return lambda: put_guide_to_use(
        community=cycle.community, seen=seen, changes="Más clara", user=user, now=NOW
    )


def test_draft_begun_by_two_at_once_is_one(cycle):
    users = [make_coordinator(cycle.community, email) for email in EDITORS]

    told = at_once(
        [
            lambda user=user: begin_draft(community=cycle.community, user=user, now=NOW)
            for user in users
        ]
    )

    assert told == [Guide.objects.get(is_draft=True)] * 2


def test_version_put_to_use_by_two_editors_at_once_is_one_and_the_second_is_told(cycle):
    editors = [enter(cycle, email) for email in EDITORS]
    seen = changed(editors[0], cycle)
    path = reverse("agenda:guide_use", args=[cycle.pk])

    def press(client):
        data = {"seen": seen, "changes": "Una pregunta más clara"}
        return client.post(path, data, follow=True)

    told = at_once([lambda client=client: press(client) for client in editors])

    shown = sorted((text_of(one) for one in told), key=lambda text: "Ya no hay borrador" in text)
    assert "La pauta nueva está en uso." in shown[0]
    assert "Ya no hay borrador: otra persona lo puso en uso o lo descartó." in shown[1]
    assert "Una pregunta más clara" in shown[1]
    assert list(Guide.objects.values_list("version", "is_draft")) == [(1, False), (2, False)]


def test_question_changed_in_two_tabs_at_once_keeps_both_texts_before_the_second(cycle):
    first, second = (enter(cycle, email) for email in EDITORS)
    changed(first, cycle)
    question = draft_of(cycle).find("problems")
    path = reverse("agenda:guide_question", args=[cycle.pk, "problems"])
    labels = ["La primera", "La segunda"]

    told = at_once(
        [
            lambda client=client, label=label: client.post(
                path, question_data(question, label=label)
            )
            for client, label in zip((first, second), labels, strict=True)
        ]
    )

    stands = draft_of(cycle).find("problems").label
    refused = text_of(next(one for one in told if one.status_code == 409))
    (lost,) = set(labels) - {stands}
    assert "Otra persona cambió esta pregunta" in refused
    assert (stands in refused, f"{lost}</textarea>" in refused) == (True, True)


def test_two_questions_changed_in_two_tabs_at_once_are_both_kept(cycle):
    changed(enter(cycle), cycle)
    user = make_coordinator(cycle.community, EDITORS[1])
    labels = {"problems": "¿Qué le falta?", "first": "¿Por dónde empezar?"}

    told = at_once([save(cycle, user, name, label) for name, label in labels.items()])

    assert [type(one) for one in told] == [Guide, Guide]
    assert {name: draft_of(cycle).find(name).label for name in labels} == labels


def test_question_changed_while_the_draft_is_put_to_use_is_in_it_or_told(cycle):
    changed(enter(cycle), cycle)
    user = make_coordinator(cycle.community, EDITORS[1])

    saved, used = at_once([save(cycle, user, "problems", "Otra cosa"), use(cycle, user)])

    draft = find_draft(cycle.community)
    words = read_guide(Guide.objects.get(version=2)).find("problems").label
    assert type(saved) is (GuideDraftGoneError if draft is None else Guide)
    assert words == ("¿Qué le pesa?" if draft is None else "Otra cosa")
    assert (type(used) is Guide) == (draft is None)


def test_interview_begun_while_a_version_is_put_to_use_keeps_the_one_it_was_begun_with():
    interviews = make_interviews(4)
    cycle = interviews[0].cycle
    changed(enter(cycle), cycle)
    user = make_coordinator(cycle.community, EDITORS[1])

    def begin(interview):
        return lambda: (
            save_answer(interview=interview, question="consent", value="yes", now=NOW).guide.version
        )

    *begun, used = at_once([*map(begin, interviews), use(cycle, user)])

    assert type(used) is Guide
    assert [Interview.objects.get(pk=one.pk).guide.version for one in interviews] == begun
