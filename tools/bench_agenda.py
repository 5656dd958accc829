"""The benchmark of the agenda rule: the whole agenda of a country, beside the rule done plainly.

The ballots are made here, the same ones for the same seed. The last column divides the whole
agenda (the rule, its certificate, coverage, the other rankings and eight thresholds) by one plain
run of the rule, person by person in fractions, in the same process: it says little of the machine.
"""

import random
import time
from fractions import Fraction

from rich.console import Console
from rich.table import Table

from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.ballots import Ballots, Rating, Theme, Voter

SEED = 1
KINDS = {
    # kind: part of the country, weight (seats / interviewed)
    "rural": (46, Fraction(157, 71)),
    "mixta": (29, Fraction(101, 47)),
    "urbana": (25, Fraction(87, 61)),
}
REGIONS, SESSIONS, NOT_APPLYING = 16, 4, 0.1
SIZES = [(345, 25, 1.0), (7_000, 25, 10.0)]


def make_country(people: int, themes: int) -> Ballots:
    """Make ballots where each kind of municipality has themes of its own."""
    draw = random.Random(SEED)  # noqa: S311 # nothing secret
    listed = tuple(Theme(f"t{number}", f"Tema {number}") for number in range(themes))
    tastes = {kind: [draw.uniform(1, 5) for _ in listed] for kind in KINDS}
    voters = []
    for number in range(people):
        kind = draw.choices(list(KINDS), [part for part, _ in KINDS.values()])[0]
        ratings = {
            theme.id: Rating(note(draw, taste), note(draw, taste))
            for theme, taste in zip(listed, tastes[kind], strict=True)
            if draw.random() > NOT_APPLYING
        }
        region = f"R{draw.randrange(REGIONS)}"
        voters.append(Voter(f"p{number}", kind, region, KINDS[kind][1], ratings))
    return Ballots(listed, tuple(voters), SESSIONS)


def note(draw: random.Random, taste: float) -> int:
    return min(5, max(1, round(draw.gauss(taste, 1))))


def plain_order(ballots: Ballots) -> list[str]:
    """Order the themes by the formula alone, person by person."""
    approved = {one.id: one.approved_themes(ballots.approval) for one in ballots.voters}
    loads = {one.id: Fraction(0) for one in ballots.voters}
    backers = {
        theme.id: [one for one in ballots.voters if theme.id in approved[one.id]]
        for theme in ballots.themes
    }
    left = [theme for theme, of_theme in backers.items() if of_theme]
    order = []
    while left:
        costs = {}
        for theme in left:
            carried = sum((one.weight * loads[one.id] for one in backers[theme]), Fraction(0))
            costs[theme] = (1 + carried) / sum(one.weight for one in backers[theme])
        theme = min(left, key=lambda one: costs[one])
        loads |= {one.id: costs[theme] for one in backers[theme]}
        order.append(theme)
        left.remove(theme)
    return order


def measure(people: int, themes: int, allowed_s: float) -> list[str]:
    ballots = make_country(people, themes)
    began = time.perf_counter()
    agenda = make_agenda(ballots)
    ours_s = time.perf_counter() - began
    began = time.perf_counter()
    order = plain_order(ballots)
    plain_s = time.perf_counter() - began
    if order != [*agenda.chosen_ids, *agenda.reserve_ids]:
        raise SystemExit("the two orders differ")
    told = "sí" if ours_s < allowed_s else "NO"
    return [
        f"{people} × {themes}",
        f"{ours_s:.2f} s",
        f"{allowed_s:.0f} s",
        told,
        f"{plain_s:.2f} s",
        f"{ours_s / plain_s:.2f}",
    ]


def main() -> None:
    table = Table(title="La agenda completa, y la regla sola hecha sin más")
    for heading in ("personas × temas", "agenda", "límite", "cumple", "regla simple", "razón"):
        table.add_column(heading, justify="right")
    for people, themes, allowed_s in SIZES:
        table.add_row(*measure(people, themes, allowed_s))
    Console().print(table)


if __name__ == "__main__":
    main()
