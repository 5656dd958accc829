"""What the page of one statement shows, for the views that answer with it."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from convoca.agenda.core.coding.cutting import places_between
from convoca.agenda.forms.coding import CodingForm, MemoForm
from convoca.agenda.models import Statement
from convoca.agenda.queries.acts import find_last_act, statement_of_act
from convoca.agenda.queries.codebook import (
    PlacedCode,
    codebook,
    in_tree,
    offered,
)
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.statements import question_labels
from convoca.agenda.queries.suggestions import suggestions_for
from convoca.agenda.queries.workspace import (
    StatementFilter,
    answer_parts,
    before_in,
    coding_queue,
    kind_choices,
    neighbours_of,
    next_in,
    readable_statements,
    region_choices,
    source_of,
    visible_recodings,
    with_codes,
)
from convoca.cycles.models import Cycle
from convoca.directory.models import User

Context = dict[str, Any]  # what a template gets: values of every type


def address(
    route: str,
    cycle_id: int,
    statement_id: int | None = None,
    *,
    wanted: StatementFilter | None = None,
    after: int | None = None,
) -> str:
    """Return the address of a page of coding, with the filters that are in use."""
    numbers = [cycle_id] if statement_id is None else [cycle_id, statement_id]
    asked = [wanted.query if wanted else "", f"after={after}" if after else ""]
    query = "&".join(part for part in asked if part)
    place = reverse(f"agenda:{route}", args=numbers)
    return f"{place}?{query}" if query else place


def workspace(
    request: HttpRequest, cycle: Cycle, statement: Statement | None, wanted: StatementFilter
) -> Context:
    """Return all that the page of a statement shows; the form holds what was sent, if anything."""
    user = cast("User", request.user)
    codes = list(codebook(cycle.community, cycle))
    themes = list_themes(cycle.community)
    posted = request.POST if request.method == "POST" else None
    queue = coding_queue(cycle, user)
    total, waiting = readable_statements(cycle, user).count(), queue.count()
    labels = question_labels(cycle)
    placed = in_tree([one for one in codes if one.is_active])
    has_tree = any(one.depth for one in placed)
    last = find_last_act(cycle, user)
    context = {
        "cycle": cycle,
        "statement": statement,
        "form": CodingForm(posted, codes=offered(codes), themes=themes),
        "placed": placed if has_tree else [PlacedCode(one, 0) for one in offered(codes)],
        "wanted": wanted,
        "questions": labels,
        "themes": themes,
        "total": total,
        "waiting": waiting,
        "coded_count": total - waiting,
        "recodings": visible_recodings(cycle, user).count(),
        "last_act": last,
        "last_statement": statement_of_act(last) if last else None,
        **filter_choices(cycle, user),
    }
    return context | (_about(statement, user, wanted, labels) if statement else {})


def _about(
    statement: Statement, user: User, wanted: StatementFilter, labels: dict[str, str]
) -> Context:
    whole = with_codes(Statement.objects.filter(pk=statement.pk)).get()
    queue = coding_queue(statement.interview.cycle, user, wanted)
    before, after = neighbours_of(statement)
    following = next_in(queue.exclude(pk=statement.pk), statement.pk)
    return {
        "statement": whole,
        "question": labels.get(statement.question, ""),
        "source": source_of(whole),
        "parts": answer_parts(statement, user),
        "places": [
            (place, statement.text[place:][:60]) for place in places_between(statement.text)
        ],
        "before": before,
        "after": after,
        "following": following,
        "previous": before_in(queue, statement),
        "memo_form": MemoForm(),
        "suggestions": suggestions_for(whole, user),
    }


def filter_choices(cycle: Cycle, user: User) -> Context:
    """Return by which regions and kinds of municipality this person may narrow."""
    return {"regions": region_choices(cycle, user), "kinds": kind_choices(cycle, user)}
