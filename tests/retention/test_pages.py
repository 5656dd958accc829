"""The pages of retention, as a coordinator reads and presses them."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convoca.directory.models import TeamMember
from convoca.retention.models import Alert, CareTask
from convoca.retention.services import close_alert, do_task, open_alerts
from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import make_coordinator, make_user
from tests.factories.retention import (
    after_session,
    follow,
    make_followed_cycle,
    make_task,
    next_cycle,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    """Seven seats after three sessions: two alerts were opened, and all is told."""
    made = make_followed_cycle("ppp", "ppa", "paa", "aaa", "ppe", "pap", "epp")
    open_alerts(cycle=made, now=after_session(3))
    return made


@pytest.fixture
def carla(client, cycle):
    user = make_coordinator(cycle.community)
    client.force_login(user)
    return user


def address(name: str, cycle, *args: object) -> str:
    return reverse(f"retention:{name}", args=[cycle.pk, *args])


def words(response) -> str:
    """Return what a page says, without its marks, on one line."""
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(text))


def read(client, name: str, cycle, *args: object, query: str = "") -> str:
    response = client.get(address(name, cycle, *args) + query)
    assert response.status_code == 200
    return words(response)


def press(client, name: str, cycle, *args: object, **given) -> tuple[int, str]:
    response = client.post(address(name, cycle, *args), given, follow=True)
    return response.status_code, words(response)


def comunas(page: str) -> list[str]:
    """Return the comunas that a page names, each once, in the order of the page."""
    return list(dict.fromkeys(re.findall(r"Comuna \d{3}", page)))


def missing(page: str, *told: str) -> list[str]:
    return [one for one in told if one not in page]


def test_overview_tells_who_drifts_away_first_and_why(client, cycle, carla):
    page = read(client, "overview", cycle)

    assert comunas(page)[:3] == ["Comuna 003", "Comuna 002", "Comuna 001"]
    told = (
        "2 de 7 puestos se están alejando",
        "Ver 2 alertas",
        "aceptó y no ha venido a ninguna de 3",
        "faltó a las 2 últimas",
        "1 de 3 · 33 %",
        "1: Vino · 2: Vino · 3: Avisó que no podía · 4: Por venir",
        "1 no volvió",
    )
    assert missing(page, *told) == []


def test_overview_of_the_first_cycle_compares_with_nothing(client, cycle, carla):
    page = read(client, "overview", cycle)

    assert missing(page, "Este es el primer ciclo", "Ciclo 1") == []
    assert "que siguen" not in page


def test_overview_compares_with_the_cycle_before(client, cycle, carla):
    after = next_cycle(cycle, "p", "p", "a", "a", "a", "p", "p")

    page = read(client, "overview", after)

    assert (
        missing(page, "Puestos del ciclo 1 que siguen 4 de 6 · 67 %", "Barra fina: el anterior")
        == []
    )


def test_overview_shows_who_stopped_after_a_session_and_who_came_so_often(client, cycle, carla):
    stopped = read(client, "overview", cycle, query="?dejo=1")
    twice = read(client, "overview", cycle, query="?veces=2")
    nonsense = read(client, "overview", cycle, query="?dejo=x&veces=99999999999999999999")

    assert comunas(stopped) == ["Comuna 002"]
    assert sorted(comunas(twice)) == [f"Comuna 00{n}" for n in (0, 1, 4, 5, 6)]
    assert len(comunas(nonsense)) == 7


def test_overview_before_the_first_session_says_what_will_be_there(client):
    cycle = make_accepted_cycle(1)
    client.force_login(make_coordinator(cycle.community))

    page = read(client, "overview", cycle)

    assert missing(page, "Se empieza a contar con la primera sesión", "Ver las sesiones") == []


def test_overview_tells_an_expert_who_came_and_not_why(client, cycle):
    expert = make_user(cycle.community.association, "e@ejemplo.cl")
    cycle.community.team.create(user=expert, role=TeamMember.Role.EXPERT)
    client.force_login(expert)

    page = read(client, "overview", cycle)

    assert missing(page, "Comuna 002", "faltó a las 2 últimas", "Alertas (2)") == [
        "faltó a las 2 últimas",
        "Alertas (2)",
    ]


def test_look_opens_alerts_and_a_second_press_says_so(client, carla, cycle):
    follow(cycle, "pppa", "ppaa", "paaa", "aaaa", "ppea", "papp", "eppp")
    button = read(client, "alerts", cycle)

    first = press(client, "look", cycle)
    second = press(client, "look", cycle)

    assert "Abrir 1 alerta" in button
    assert missing(first[1], "Se abrió 1 alerta.", "3 alertas sin tarea, de 3") == []
    assert missing(second[1], "No hay alertas nuevas: todo está al día.") == []


def test_alerts_are_filtered_by_state_reason_and_words(client, cycle, carla):
    make_task(Alert.objects.get(seat__municipality__comuna_name="Comuna 002"), carla)

    def shown(query: str) -> list[str]:
        return comunas(read(client, "alerts", cycle, query=query))

    assert shown("") == ["Comuna 003", "Comuna 002"]
    assert shown("?estado=sin-tarea") == ["Comuna 003"]
    assert shown("?motivo=missed") == ["Comuna 002"]
    assert shown("?cuando=medium") == []
    assert shown("?q=comuna+003") == ["Comuna 003"]
    assert shown("?region=Metropol&estado=nada") == ["Comuna 003", "Comuna 002"]


def test_closed_alerts_say_how_they_ended(client, cycle, carla):
    alert = Alert.objects.first()
    close_alert(alert=alert, user=carla, now=timezone.now())

    page = read(client, "alerts", cycle, query="?estado=cerradas")

    assert "la cerró el equipo" in page
    assert missing(read(client, "alert", cycle, alert.pk), "Abrir otra vez la alerta") == []


def test_alerts_of_a_calm_cycle_say_so(client):
    cycle = make_followed_cycle("p")
    client.force_login(make_coordinator(cycle.community))

    assert "Nadie se está alejando, por ahora" in read(client, "alerts", cycle)


def test_alert_becomes_a_task_with_a_day_and_an_owner(client, cycle, carla):
    alert = Alert.objects.get(seat__municipality__comuna_name="Comuna 002")
    today = timezone.localdate()
    page = read(client, "alert", cycle, alert.pk)

    status, after = press(
        client, "assign", cycle, alert.pk, kind="theme", due_on=today.isoformat(), owner=carla.pk
    )

    task = CareTask.objects.get()
    assert missing(page, "Comuna 002: Directora 002", "faltó a las 2 últimas", "+5691234000") == []
    assert (status, missing(after, "Tarea anotada.", "Preguntar qué tema le sirve")) == (200, [])
    assert (task.kind, task.due_on, task.owner, task.created_by) == ("theme", today, carla, carla)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"due_on": "2020-01-01"}, "Ese día ya pasó. Elija uno desde hoy."),
        ({"due_on": ""}, "Elija el día en que debe estar hecha."),
        ({"due_on": "mañana"}, "Escriba el día así: 2027-03-09."),
        ({"kind": ""}, "Elija qué hacer."),
        ({"owner": "999999"}, "Esa persona ya no está en el equipo. Elija a otra."),
    ],
)
def test_task_that_lacks_something_says_what_and_keeps_the_rest(
    client, cycle, carla, given, sentence
):
    alert = Alert.objects.first()
    whole = {"kind": "mayor", "due_on": "2099-12-31", "owner": str(carla.pk)}

    response = client.post(address("assign", cycle, alert.pk), whole | given)

    chosen = re.findall(r'value="(\w+)"[^>]* checked', response.content.decode())
    assert (response.status_code, sentence in words(response)) == (422, True)
    assert chosen == ([] if "kind" in given else ["mayor"])
    assert CareTask.objects.count() == 0


def test_same_task_pressed_twice_is_one_and_says_so(client, cycle, carla):
    alert = Alert.objects.first()
    given = {"kind": "call", "due_on": "2099-12-31", "owner": carla.pk}

    press(client, "assign", cycle, alert.pk, **given)
    status, page = press(client, "assign", cycle, alert.pk, **given)

    assert (status, "Esa tarea ya está anotada para este puesto." in page) == (409, True)
    assert CareTask.objects.count() == 1


def test_close_and_reopen_answer_kindly_when_it_was_done_before(client, cycle, carla):
    alert = Alert.objects.first()

    said = [press(client, name, cycle, alert.pk)[1] for name in ("close", "close", "reopen")]
    again = press(client, "reopen", cycle, alert.pk)[1]

    assert [
        "Alerta cerrada." in said[0],
        "Esta alerta ya está cerrada." in said[1],
        "Alerta abierta otra vez." in said[2],
        "Este puesto ya tiene una alerta abierta." in again,
    ] == [True] * 4


def test_tasks_are_mine_or_of_all(client, cycle, carla):
    other = make_coordinator(cycle.community, "otra@ejemplo.cl")
    first, second = Alert.objects.order_by("seat_id")
    make_task(first, carla)
    make_task(second, other)

    mine, everybody = read(client, "tasks", cycle), read(client, "tasks", cycle, query="?de=todas")

    assert (comunas(mine), comunas(everybody)) == (["Comuna 002"], ["Comuna 002", "Comuna 003"])
    assert missing(everybody, "2 tareas por hacer", "Ver solo las mías") == []


def test_one_touch_keeps_the_result_and_can_be_undone(client, cycle, carla):
    task = make_task(Alert.objects.first(), carla)

    done = press(client, "done", cycle, task.pk, result="coming", note=" avisa a su equipo ")[1]
    task.refresh_from_db()
    kept = task.result
    undone = press(client, "undo", cycle, task.pk)[1]

    assert kept == "Vendrá: avisa a su equipo"
    assert missing(done, "Anotado: Vendrá: avisa a su equipo.", "Deshacer") == []
    assert missing(undone, "La tarea vuelve a estar por hacer.", "1 tarea suya por hacer") == []


def test_settling_twice_or_with_nonsense_changes_nothing(client, cycle, carla):
    task = make_task(Alert.objects.first(), carla)
    nonsense = press(client, "done", cycle, task.pk, result="quizás")[1]
    press(client, "drop", cycle, task.pk)

    twice = press(client, "done", cycle, task.pk, result="coming")[1]

    task.refresh_from_db()
    assert "Elija qué pasó con un botón" in nonsense
    assert "Esta tarea ya estaba cerrada" in twice
    assert (task.result, task.done_at, task.dropped_at is None) == ("Ya no hace falta", None, False)


@pytest.mark.parametrize(("asked", "goes"), [("https://mal.cl/", ""), ("//mal.cl", ""), ("/", "/")])
def test_way_back_stays_in_the_house(client, cycle, carla, asked, goes):
    task = make_task(Alert.objects.first(), carla)

    response = client.post(address("drop", cycle, task.pk), {"next": asked})

    assert response["Location"] == (goes or address("tasks", cycle))


def test_effects_say_nothing_of_few_and_how_they_compare_later(client, carla, cycle):
    before = read(client, "effects", cycle)
    made = make_followed_cycle(*["aa"] * 12, kind="DOM")
    client.force_login(make_coordinator(made.community, "dom@ejemplo.cl"))
    empty = read(client, "effects", made)
    open_alerts(cycle=made, now=after_session(2))
    user = make_coordinator(made.community, "otra@ejemplo.cl")
    for alert in Alert.objects.filter(cycle=made).order_by("seat_id")[:6]:
        do_task(task=make_task(alert, user), result="", user=user, now=after_session(2))
    follow(made, *["aaap"] * 6, *["aaaa"] * 6)

    page = read(client, "effects", made)

    assert "todavía no se puede decir" in before
    assert "Todavía no hay nada que comparar" in empty
    assert (
        missing(
            page,
            "Lo que se hizo por los puestos: volvieron más",
            "Cualquier acción 6 de 6 · 100 % 0 % de 6, ajustado +100 puntos",
            "A las dos sesiones siguientes",
            "Cualquier acción 0 de 6 · 0 % 0 % de 6, ajustado",
            "Llamar 6 de 6 · 100 %",
        )
        == []
    )
    assert "Enviar la grabación" not in page


@pytest.mark.parametrize("name", ["overview", "alerts", "tasks", "effects"])
def test_pages_take_the_same_queries_for_one_and_three_seats(client, name):
    counts = []
    for kind, seats in (("SECPLAN", 1), ("DOM", 3)):
        cycle = make_followed_cycle(*["paa"] * seats, kind=kind)
        open_alerts(cycle=cycle, now=after_session(3))
        user = make_coordinator(cycle.community, f"{kind}@ejemplo.cl")
        for alert in Alert.objects.filter(cycle=cycle):
            make_task(alert, user)
        client.force_login(user)
        client.get(address(name, cycle))
        with CaptureQueriesContext(connection) as captured:
            client.get(address(name, cycle))
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 50


def test_alerts_and_tasks_open_to_nobody_else(client, cycle, carla):
    """An expert of the team, and a coordinator of another community who knows the numbers."""
    task = make_task(Alert.objects.first(), carla)
    expert = make_user(cycle.community.association, "e@ejemplo.cl")
    cycle.community.team.create(user=expert, role=TeamMember.Role.EXPERT)
    other = make_followed_cycle("p", kind="DOM")
    stranger = make_coordinator(other.community, "dom@ejemplo.cl")
    pages = [("alerts",), ("tasks",), ("alert", task.alert_id)]

    client.force_login(expert)
    seen = [client.get(address(name, cycle, *more)).status_code for name, *more in pages]
    client.force_login(stranger)
    seen += [client.get(address("alert", other, task.alert_id)).status_code]
    seen += [client.post(address("drop", other, task.pk)).status_code]

    assert seen == [404] * 5
    assert CareTask.objects.get().is_open
