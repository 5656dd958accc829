"""Short ways to write ballots in tests, and ballots at random for properties."""

from fractions import Fraction

from hypothesis import strategies as st

from convoca.agenda.core.rule.ballots import Ballots, Rating, Theme, Voter

THEMES = ("A", "B", "C", "D", "E")


def themes(*ids: str) -> tuple[Theme, ...]:
    return tuple(Theme(theme_id, f"Tema {theme_id}") for theme_id in ids)


def approver(voter_id, approvals, weight=1, **groups) -> Voter:
    """A person who named the themes directly: `approver("ana", "AB")`."""
    return Voter(voter_id, weight=Fraction(weight), approvals=frozenset(approvals), **groups)


def rater(voter_id, weight=1, kind="sin dato", region="sin dato", **ratings) -> Voter:
    """A person who rated themes: `rater("ana", A=(5, 4))`."""
    pairs = {theme: Rating(*pair) for theme, pair in ratings.items()}
    return Voter(voter_id, kind, region, Fraction(weight), pairs)


def approval_ballots(*approvals: str, sessions: int = 4, listed: str = "ABCD") -> Ballots:
    """Everybody of weight 1: `approval_ballots("AB", "C")`."""
    voters = tuple(approver(f"p{index}", marked) for index, marked in enumerate(approvals))
    return Ballots(themes(*listed), voters, sessions)


def document(**changes) -> dict:
    """A sound document in the format convoca.agenda.ballots/1."""
    return {
        "format": "convoca.agenda.ballots/1",
        "k": 2,
        "approval": {"mode": "product", "threshold": 12},
        "themes": [{"id": "A", "title": "Residuos"}, {"id": "B", "title": "Dotación"}],
        "people": [
            {
                "id": "ana",
                "kind": "rural",
                "region": "Ñuble",
                "size": "grande",
                "weight": "7/5",
                "ratings": {"A": [5, 4], "B": None},
            },
            {"id": "luis", "kind": "urbana", "region": "Maule", "weight": 1, "approvals": ["B"]},
        ],
    } | changes


weights = st.builds(Fraction, st.integers(1, 9), st.integers(1, 4))


@st.composite
def random_ballots(draw, weight=weights) -> Ballots:
    marked = draw(st.lists(st.frozensets(st.sampled_from(THEMES)), min_size=1, max_size=9))
    voters = tuple(
        approver(f"p{index}", approvals, draw(weight)) for index, approvals in enumerate(marked)
    )
    return Ballots(themes(*THEMES), voters, draw(st.integers(1, 4)))
