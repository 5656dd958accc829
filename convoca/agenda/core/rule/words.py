"""The agenda told in Spanish: the rule, why each theme is in or out, what would change."""

from dataclasses import dataclass
from fractions import Fraction

from convoca.agenda.core.rule.agenda import Agenda, RankingChange, compare_ranking
from convoca.agenda.core.rule.ballots import SMALLEST_GROUP, Approval, Ballots, Voter
from convoca.agenda.core.rule.ballots.values import NO_ANSWER

HARD_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class ThemeWords:
    """One theme and the sentences that explain its place."""

    theme_id: str
    title: str
    explanation: str


@dataclass(frozen=True)
class ThresholdWords:
    """What is chosen at one threshold of interest * urgency, and what that changes."""

    threshold: int
    titles: tuple[str, ...]
    change: str


def percent_words(share: Fraction) -> str:
    """Write a share from 0 to 1 as a whole percentage; a half goes up, and little is not zero.

    The space before the sign is a hard one: a line never begins with it.
    """
    if 0 < share < Fraction(1, 100):
        return f"menos de 1{HARD_SPACE}%"
    if Fraction(99, 100) < share < 1:
        return f"más de 99{HARD_SPACE}%"
    return f"{(share * 200 + 1) // 2}{HARD_SPACE}%"


def explain_rule(ballots: Ballots) -> str:
    """Tell the rule to those who answered: the weights, the cost, and what it assures them.

    The share 1/k is promised only where no kind is required, because a required theme takes a
    place that the rule would have given to others.
    """
    cost = (
        "Elegir un tema tiene un costo que se reparte entre quienes lo marcaron urgente; "
        "quien ya pagó por un tema pesa menos al elegir el siguiente."
    )
    return " ".join((_weight_words(ballots), cost, _promise_words(ballots)))


def explain_chosen(ballots: Ballots, agenda: Agenda) -> tuple[ThemeWords, ...]:
    """Say of each chosen theme, in order, who finds it urgent and who had nothing before it."""
    titles = {theme.id: theme.title for theme in ballots.themes}
    told: list[ThemeWords] = []
    earlier: set[str] = set()
    for theme_id in agenda.chosen_ids:
        supporters = _supporters(ballots, theme_id)
        sentences = [_support_words(ballots, supporters)]
        if earlier:
            sentences.append(_newcomer_words(ballots, supporters, earlier))
        sentences += _required_words(agenda, theme_id)
        told.append(ThemeWords(theme_id, titles[theme_id], " ".join(sentences)))
        earlier.add(theme_id)
    return tuple(told)


def explain_left_out(ballots: Ballots, agenda: Agenda) -> tuple[ThemeWords, ...]:
    """Say of each theme left out how many want it and got nothing, against the line."""
    titles = {theme.id: theme.title for theme in ballots.themes}
    certificate = agenda.certificate
    line = percent_words(certificate.line)
    told: list[ThemeWords] = []
    for entry in certificate.left_out:
        side = "no alcanza" if entry.share < certificate.line else "alcanza"
        explanation = (
            f"Lo quiere con urgencia y quedó sin ningún tema: {percent_words(entry.share)} "
            f"({side} la línea de {line})."
        )
        if not entry.share:
            explanation = "Quienes lo marcaron urgente, si los hay, tienen otro tema en la agenda."
        told.append(ThemeWords(entry.theme_id, titles[entry.theme_id], explanation))
    return tuple(told)


def explain_rankings(ballots: Ballots, agenda: Agenda) -> tuple[str, ...]:
    """Say what the mean, the approvals and Equal Shares would change, a sentence each."""
    titles = {theme.id: theme.title for theme in ballots.themes}
    others = [
        ("el promedio de interés por urgencia", agenda.rankings.mean),
        ("el número de aprobaciones", agenda.rankings.approvals),
        ("el método de partes iguales", agenda.rankings.equal_shares),
    ]
    told: list[str] = []
    if not agenda.rankings.mean:
        name, _ = others.pop(0)
        told.append(f"Nadie puso notas: {name} no se puede calcular.")
    for name, ranking in others:
        changes = _change_words(compare_ranking(agenda, ranking), titles)
        told.append(f"Con {name}, {changes}.")
    return tuple(told)


