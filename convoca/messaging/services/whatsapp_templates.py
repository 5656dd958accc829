"""The templates of an association: kept, marked, and written into a message."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from convoca.foundation.models import Association
from convoca.messaging.core.whatsapp_templates import clean_parameter, fill_body
from convoca.messaging.errors import MessageStateError, TemplateKnownError
from convoca.messaging.models import Message, Template
from convoca.messaging.services.outbox import queue_message
from convoca.messaging.services.texts import Recipient, Text

TEST_PURPOSE = "whatsapp_test"


@transaction.atomic
def add_template(
    *,
    association: Association,
    name: str,
    language: str,
    category: str,
    body: str,
    now: datetime,
) -> Template:
    """Keep a template that is to be approved at Meta under this very name and language.

    Raises TemplateKnownError where there is one already.
    """
    template = Template(
        association=association,
        name=name,
        language=language,
        category=category,
        body=body,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise TemplateKnownError(name) from error
    return template


@transaction.atomic
def edit_template(*, template: Template, category: str, body: str, now: datetime) -> Template:
    """Change what a template says; another text must be approved anew, the same changes nothing."""
    template = Template.objects.select_for_update().get(pk=template.pk)
    if body != template.body:
        template.state, template.reason = Template.State.PENDING, ""
    elif category == template.category:
        return template
    template.category, template.body, template.changed_at = category, body, now
    template.save()
    return template


@transaction.atomic
def mark_template(
    *, template: Template, state: str, seen: str, reason: str = "", now: datetime
) -> Template:
    """Mark by hand what Meta said of a template.

    `seen` is the state that the person saw: if it has changed since, MessageStateError.
    """
    changed = Template.objects.filter(pk=template.pk, state=seen).update(
        state=state, reason=reason[:300], changed_at=now
    )
    if not changed:
        raise MessageStateError(template.pk)
    template.refresh_from_db()
    return template


def template_text(template: Template, *, subject: str, parameters: Sequence[str]) -> Text:
    """Return what a message with this template says; `body` is how the person reads it."""
    cleaned = tuple(clean_parameter(each) for each in parameters)
    return Text(
        subject=subject,
        body=fill_body(template.body, cleaned),
        template=template.name,
        parameters=cleaned,
    )


@transaction.atomic
def queue_test(
    *, template: Template, to: Recipient, subject: str, parameters: Sequence[str], now: datetime
) -> Message:
    """Send a template to oneself; a second press in the same minute is the same message."""
    return queue_message(
        association=template.association,
        key=f"{TEST_PURPOSE}:{template.pk}:{to.address}:{now:%Y%m%d%H%M}",
        purpose=TEST_PURPOSE,
        occasion=f"whatsapp_template:{template.pk}",
        recipient=to,
        text=template_text(template, subject=subject, parameters=parameters),
        now=now,
    )
