"""A confirmed agenda for tests, with words that may be quoted where others read it."""

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.services import confirm_agenda
from tests.factories.agenda import answer_interview, make_interviews, rate, theme_named
from tests.factories.cycles import NOW
from tests.factories.delphi import BUYING

WORDS = "Rendimos tres veces lo mismo."


def make_confirmed(seats=1, words=WORDS):
    """Make a confirmed agenda whose first interview said these words about its topic."""
    interviews = make_interviews(seats)
    for interview in interviews:
        answer_interview(interview, {BUYING: (5, 5)})
    theme = theme_named(interviews[0].cycle, BUYING)
    rate(interviews[0], theme, RatedTheme(5, 5, words))
    return confirm_agenda(cycle=interviews[0].cycle, chosen=None, reason="", user=None, now=NOW)


def pair_of(agenda):
    """Return the topic and what was said about it."""
    theme = theme_named(agenda.cycle, BUYING)
    return theme.pk, agenda.cycle.interviews.get(statements__text=WORDS).statements.get().pk
