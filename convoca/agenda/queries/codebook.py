"""The codebook: as it is, as it was at any version, and how it came to be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.agenda.core.coding.codebook import (
    Change,
    ChangeKind,
    CodeState,
    fold,
    in_tree_order,
)
from convoca.agenda.models import Code, CodeEvent, Coding, Recoding
from convoca.agenda.queries.interviews import done_interviews
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.foundation.errors import NotFoundError

FIELD_WORDS = {
    "name": gettext_lazy("nombre"),
    "definition": gettext_lazy("qué significa"),
    "include": gettext_lazy("incluye"),
    "exclude": gettext_lazy("no incluye"),
    "example": gettext_lazy("ejemplo"),
    "parent": gettext_lazy("está bajo"),
    "theme": gettext_lazy("tema"),
    "is_codable": gettext_lazy("se ofrece al codificar"),
    "merged_into": gettext_lazy("es parte de"),
    "into": gettext_lazy("se dividió en"),
}


@dataclass(frozen=True)
class EventLine:
    """One event of the history and what it changed: (what, before, after)."""

    event: CodeEvent
    details: list[tuple[str, str, str]]


@dataclass(frozen=True)
class PlacedCode:
    """A code of the book and how deep it stands in the tree, from 0."""

    code: Code
    depth: int


def state_of(code: Code) -> CodeState:
    """Return a row of the book as the plain value that its changes make."""
    return CodeState(
        guid=str(code.guid),
        name=code.name,
        definition=code.definition,
        include=code.include,
        exclude=code.exclude,
        example=code.example,
        parent=str(code.parent.guid) if code.parent else None,
        theme=code.theme_id,
        colour=code.colour,
        is_codable=code.is_codable,
        is_active=code.is_active,
        merged_into=str(code.merged_into.guid) if code.merged_into else None,
    )


def codebook(community: Community, cycle: Cycle) -> QuerySet[Code]:
    """List the codes of a community, most used first; `uses` counts statements of this cycle."""
    counted = Q(
        codings__superseded_at__isnull=True,
        codings__statement__superseded_at__isnull=True,
        codings__statement__interview__in=done_interviews(cycle),
    )
    codes = community.codes.select_related("theme", "parent", "merged_into")
    return codes.annotate(uses=Count("codings", filter=counted)).order_by("-uses", "name")


def offered(codes: Collection[Code]) -> list[Code]:
    """Keep the codes that may be given to a statement."""
    return [one for one in codes if one.is_active and one.is_codable]


def in_tree(codes: Collection[Code]) -> list[PlacedCode]:
    """Lay out codes as a tree, brothers by name."""
    rows = {str(one.guid): one for one in codes}
    states = [state_of(one) for one in codes]
    return [PlacedCode(rows[state.guid], depth) for state, depth in in_tree_order(states)]


def get_code(community: Community, code_id: int) -> Code:
    """Return a code of this community, or raise NotFoundError."""
    rows = community.codes.select_related("parent", "theme", "merged_into")
    code = rows.filter(pk=code_id).first()
    if code is None:
        raise NotFoundError(code_id)
    return code


def events_of(community: Community, code: Code | None = None) -> QuerySet[CodeEvent]:
    """Return what happened to the book (to one code), the latest first."""
    events = community.code_events.select_related("code", "by").order_by("-number")
    return events.filter(code=code) if code else events


def changes_of(community: Community, *, version: int | None = None) -> list[Change]:
    """Return the changes of a book in their order, up to a version."""
    rows = community.code_events.order_by("number")
    if version is not None:
        rows = rows.filter(number__lte=version)
    values = rows.values_list("number", "kind", "code__guid", "before", "after")
    return [
        Change(number, ChangeKind(kind), str(guid), before, after)
        for number, kind, guid, before, after in values
    ]


def version_of(community: Community) -> int:
    """Return the version of the book: the number of its last change, 0 while it is empty."""
    last = community.code_events.order_by("-number").values_list("number", flat=True).first()
    return last or 0


def last_change(code: Code) -> int:
    """Return the number of the last change of a code; 0 when it has none."""
    return code.events.order_by("-number").values_list("number", flat=True).first() or 0


def version_at(community: Community, moment: datetime) -> int:
    """Return the version that the book had at a moment."""
    events = community.code_events.filter(at__lte=moment).order_by("-number")
    return events.values_list("number", flat=True).first() or 0


def count_uses(code: Code) -> int:
    """Count the statements of all cycles that have this code now."""
    live = code.codings.filter(superseded_at__isnull=True, statement__superseded_at__isnull=True)
    return live.values("statement").distinct().count()


def codebook_at(community: Community, version: int) -> list[tuple[CodeState, int]]:
    """Return the codes in use at a version, as a tree with the depth of each."""
    book = fold(changes_of(community, version=version))
    return in_tree_order([one for one in book.values() if one.is_active])


def waiting_recodings(cycle: Cycle) -> QuerySet[Recoding]:
    """Return the statements of a cycle that wait for a new look because their code was split."""
    old = Coding.objects.filter(
        statement=OuterRef("statement"), code=OuterRef("event__code"), superseded_at__isnull=True
    )
    return (
        Recoding.objects.filter(
            Exists(old),
            done_at__isnull=True,
            statement__superseded_at__isnull=True,
            statement__interview__in=done_interviews(cycle),
        )
        .select_related("event__code", "event__community", "statement__interview__cycle__community")
        .order_by("pk")
    )


def split_into(event: CodeEvent) -> list[Code]:
    """Return the codes in use that a split made."""
    guids = event.after.get("into", [])
    return list(event.community.codes.filter(guid__in=guids, is_active=True, is_codable=True))


def in_words(community: Community, events: Sequence[CodeEvent]) -> list[EventLine]:
    """Say what each event changed: names of codes and themes instead of their numbers."""
    names = {str(guid): name for guid, name in community.codes.values_list("guid", "name")}
    themes = dict(community.themes.values_list("pk", "title"))
    return [EventLine(one, _details(one, names, themes)) for one in events]


def _details(
    event: CodeEvent, names: Mapping[str, str], themes: Mapping[int, str]
) -> list[tuple[str, str, str]]:
    """Return (what, before, after) for each field that a person reads."""
    details = [
        (
            str(label),
            _say(field, event.before, names, themes),
            _say(field, event.after, names, themes),
        )
        for field, label in FIELD_WORDS.items()
        if field in event.after and not (field == "name" and event.kind == ChangeKind.CREATE)
    ]
    return [one for one in details if one[1] or one[2]]


def _say(
    field: str,
    values: Mapping[str, object],
    names: Mapping[str, str],
    themes: Mapping[int, str],
) -> str:
    value = values.get(field)
    if value is None:
        return ""
    if field == "into" and isinstance(value, list):
        return ", ".join(names.get(guid, "") for guid in value)
    if field in {"parent", "merged_into"}:
        return names.get(str(value), "")
    if field == "theme" and isinstance(value, int):
        return themes.get(value, "")
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    return str(value)
