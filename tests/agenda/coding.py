"""Codes and codings for tests, made with the services that make the real ones."""

from convoca.agenda.models import CodeEvent, Coding
from convoca.agenda.services import (
    Author,
    CodeInput,
    add_code,
    code_statement,
)
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

LATER = NOW.replace(day=5)


def cycle_of(statement):
    return statement.interview.cycle


def community_of(statement):
    return statement.interview.cycle.community


def coder_of(statement, email="codifica@ejemplo.cl"):
    return make_user(community_of(statement).association, email)


def make_code(community, name="Rendiciones", **given):
    return add_code(community=community, given=CodeInput(name, **given), author=Author(None, NOW))


def give(statement, *codes, user=None, now=NOW):
    return code_statement(statement=statement, codes=codes, user=user, now=now)


def codes_of(statement):
    live = Coding.objects.filter(statement=statement, superseded_at__isnull=True)
    return sorted(live.values_list("code__name", flat=True))


def live_pieces(interview, question="problems"):
    """Return the words of the statements that stand, in their order, with their codes."""
    rows = interview.statements.filter(question=question, superseded_at__isnull=True)
    return [(one.text, codes_of(one)) for one in rows.order_by("start")]


def history(community):
    rows = CodeEvent.objects.filter(community=community).order_by("number")
    return list(rows.values_list("number", "kind", "code__name"))
