"""What happens in a session, as a template that a coordinator starts from."""


def run_of_show(number: int, of: int, *, topic: str, expert: str = "") -> list[str]:
    """List the parts of session `number` of `of`, in order.

    The first one welcomes and tells what the interviews said; those between follow up
    commitments and hear a municipality; the last one evaluates and asks what the next cycle
    should hear. A cycle of one session has the first order and the evaluation.

    Args:
        number: from 1 to `of`.
        topic: its topic; empty gives "el tema de la sesión".
        expert: who leads; empty leaves the name out.

    Raises:
        ValueError: number outside 1 to of.

    Source: the mission's own order of a cycle.
    """
    if not 1 <= number <= of:
        raise ValueError(f"session {number} of {of}")
    subject = topic or "el tema de la sesión"
    led = f"{subject}, con {expert}" if expert else subject
    parts = _welcome(led) if number == 1 else _ordinary(led)
    if number == of:
        return [*parts, "Evaluación del ciclo.", "Qué debería escuchar el ciclo siguiente."]
    return parts


def _welcome(led: str) -> list[str]:
    return [
        "Bienvenida y quiénes somos.",
        "Lo que dijeron las entrevistas y la agenda que salió de ellas.",
        f"Tema: {led}.",
        "Preguntas y compromisos.",
        "Invitación al grupo de WhatsApp.",
    ]


def _ordinary(led: str) -> list[str]:
    return [
        "Seguimiento de los compromisos anteriores.",
        "El caso de una municipalidad.",
        f"Tema: {led}.",
        "Preguntas.",
        "Compromisos nuevos.",
    ]
