"""Give each interview the words of consent that its answers hold."""

from collections.abc import Iterator
from typing import Any  # models as they were then have no types

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PURPOSES = {"consent": "interview", "may_quote": "quote"}
A_BATCH = 500


def write_consents(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write a row for each yes or no to a question of consent, in the words of its guide."""
    consents = apps.get_model("agenda", "Consent")
    answers = apps.get_model("agenda", "Answer").objects.filter(
        question__in=PURPOSES, value__in=["yes", "no"]
    )
    words = dict(_words_of_guides(apps))
    consents.objects.bulk_create(
        (
            consents(
                interview_id=answer.interview_id,
                purpose=PURPOSES[answer.question],
                is_given=answer.value == "yes",
                text=words.get((answer.interview.guide_id, answer.question), ""),
                text_version=f"{answer.interview.guide.version}/{answer.question}",
                way="link" if answer.saved_by_id is None else "spoken",
                said_at=answer.saved_at,
                recorded_by_id=answer.saved_by_id,
            )
            for answer in answers.select_related("interview__guide")
        ),
        batch_size=A_BATCH,
        ignore_conflicts=True,
    )


def _words_of_guides(apps: Apps) -> Iterator[tuple[tuple[int, str], str]]:
    """Give what each question of consent says, by the guide and its id."""
    guides: Any = apps.get_model("agenda", "Guide").objects.all()
    for guide in guides:
        for section in guide.content["sections"]:
            for question in section["questions"]:
                if question["id"] in PURPOSES:
                    text = "\n".join((question["label"], *question.get("detail", [])))
                    yield (guide.pk, question["id"]), text


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_deepen_interviews_and_coding")]

    operations = [migrations.RunPython(write_consents, migrations.RunPython.noop)]
