"""What was agreed before words of consent were kept gets the words that it would get today."""

from importlib import import_module

import pytest
from django.apps import apps

from convoca.agenda.models import Consent
from convoca.agenda.services import save_answer
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
MIGRATION = "convoca.agenda.migrations.0004_write_consents"
FACTS = (
    "interview", "purpose", "is_given", "text", "text_version", "way", "said_at", "recorded_by",
    "superseded_at",
)  # fmt: skip


def move():
    import_module(MIGRATION).write_consents(apps, None)


def facts():
    return list(Consent.objects.order_by("interview", "purpose").values_list(*FACTS))


def test_answered_interviews_get_the_words_they_would_get_today():
    alone, spoken, refused, _untouched = make_interviews(4)
    answer_interview(alone, may_quote="no")
    user = make_user(alone.cycle.community.association, "e@ejemplo.cl")
    save_answer(interview=spoken, question="consent", value="yes", now=NOW, user=user)
    save_answer(interview=refused, question="consent", value="no", now=NOW)
    today = facts()
    Consent.objects.all().delete()

    move()

    assert facts() == today


def test_words_that_are_there_are_left_alone():
    interview = answer_interview(make_interviews()[0])
    save_answer(interview=interview, question="may_quote", value="no", now=NOW.replace(day=9))
    today = facts()

    move()

    assert facts() == today
