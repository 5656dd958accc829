"""The codebooks that were there before their history was kept."""

from importlib import import_module

import pytest
from django.apps import apps

from convoca.agenda.core.coding.codebook import fold
from convoca.agenda.models import Code, CodeEvent
from convoca.agenda.queries.codebook import changes_of, state_of
from tests.agenda.coding import LATER, make_code
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_user

pytestmark = pytest.mark.django_db
migration = import_module("convoca.agenda.migrations.0005_begin_codebooks")


def landed(community, name, at, **fields):
    return Code.objects.create(community=community, name=name, created_at=at, **fields)


def test_codes_that_were_there_get_their_creation_by_age_in_each_book():
    community = make_community()
    other = make_community(community.association, "DOM")
    user = make_user(community.association)
    theme = community.themes.create(title="Compras", position=1)
    landed(community, "Después", LATER, is_active=False)
    landed(community, "Antes", NOW, definition="Qué.", theme=theme, created_by=user)
    landed(other, "Ajeno", NOW)

    migration.begin(apps, None)

    events = CodeEvent.objects.filter(community=community).order_by("number")
    assert [(one.number, one.code.name, one.by, one.at) for one in events] == [
        (1, "Antes", user, NOW),
        (2, "Después", None, LATER),
    ]
    rows = community.codes.select_related("parent", "merged_into")
    assert fold(changes_of(community)) == {str(one.guid): state_of(one) for one in rows}


def test_codes_with_a_history_keep_it_when_begun_again():
    community = make_community()
    make_code(community, "Plata")
    landed(community, "Gente", NOW)

    for _ in range(2):
        migration.begin(apps, None)

    events = CodeEvent.objects.order_by("number").values_list("number", "code__name")
    assert list(events) == [(1, "Plata"), (2, "Gente")]
