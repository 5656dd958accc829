"""The confirmed agenda as those outside the team see it: on its page and on its sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from convoca.agenda.core.rule.ballots import SMALLEST_GROUP
from convoca.agenda.core.rule.words import explain_chosen, explain_rule, percent_words
from convoca.agenda.models import Agenda, AgendaQuote, Statement
from convoca.agenda.queries.ballots import DraftAgenda, confirmed_draft
from convoca.agenda.queries.interviews import done_interviews
from convoca.agenda.queries.quotable import quotable_statements
from convoca.agenda.queries.statements import Quote, group_sizes, quote_source
from convoca.agenda.queries.theme_quotes import theme_quotes
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.foundation.errors import NotFoundError

CANDIDATES_A_TOPIC = 20


@dataclass(frozen=True)
class PublishedTopic:
    """A topic of the agenda: why it is in, and the words behind it that somebody chose."""

    theme_id: int
    title: str
    why: str
    quotes: Sequence[Quote]


@dataclass(frozen=True)
class PublishedAgenda:
    """What anybody may read of a confirmed agenda; shares and reasons only of five or more.

    `coverage` gives the kinds of municipality and the share of each with a theme of its own.
    """

    agenda: Agenda
    cycle: Cycle
    community: Community
    interviewed: int
    regions: int
    covered: str
    coverage: Sequence[tuple[str, str]]
    topics: Sequence[PublishedTopic]
    reserve: Sequence[str]
    rule: str
    was_changed: bool

    @property
    def address_words(self) -> str:
        return address_words(self.cycle)


def address_words(cycle: Cycle) -> str:
    """Return the part of the public address that a person reads: "amuch-secplan-ciclo-3"."""
    community = cycle.community
    parts = (community.association.short_name, community.name, _("ciclo"), cycle.number)
    return slugify(" ".join(str(part) for part in parts))


def get_published(cycle_id: int) -> Agenda:
    """Return the agenda of a cycle that anybody may read, or raise NotFoundError."""
    agenda = (
        Agenda.objects.filter(cycle=cycle_id, published_at__isnull=False)
        .select_related("cycle__community__association", "cycle__community__kind")
        .prefetch_related("topics__theme")
        .first()
    )
    if agenda is None:
        raise NotFoundError(cycle_id)
    return agenda


def tell_agenda(agenda: Agenda) -> PublishedAgenda:
    """Tell a confirmed agenda from what was stored with it, and the quotes that stand today."""
    draft = confirmed_draft(agenda)
    is_told = draft.interviewed >= SMALLEST_GROUP
    quotes = chosen_quotes(agenda)
    return PublishedAgenda(
        agenda=agenda,
        cycle=agenda.cycle,
        community=agenda.cycle.community,
        interviewed=draft.interviewed,
        regions=draft.region_count,
        covered=percent_words(draft.covered_share) if is_told else "",
        coverage=_coverage(draft),
        topics=[
            PublishedTopic(
                theme_id=int(words.theme_id),
                title=words.title,
                why=words.explanation if is_told else "",
                quotes=quotes.get(int(words.theme_id), []),
            )
            for words in explain_chosen(draft.ballots, draft.agenda)
        ],
        reserve=[draft.titles[theme] for theme in draft.agenda.reserve_ids],
        rule=explain_rule(draft.ballots),
        was_changed=bool(agenda.override_reason),
    )


def chosen_quotes(agenda: Agenda) -> dict[int, list[Quote]]:
    """Return by theme the words that somebody chose, of those who allow it now."""
    sizes = group_sizes(done_interviews(agenda.cycle))
    found: dict[int, list[Quote]] = {}
    for chosen in _standing_quotes(agenda):
        quote = Quote(chosen.statement.text, quote_source(chosen.statement, sizes))
        found.setdefault(chosen.theme_id, []).append(quote)
    return found


def chosen_pairs(agenda: Agenda) -> set[tuple[int, int]]:
    """Return the theme and the statement of each quote that is shown."""
    return {(one.theme_id, one.statement_id) for one in _standing_quotes(agenda)}


def candidate_quotes(agenda: Agenda) -> Mapping[int, Sequence[Statement]]:
    """Return by theme of the agenda the words to choose from, in the order they were said."""
    themes = [topic.theme_id for topic in agenda.topics.all() if not topic.in_reserve]
    return {theme: list(theme_quotes(agenda.cycle, theme)[:CANDIDATES_A_TOPIC]) for theme in themes}


def _standing_quotes(agenda: Agenda) -> list[AgendaQuote]:
    quotes = agenda.quotes.filter(statement__in=quotable_statements(agenda.cycle))
    return list(quotes.select_related("statement__interview__seat__municipality__region"))


def _coverage(draft: DraftAgenda) -> list[tuple[str, str]]:
    by_kind = draft.agenda.certificate.by_kind
    return [
        (kind, percent_words(group.share)) for kind, group in by_kind.items() if group is not None
    ]
