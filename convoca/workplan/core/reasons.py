"""Why there is no plan: the rules in conflict, named in plain sentences for the coordinator."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from convoca.workplan.core.case import build_case
from convoca.workplan.core.hard_rules import Field, Ground, led_slots
from convoca.workplan.core.resources import Row

MOST_NAMED = 8


def conflicts_alone(ground: Ground, field: Field) -> list[str]:
    """Say why a community has no series even with everything shared to itself."""
    title = f"Comunidad «{field.community.id}»"
    if not len(ground.slots):
        return ["No queda ningún día hábil: revise el primer día, las semanas y los días cerrados."]
    if not ground.facilitator_free[field.community.facilitator].any():
        who = field.community.facilitator
        return [f"{title}: «{who}», quien facilita, no tiene horas libres. Agregue horas."]
    blocked = [
        f"{title}, sesión {number + 1}: {_why_blocked(ground, field, number)}"
        for number in range(len(field.allowed))
        if not field.allowed[number].any()
    ]
    return blocked or [f"{title}: {_why_no_series(ground, field)}"]


def _why_blocked(ground: Ground, field: Field, session: int) -> str:
    """Name the first rule, or pair of rules, that leaves a session without a slot."""
    community, topic = field.community, field.community.topics[session]
    free = ground.facilitator_free[community.facilitator]
    if topic is not None and not ground.experts_for(topic):
        return (
            f"nadie tiene la habilidad «{topic}». Agregue una persona experta que la tenga, "
            "o cambie el tema."
        )
    led = led_slots(ground, topic) if topic is not None else np.ones_like(free)
    if not led.any():
        return f"quienes tienen la habilidad «{topic}» no tienen horas libres. Agregue horas."
    if not (field.need >= 0).any():
        largest = max(ground.capacities, default=0)
        return (
            f"ninguna licencia alcanza: la mayor es para {largest} personas y se espera a más, "
            "con el margen, en todos los horarios. Agregue una licencia mayor."
        )
    if not (free & led).any():
        return (
            f"«{community.facilitator}» y quienes tienen la habilidad «{topic}» nunca están "
            "libres a la misma hora. Agregue horas a una de esas personas."
        )
    if not (free & led & (field.need >= 0)).any():
        return "a las horas libres en común ninguna licencia alcanza. Agregue una licencia mayor."
    pin = community.pinned[session] if community.pinned else None
    return (
        f"está fijada para el {pin:%Y-%m-%d} a las {pin:%H:%M}, y a esa hora falta día hábil, "
        "persona libre o licencia. Cambie la fecha fijada."
    )


def _why_no_series(ground: Ground, field: Field) -> str:
    """Follow the series until the gap rule stops it; otherwise only weekly limits remain."""
    case, (shortest, longest) = build_case(ground, field), field.community.gap_days
    reached = case.allowed[0]
    for session in range(1, case.sessions):
        following = np.zeros_like(reached)
        for place in np.flatnonzero(reached):
            following[case.first[place] : case.last[place]] = True
        reached = following & case.allowed[session]
        if not reached.any():
            return (
                f"no hay dónde poner la sesión {session + 1} entre {shortest} y {longest} días "
                f"después de la anterior, dentro de {ground.problem.weeks} semanas. "
                "Amplíe la distancia entre sesiones, las semanas o las horas libres."
            )
    return (
        "los límites por semana de las personas expertas no permiten ninguna serie. "
        "Aumente un límite o agregue a otra persona con esas habilidades."
    )


def conflicts_together(fields: Sequence[Field], prices: Mapping[Row, int]) -> list[str]:
    """Name the shared rows that keep the communities from fitting together, the scarcest first.

    prices: of the rows at the bound that proves it; ties go by name.
    """
    scarce: Counter[tuple[str, str]] = Counter()
    for row, price in prices.items():
        kind = "expert" if row.kind.startswith("expert") else row.kind
        scarce[kind, row.who] += price
    named = sorted(scarce.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMED]
    lines = [_scarce(fields, kind, who) for (kind, who), _ in named]
    return ["Las comunidades no caben juntas: agregue semanas u horas.", *lines]


def _scarce(fields: Sequence[Field], kind: str, who: str) -> str:
    if kind == "licence":
        return f"Las licencias para {who} personas no alcanzan: agregue una o amplíe las semanas."
    if kind == "facilitator":
        names = ", ".join(f.community.id for f in fields if f.community.facilitator == who)
        return f"Las horas de «{who}», quien facilita {names}, no alcanzan: agregue horas."
    return f"Las horas o los límites de «{who}», persona experta, no alcanzan: agregue horas."
