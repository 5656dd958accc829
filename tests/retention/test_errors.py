"""What a person reads when something is refused."""

import pytest

from convoca.retention import errors


@pytest.mark.parametrize(
    ("error", "start"),
    [
        (errors.AlertClosedError(), "Esta alerta ya está cerrada."),
        (errors.AlertOpenError(), "Este puesto ya tiene una alerta abierta."),
        (errors.AlertOverError(), "Esta alerta terminó por sí sola."),
        (errors.TaskExistsError(), "Esa tarea ya está anotada para este puesto."),
        (errors.TaskSettledError(), "Esta tarea ya estaba cerrada"),
        (errors.TaskOpenError(), "Esta tarea sigue por hacer"),
    ],
)
def test_refusal_says_what_is_the_case_and_what_to_do(error, start):
    said = error.user_message()

    assert said.startswith(start)
    assert said.endswith(".")