def explain_approval(approval: Approval) -> str:
    """Say when a theme counts as urgent for a person."""
    if approval.mode == "both":
        return (
            "Un tema cuenta como urgente para alguien cuando le da "
            f"{approval.threshold} o más en interés y también en urgencia."
        )
    return (
        "Un tema cuenta como urgente para alguien cuando sus notas de interés y urgencia, "
        f"multiplicadas, llegan a {approval.threshold}."
    )


def explain_limit(ballots: Ballots) -> str:
    """Say where the promise of the rule begins, and which kinds are too small to have it.

    A kind under five people is not named.
    """
    line = Fraction(1, ballots.sessions)
    words = f"La garantía empieza en {percent_words(line)} de los directores; bajo eso no la hay."
    small = []
    for kind in sorted({voter.kind for voter in ballots.voters}):
        members = [voter for voter in ballots.voters if voter.kind == kind]
        share = ballots.weigh(members) / ballots.total_weight
        if len(members) >= SMALLEST_GROUP and share < line:
            small.append(f"«{kind}» ({percent_words(share)})")
    if not small:
        return words
    return f"{words} Por sí solas no la alcanzan las comunas de tipo {', '.join(small)}."


def explain_sensitivity(ballots: Ballots, agenda: Agenda) -> tuple[ThresholdWords, ...]:
    """Say what each threshold from 9 to 16 chooses, and what that changes in the agenda."""
    titles = {theme.id: theme.title for theme in ballots.themes}
    return tuple(
        ThresholdWords(
            threshold,
            tuple(titles[theme] for theme in themes),
            _change_words(compare_ranking(agenda, themes), titles),
        )
        for threshold, themes in agenda.sensitivity.chosen_by_threshold.items()
    )


def _weight_words(ballots: Ballots) -> str:
    if len({voter.weight for voter in ballots.voters}) > 1:
        return (
            "Cada persona entrevistada pesa según los puestos de su tipo de municipalidad, "
            "para que cuenten también quienes no alcanzaron a responder."
        )
    return "Todas las personas entrevistadas pesan lo mismo."


def _promise_words(ballots: Ballots) -> str:
    if ballots.required_kinds:
        return (
            "Además, la coordinación pidió al menos un tema que la mayoría encuentre urgente en: "
            + ", ".join(sorted(ballots.required_kinds))
            + "."
        )
    line = percent_words(Fraction(1, ballots.sessions))
    return f"Así, si un {line} coincide en un tema urgente, no se queda entero sin ningún tema."


def _supporters(ballots: Ballots, theme_id: str) -> list[Voter]:
    return [one for one in ballots.voters if theme_id in one.approved_themes(ballots.approval)]


def _support_words(ballots: Ballots, supporters: list[Voter]) -> str:
    everybody = len(ballots.voters)
    if len(supporters) < SMALLEST_GROUP:
        return (
            f"Lo marcaron urgente menos de {SMALLEST_GROUP} de las {everybody} "
            "personas entrevistadas."
        )
    share = ballots.weigh(supporters) / ballots.total_weight
    regions = len({voter.region for voter in supporters} - {NO_ANSWER})
    places = f", de {regions} {'región' if regions == 1 else 'regiones'}" if regions else ""
    weighted = ""
    if share != Fraction(len(supporters), everybody):
        weighted = " según el peso de cada una"
    return (
        f"Lo marcaron urgente {len(supporters)} de las {everybody} personas entrevistadas "
        f"({percent_words(share)}{weighted}){places}."
    )


def _newcomer_words(ballots: Ballots, supporters: list[Voter], earlier: set[str]) -> str:
    count = sum(not earlier & voter.approved_themes(ballots.approval) for voter in supporters)
    if not count:
        return "Todas ellas tienen ya otro tema en la agenda."
    number = str(count) if count >= SMALLEST_GROUP else f"Menos de {SMALLEST_GROUP}"
    return f"{number} de ellas no tenían todavía un tema en la agenda."


def _required_words(agenda: Agenda, theme_id: str) -> list[str]:
    return [
        f"Es urgente para la mayoría en las municipalidades de tipo «{required.kind}», "
        "como pidió la coordinación."
        for required in agenda.required_kinds
        if theme_id in required.met_by
    ]


def _change_words(change: RankingChange, titles: dict[str, str]) -> str:
    if not change.enters and not change.leaves:
        return "los temas serían los mismos"
    parts = [
        f"{verb} " + ", ".join(f"«{titles[theme]}»" for theme in themes)
        for verb, themes in (("entrarían:", change.enters), ("saldrían:", change.leaves))
        if themes
    ]
    return "; ".join(parts)
