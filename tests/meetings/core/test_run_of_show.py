import pytest

from convoca.meetings.core.run_of_show import run_of_show


def test_run_of_show_first_session_welcomes_and_invites_to_the_group():
    assert run_of_show(1, 4, topic="Permisos", expert="Eva Experta") == [
        "Bienvenida y quiénes somos.",
        "Lo que dijeron las entrevistas y la agenda que salió de ellas.",
        "Tema: Permisos, con Eva Experta.",
        "Preguntas y compromisos.",
        "Invitación al grupo de WhatsApp.",
    ]


def test_run_of_show_last_session_is_an_ordinary_one_and_evaluates():
    ordinary = run_of_show(3, 4, topic="Permisos")

    assert ordinary[0] == "Seguimiento de los compromisos anteriores."
    assert run_of_show(4, 4, topic="Permisos") == [
        *ordinary,
        "Evaluación del ciclo.",
        "Qué debería escuchar el ciclo siguiente.",
    ]


def test_run_of_show_without_topic_still_reads_well():
    assert "Tema: el tema de la sesión." in run_of_show(2, 4, topic="")


def test_run_of_show_of_a_single_session_welcomes_and_evaluates():
    parts = run_of_show(1, 1, topic="Permisos")

    assert (parts[0], parts[-2]) == ("Bienvenida y quiénes somos.", "Evaluación del ciclo.")


@pytest.mark.parametrize(("number", "of"), [(0, 4), (5, 4)])
def test_run_of_show_outside_the_cycle_is_refused(number, of):
    with pytest.raises(ValueError):
        run_of_show(number, of, topic="")
