"""Blind rounds for tests, opened and coded with the services that do it for people."""

from collections.abc import Sequence
from decimal import Decimal

from convoca.agenda.models import BlindRound, Code
from convoca.agenda.queries.blind_rounds import live_items
from convoca.agenda.services.blind_rounds import save_blind_codes, start_blind_round
from convoca.agenda.services.codebook import create_code
from convoca.cycles.models import Cycle
from convoca.directory.models import TeamMember, User
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_user
from tests.support.kept import kept

NAMES = ("Plata", "Plazos")


def make_coder(cycle: Cycle, email: str = "ana@ejemplo.cl", name: str = "Ana Analista") -> User:
    """Make somebody who codes in the community of a cycle and coordinates nothing."""
    user = make_user(cycle.community.association, email, name)
    TeamMember.objects.create(community=cycle.community, user=user, role=TeamMember.Role.EXPERT)
    return user


def make_codes(cycle: Cycle, names: Sequence[str] = NAMES) -> list[Code]:
    """Make codes of these names."""
    return [
        create_code(
            community=cycle.community, name=name, definition="", theme=None, user=None, now=NOW
        )
        for name in names
    ]


@kept
def make_said_cycle(statements: int) -> Cycle:
    """Make a cycle in which one person said so many things, and two codes."""
    interview = make_interviews()[0]
    said = "\n".join(f"Nos falta la cosa número {number}." for number in range(1, statements + 1))
    answer_interview(interview, texts={"problems": said})
    make_codes(interview.cycle)
    return interview.cycle


@kept
def make_blind_round(statements: int = 10, *, share: str = "0.2", seed: int = 1) -> BlindRound:
    """Make an open round over a share of what was said, for ana@ and luis@."""
    cycle = make_said_cycle(statements)
    coders = (make_coder(cycle), make_coder(cycle, "luis@ejemplo.cl"))
    return start_blind_round(
        cycle=cycle, coders=coders, share=Decimal(share), seed=seed, user=None, now=NOW
    )


def code_blind(blind_round: BlindRound, coder: User, *codes: Sequence[Code]) -> None:
    """Give each item of a round its codes, in their order; an empty list says: none fits."""
    for item, given in zip(live_items(blind_round), codes, strict=True):
        save_blind_codes(
            item=item,
            coder=coder,
            guids=[str(code.guid) for code in given],
            is_none=not given,
            now=NOW,
        )
    blind_round.refresh_from_db()
