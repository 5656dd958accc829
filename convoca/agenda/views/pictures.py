"""The pictures of the agenda: the themes by interest and urgency, and who is left with nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.agenda.core.rule.ballots import SMALLEST_GROUP, Approval, Ballots, Voter
from convoca.agenda.core.rule.words import percent_words
from convoca.agenda.queries.ballots import DraftAgenda
from convoca.ui.charts import (
    Axis,
    Cut,
    LinedBars,
    LinedShare,
    MatrixPicture,
    Theme,
    place_themes,
)

HIGHEST, PARTS = 5, 20


@dataclass(frozen=True)
class People:
    """Whose ratings the matrix shows: all, those of a region, of a kind of comuna, or of both."""

    region: str
    kind: str
    regions: tuple[str, ...]
    kinds: tuple[str, ...]
    voters: tuple[Voter, ...]

    @property
    def is_part(self) -> bool:
        return bool(self.region or self.kind)

    @property
    def are_few(self) -> bool:
        """Tell whether they are too few to show without telling what one of them said."""
        return self.is_part and len(self.voters) < SMALLEST_GROUP


def choose_people(given: QueryDict, ballots: Ballots) -> People:
    """Read the filters of the matrix; one that the ballots do not know counts as not said."""
    regions = tuple(sorted({voter.region for voter in ballots.voters}))
    kinds = tuple(sorted({voter.kind for voter in ballots.voters}))
    region, kind = given.get("region", ""), given.get("kind", "")
    region = region if region in regions else ""
    kind = kind if kind in kinds else ""
    voters = tuple(
        voter
        for voter in ballots.voters
        if region in ("", voter.region) and kind in ("", voter.kind)
    )
    return People(region, kind, regions, kinds, voters)


def pictures(draft: DraftAgenda, people: People, cycle_id: int) -> dict[str, object]:
    """Return both pictures; the matrix is None when nobody rated, or too few are chosen."""
    urls = {
        theme.id: reverse("agenda:quotes", args=[cycle_id, theme.id])
        for theme in draft.ballots.themes
    }
    return {
        "people": people,
        "matrix": None if people.are_few else matrix(draft, people, urls),
        "lined": certificate_bars(draft, urls),
    }


def matrix(draft: DraftAgenda, people: People, urls: Mapping[str, str]) -> MatrixPicture | None:
    """Draw the rated themes by interest and urgency; None when nobody rated any."""
    rated = [
        theme
        for theme in draft.ballots.themes
        if any(theme.id in voter.ratings for voter in people.voters)
    ]
    if not rated:
        return None
    approval = draft.ballots.approval
    return place_themes(
        [
            Theme(
                name=theme.title,
                interest=_mean(draft.ballots, people, theme.id, urgency=False),
                urgency=_mean(draft.ballots, people, theme.id, urgency=True),
                count=sum(theme.id in one.approved_themes(approval) for one in people.voters),
                chosen=theme.id in draft.agenda.chosen_ids,
                url=urls[theme.id],
            )
            for theme in rated
        ],
        key="matrix",
        title=_("Temas por interés y urgencia"),
        description=_(
            "Cada círculo es un tema; su tamaño, las municipalidades que lo marcan urgente."
        ),
        across=Axis(_("interés (promedio, 1 a 5)")),
        up=Axis(_("urgencia (promedio, 1 a 5)")),
        cut=Cut(list(cut_points(approval)), _cut_words(approval)),
    )


def cut_points(approval: Approval) -> Iterator[tuple[float, float]]:
    """Walk along the ratings that are just enough to count as urgent, from little interest on."""
    if approval.mode == "both":
        steps = range(PARTS * (HIGHEST - approval.threshold), -1, -1)
        yield from ((approval.threshold, approval.threshold + step / PARTS) for step in steps)
        yield from ((approval.threshold + step / PARTS, approval.threshold) for step in steps[::-1])
        return
    for step in range(PARTS, PARTS * HIGHEST + 1):
        yield step / PARTS, approval.threshold * PARTS / step


def _cut_words(approval: Approval) -> str:
    words = {"threshold": approval.threshold}
    if approval.mode == "both":
        return _("La línea: interés y urgencia de %(threshold)s.") % words
    return _("La línea: interés × urgencia de %(threshold)s.") % words


def certificate_bars(draft: DraftAgenda, urls: Mapping[str, str]) -> LinedBars | None:
    """Draw, for each theme left out that leaves somebody with nothing, how many; None if none."""
    certificate = draft.agenda.certificate
    shares = [
        LinedShare(
            label=draft.titles[one.theme_id],
            share=float(one.share),
            words=percent_words(one.share),
            url=urls[one.theme_id],
        )
        for one in certificate.left_out
        if one.share
    ]
    if not shares:
        return None
    line = {"line": percent_words(certificate.line)}
    return LinedBars(
        key="left-out",
        title=_("Quiénes lo quieren con urgencia y quedan sin ningún tema"),
        description=_("Cada barra es un tema que no entra; la raya, el %(line)s.") % line,
        shares=shares,
        line=float(certificate.line),
        line_words=_("La raya es %(line)s: ninguna barra debe alcanzarla.") % line,
    )


def _mean(ballots: Ballots, people: People, theme: str, *, urgency: bool) -> float:
    total = weight = 0
    for voter in people.voters:
        rating = voter.ratings.get(theme)
        if rating is not None:
            units = ballots.units_of(voter)
            total += units * (rating.urgency if urgency else rating.interest)
            weight += units
    return float(Fraction(total, weight))
