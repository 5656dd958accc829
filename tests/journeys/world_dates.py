"""What the dates of all communities share, and the plans that wait or cannot be."""

from datetime import timedelta

from convoca.directory.models import Holiday
from convoca.workplan.models import Licence, PoolLink
from convoca.workplan.queries import default_weights
from convoca.workplan.services import ask_pool, request_plan, solve_waiting_plans
from tests.factories.country import make_country_of
from tests.factories.workplan import (
    MORNINGS,
    NEVER,
    confirm_topics,
    make_closing,
    make_expert,
    make_facilitator,
)
from tests.journeys.world_parts import (
    DAY,
    World,
    answer_as,
    begin,
    say_when,
)

TOPICS = ["Rendición de fondos", "Personal", "Plan regulador", "Obras"]


def share_dates(world: World) -> None:
    """Give the house what is shared, the dates of the country, and plans without dates."""
    keep_pool(world)
    close_days(world)
    country = make_country_of(world.cycles["planned"].plans.latest("pk"))
    world.rows["country"] = country.pk
    make_stuck(world)
    make_waiting(world)


def keep_pool(world: World) -> None:
    """Experts who are asked and not asked when, one who runs sessions, a licence put aside."""
    expert = make_expert(
        world.communities["open"], name="Rodrigo Valdebenito Echeverría", email="rodrigo@ejemplo.cl"
    )
    facilitator = make_facilitator(
        world.association, world.communities["open"], user=world.carla, weekly=MORNINGS
    )
    licence = Licence.objects.create(
        association=world.association, name="La segunda", capacity=300, is_active=False
    )
    ask_pool(user=world.carla, only=expert, now=world.now)
    make_expert(world.communities["held"], name="Marta Mena", email="marta@ejemplo.cl")
    world.links["pool"] = PoolLink.objects.get(expert=expert)
    world.rows |= {"expert": expert.pk, "facilitator": facilitator.pk, "licence": licence.pk}


def close_days(world: World) -> None:
    """A holiday that is always there, and two weeks without sessions."""
    day = world.now.date() + timedelta(days=300)
    Holiday.objects.create(on=world.now.date(), name="Feriado de prueba")
    closing = make_closing(world.association, day, day + 11 * DAY, kind="blackout", name="Receso")
    world.rows["closing"] = closing.pk


def make_stuck(world: World) -> None:
    """Make a community whose only expert is never free: there are no dates, and it is said why."""
    ready(world, "stuck", "CULTURA")
    make_expert(world.communities["stuck"], weekly=NEVER)
    ask_dates(world, "stuck")
    solve_waiting_plans()


def make_waiting(world: World) -> None:
    """Make a community whose dates wait to be worked out."""
    ready(world, "waiting", "DEPORTES")
    ask_dates(world, "waiting")


def ready(world: World, name: str, kind: str) -> None:
    """Make two seats that said when, and an agreed agenda."""
    cycle = begin(world, name, kind, seats=2, ago=9 * DAY)
    for place in range(2):
        answer_as(world, cycle, place)
        say_when(cycle, place, MORNINGS, world.now)
    confirm_topics(cycle, TOPICS, now=world.now)


def ask_dates(world: World, name: str) -> None:
    cycle = world.cycles[name]
    weights = default_weights(cycle.community)
    request_plan(cycle=cycle, weights=weights, user=world.carla, now=world.now)
