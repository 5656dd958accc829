"""A confirmed agenda is the same a year later, whatever changed meanwhile."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from convoca.agenda.core.rule.ballots import ballots_hash, restore_ballots
from convoca.agenda.models import Agenda, Coding, ThemeRating
from convoca.agenda.queries import confirmed_draft, find_agenda
from convoca.agenda.services import (
    add_theme,
    code_statement,
    confirm_agenda,
    edit_theme,
    set_theme_active,
)
from convoca.directory.models import Municipality, Person, Region, Seat
from tests.agenda.coding import make_code
from tests.agenda.pages import page, text_of
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
BUYING, PLANNING = "Licitaciones y compras", "PLADECO y participación"
A_YEAR = timedelta(days=365)


@pytest.fixture
def cycle():
    """Make a cycle with six interviews, two quotes, a code, and its agenda confirmed."""
    interviews = make_interviews(6)
    for place, interview in enumerate(interviews):
        ratings = {BUYING: (5, 5)} if place < 4 else {PLANNING: (4, 4)}
        answer_interview(interview, ratings, texts={"problems": f"Queja {place}."})
    cycle = interviews[0].cycle
    code = make_code(cycle.community, "Compras", theme=theme_named(cycle, BUYING))
    for interview in interviews[:2]:
        code_statement(statement=interview.statements.get(), codes=[code], user=None, now=NOW)
    confirm_agenda(cycle=cycle, chosen=None, reason="", user=None, now=NOW + timedelta(hours=1))
    return cycle


def change_everything(cycle):
    """Rename themes, move and rename people, change the country, the ratings and the codebook."""
    theme = theme_named(cycle, BUYING)
    edit_theme(theme=theme, title="Otro nombre", description="Otro asunto.")
    set_theme_active(theme=theme_named(cycle, PLANNING), active=False)
    add_theme(community=cycle.community, title="Tema nuevo", description="")
    Municipality.objects.update(settlement="rural", population=5, comuna_name="Otra comuna")
    Region.objects.update(short_name="Otra región")
    Person.objects.update(name="Otra Persona")
    Seat.objects.update(existence=Seat.Existence.DOES_NOT)
    ThemeRating.objects.update(interest=1, urgency=1)
    Coding.objects.update(superseded_at=NOW + A_YEAR)
    cycle.community.session_count = 7
    cycle.community.save()


def test_confirmed_draft_is_the_same_after_everything_changed(cycle):
    before = confirmed_draft(find_agenda(cycle))

    change_everything(cycle)

    assert confirmed_draft(find_agenda(cycle)) == before


def test_agenda_page_is_the_same_after_everything_changed(cycle, sign_in):
    client = sign_in(cycle)
    before = told(page(client, "agenda", cycle.pk))

    change_everything(cycle)

    after = told(page(client, "agenda", cycle.pk))
    assert after == before
    assert f"1 · {BUYING}" in after
    assert "2 dichos con código de este tema." in after
    assert "«Queja 0.»" in after


def told(response) -> str:
    """Return what the page says of the agenda, not of the cycle around it.

    Quotes are told without their place, which follows privacy.
    """
    shown = text_of(response).partition('<div class="columns">')[2]
    return shown.replace("Dirección de una comuna urbana, Metropolitana", "Dirección").replace(
        "Dirección de una comuna rural, Otra región", "Dirección"
    )


def test_stored_ballots_give_the_stored_result_through_the_command(cycle, sign_in, tmp_path):
    path, out = tmp_path / "ballots.json", tmp_path / "agenda.json"
    change_everything(cycle)
    agenda = find_agenda(cycle)

    path.write_bytes(page(sign_in(cycle), "ballots", cycle.pk).content)
    call_command("agenda", "rank", str(path), out=out, stdout=StringIO())

    assert ballots_hash(restore_ballots(agenda.ballots)) == agenda.input_hash
    assert agenda.input_hash in out.read_text(encoding="utf-8")


def test_agenda_of_an_older_rule_shows_what_was_stored(cycle, sign_in):
    """As if a rule of long ago had ordered otherwise and compared otherwise."""
    agenda = Agenda.objects.get(cycle=cycle)
    other = str(theme_named(cycle, PLANNING).pk)
    agenda.result["rule"] |= {"name": "older", "version": 0}
    agenda.result["rankings"]["mean"] = [other]
    agenda.save()

    draft = confirmed_draft(find_agenda(cycle))

    assert draft.agenda.rankings.mean == (other,)
    shown = text_of(page(sign_in(cycle), "agenda", cycle.pk))
    assert "Regla: older, versión 0." in shown


def test_agenda_stored_before_sizes_and_counts_still_shows(cycle, sign_in):
    agenda = Agenda.objects.get(cycle=cycle)
    for name in ("statements", "unheard_kinds"):
        del agenda.result[name]
    for person in agenda.ballots["people"]:
        del person["size"]
    agenda.ballots["k"] = 40
    agenda.save()

    shown = text_of(page(sign_in(cycle), "agenda", cycle.pk))

    assert f"1 · {BUYING}" in shown
    assert "Por habitantes" not in shown
