"""Changing the draft of a guide by its pages."""

from django.urls import reverse

from convoca.agenda.core.interviews.guide import fingerprint
from convoca.agenda.queries.guides import find_draft, read_guide
from tests.agenda.pages import press


def draft_of(cycle):
    return read_guide(find_draft(cycle.community))


def begin(client, cycle):
    press(client, "guide_draft", cycle.pk)
    return draft_of(cycle)


def question_data(question, **more):
    return {
        "seen": fingerprint(question),
        "label": question.label,
        "detail": "\n".join(question.detail),
        "probes": "\n".join(question.probes),
        "options": "\n".join(option.label for option in question.options),
        **more,
    }


def save(client, cycle, question_id, **data):
    return client.post(reverse("agenda:guide_question", args=[cycle.pk, question_id]), data)


def changed(client, cycle, label="¿Qué le pesa?"):
    question = begin(client, cycle).find("problems")
    save(client, cycle, "problems", **question_data(question, label=label))
    return fingerprint(draft_of(cycle))
