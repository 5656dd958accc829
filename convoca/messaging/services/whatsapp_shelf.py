"""Our templates brought in line with Meta's: its word on each, and texts handed in to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.foundation.models import Association
from convoca.messaging.channels.whatsapp_shelf import TemplateShelf, template_shelf
from convoca.messaging.core.house_templates import HOUSE_TEMPLATES
from convoca.messaging.core.whatsapp_shelf import TheirTemplate
from convoca.messaging.errors import ShelfMissingError
from convoca.messaging.models import Template
from convoca.messaging.services.whatsapp_events import STATES

LANGUAGE = "es"


@dataclass(frozen=True)
class Brought:
    """What came of asking Meta: templates that are new here, that changed, and that it lacks."""

    new: int
    changed: int
    unknown: tuple[str, ...]


def bring_templates(*, association: Association, now: datetime) -> Brought:
    """Take over what Meta says of the templates of our account; nothing is asked in between.

    What is here and not there stays as it is, and is named. Safe to repeat.

    Raises ShelfMissingError, ShelfRefusedError or ShelfClosedError; then nothing changed.
    """
    theirs = [each for each in _shelf().read() if each.body]
    return _take_over(association, theirs, now)


def hand_in_template(*, template: Template) -> None:
    """Ask Meta to approve a template; its answer comes later, by its notice or `bring_templates`.

    Raises as `bring_templates`.
    """
    _shelf().hand_in(
        name=template.name,
        language=template.language,
        category=template.category,
        body=template.body,
    )


@transaction.atomic
def add_house_templates(*, association: Association, now: datetime) -> int:
    """Keep the texts that this house sends itself; return how many were not here."""
    there = set(Template.objects.filter(association=association).values_list("name", flat=True))
    made = Template.objects.bulk_create(
        [
            Template(
                association=association,
                name=house.name,
                language=LANGUAGE,
                category=house.category,
                body=house.body,
                changed_at=now,
            )
            for house in HOUSE_TEMPLATES
            if house.name not in there
        ],
        ignore_conflicts=True,
    )
    return len(made)


def _shelf() -> TemplateShelf:
    shelf = template_shelf()
    if shelf is None:
        raise ShelfMissingError
    return shelf


@transaction.atomic
def _take_over(association: Association, theirs: Sequence[TheirTemplate], now: datetime) -> Brought:
    kept = Template.objects.select_for_update().filter(association=association)
    here = {(each.name, each.language): each for each in kept}
    there = {(each.name, each.language): each for each in theirs}
    new = [_fresh(association, each, now) for key, each in there.items() if key not in here]
    changed = [here[key] for key, each in there.items() if key in here and _copy(each, here[key])]
    for template in changed:
        template.changed_at = now
    Template.objects.bulk_create(new, ignore_conflicts=True)
    Template.objects.bulk_update(changed, ["category", "state", "body", "reason", "changed_at"])
    missing = sorted(name for name, language in here if (name, language) not in there)
    return Brought(len(new), len(changed), tuple(missing))


def _fresh(association: Association, theirs: TheirTemplate, now: datetime) -> Template:
    template = Template(
        association=association, name=theirs.name[:120], language=theirs.language[:12],
        category=Template.Category.MARKETING, changed_at=now,
    )  # fmt: skip
    _copy(theirs, template)
    return template


def _copy(theirs: TheirTemplate, ours: Template) -> bool:
    """Write what Meta says on our row; return whether anything is other than before."""
    before = (ours.category, ours.state, ours.body, ours.reason)
    if theirs.category in Template.Category:
        ours.category = theirs.category
    ours.state = STATES.get(theirs.status, ours.state)
    ours.body = theirs.body
    said = _("Motivo en Meta: %(code)s.") % {"code": theirs.reason}
    ours.reason = said[:300] if theirs.reason else ""
    return before != (ours.category, ours.state, ours.body, ours.reason)
