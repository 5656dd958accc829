"""Invented values that show every component of the look once, for the page `ui/components.html`."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.core.paginator import Page, Paginator

from convoca.ui.charts import (
    AttendanceStrip,
    Axis,
    Funnel,
    FunnelStep,
    Heat,
    HeatCell,
    HeatRow,
    MatrixPicture,
    Meter,
    Presence,
    Region,
    Seat,
    SeatPicture,
    SeatState,
    StripRow,
    Theme,
    place_seats,
    place_themes,
)
from convoca.ui.frames import (
    Confirmation,
    CycleStep,
    CycleStrip,
    DeskFrame,
    Notice,
    RailGroup,
    RailItem,
)

HERE = "#main"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nombre", help_text="Como firma en sus oficios.")
    email = forms.EmailField(label="Correo", required=False)
    region = forms.ChoiceField(label="Región", choices=[("", "Todas"), ("n", "Norte")])
    example = forms.CharField(
        label="Un ejemplo, en sus palabras", widget=forms.Textarea(attrs={"rows": 3})
    )
    day = forms.ChoiceField(
        label="Martes: ¿a qué hora puede?",
        choices=[("all", "Toda la mañana, de 9 a 13"), ("if", "Solo si falta"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    urgency = forms.ChoiceField(
        label="¿Qué tan urgente es en su dirección?",
        choices=[(str(step), str(step)) for step in range(1, 6)],
        widget=forms.RadioSelect,
    )
    channel = forms.MultipleChoiceField(
        label="¿Por dónde le avisamos?",
        choices=[("mail", "Correo"), ("whatsapp", "WhatsApp")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="Acepto que me escriban por WhatsApp", required=False)


@dataclass(frozen=True)
class Act:
    """One line of the list of acts."""

    count: int
    title: str
    why: str
    link: str


def sample_form(*, with_errors: bool = False) -> SampleForm:
    """Return the form as first shown, or as it comes back with something to correct."""
    if with_errors:
        return SampleForm({"name": "", "email": "sin arroba", "day": "all", "urgency": "4"})
    return SampleForm(initial={"day": "all", "urgency": "4"}, prefix="clean")


def sample_frame() -> DeskFrame:
    """Return the rail, the strip of the cycle and a notice."""
    stages = [("Puestos", 345), ("Convocatoria", 87), ("Agenda", None)]
    pages = [RailItem(label, HERE, count) for label, count in stages]
    return DeskFrame(
        groups=[
            RailGroup("SECPLAN · ciclo 3", [RailItem("Hoy", HERE, 12, "page"), *pages]),
            RailGroup("Todas", [RailItem("Comunidades", HERE, 6), RailItem("Ajustes", HERE)]),
        ],
        cycle=CycleStrip(
            "Ciclo 3",
            [
                CycleStep("Convocatoria", "258 de 312", "done", HERE),
                CycleStep("Sondeo", "217 entrevistas", "done"),
                CycleStep("Agenda", "4 temas", "done"),
                CycleStep("Plan", "faltan 41 respuestas", "now"),
                CycleStep("Sesión 1", "mar 9 mar"),
                *[CycleStep(str(n), "sin fecha", short=True) for n in (2, 3, 4)],
                CycleStep("Cierre", "mayo"),
            ],
        ),
        notices=[Notice("La copia de respaldo de anoche no terminó.", "bad", HERE, "Ver qué pasó")],
    )


def sample_funnel() -> Funnel:
    """Return a funnel of nine steps."""
    counts = {
        "Puestos que existen": 312,
        "Con persona identificada": 301,
        "Recibieron la invitación": 288,
        "Respondieron": 271,
        "Aceptaron": 258,
        "Entrevistados": 217,
        "Dijeron cuándo pueden": 209,
        "Vinieron a la sesión 1": 148,
        "Vinieron a la sesión 2": 121,
    }
    return Funnel(
        key="funnel",
        title="De los puestos a las sesiones",
        description="Cuántos puestos llegan a cada paso; de 312, 121 vinieron dos veces.",
        steps=[FunnelStep(label, count, HERE) for label, count in counts.items()],
    )


def sample_strip() -> AttendanceStrip:
    """Return three seats over four sessions."""
    came, excused, missed, coming = Presence
    rows = {
        "Ñuñoa": (came, came, came, coming),
        "San Pedro de Atacama": (came, excused, missed, coming),
        "Til Til": (missed, missed, missed, coming),
    }
    return AttendanceStrip(
        key="strip",
        title="Quién vino",
        description="Una marca por sesión, de la primera a la cuarta.",
        sessions=[f"Sesión {n}" for n in range(1, 5)],
        rows=[StripRow(name, marks, HERE) for name, marks in rows.items()],
    )


def sample_heat() -> Heat:
    """Return a week of five days and nine hours."""
    rows = {
        "9:00": (80, 95, 87, 104, 52), "10:00": (117, 165, 128, 156, 93),
        "11:00": (113, 143, 165, 143, 100), "12:00": (87, 104, 100, 109, 80),
        "13:00": (28, 37, 28, 35, 11), "14:00": (37, 52, 52, 46, 22),
        "15:00": (98, 115, 115, 126, 72), "16:00": (117, 137, 117, 124, 82),
        "17:00": (52, 72, 80, 63, 217),
    }  # fmt: skip
    return Heat(
        key="heat",
        title="Cuándo pueden",
        description="Por día y hora de Santiago.",
        columns=["lun", "mar", "mié", "jue", "vie"],
        rows=[
            HeatRow(hour, [HeatCell(count, count == 165, HERE) for count in counts])  # noqa: PLR2004 - the sample's best
            for hour, counts in rows.items()
        ],
        total=217,
    )


def sample_matrix() -> MatrixPicture:
    """Return ten themes, four of them proposed."""
    themes = [
        ("Rendición de fondos regionales", 4.2, 4.4, 137, True),
        ("Licitaciones y compras", 3.9, 4.1, 121, True),
        ("Personal a honorarios", 3.1, 4.5, 88, True),
        ("Conectividad rural", 2.7, 4.2, 58, True),
        ("PLADECO y participación", 4.3, 3.4, 96, False),
        ("Catastro y regularización", 3.4, 3.2, 71, False),
        ("Cambio climático en proyectos de inversión municipal", 3.8, 2.9, 66, False),
        ("Gestión de datos", 3.0, 2.6, 49, False),
        ("Vivienda y campamentos", 2.5, 3.7, 44, False),
        ("Turismo", 2.2, 2.1, 23, False),
    ]
    return place_themes(
        [Theme(*theme, url=HERE) for theme in themes],
        key="matrix",
        title="Temas por interés y urgencia",
        description="Más a la derecha, más interés; más arriba, más urgencia.",
        across=Axis("Interés (promedio, 1 a 5)"),
        up=Axis("Urgencia (promedio, 1 a 5)"),
    )


def sample_seats() -> SeatPicture:
    """Return sixteen regions with every state of a seat."""
    sizes = (4, 7, 9, 9, 15, 38, 52, 33, 30, 21, 33, 32, 12, 30, 10, 10)
    mix = [SeatState.PRESENT] * 8 + [SeatState.ACCEPTED] * 3 + list(SeatState)[1:]
    regions = []
    for number, size in enumerate(sizes, start=1):
        chosen = [mix[(n * n + 3 * n * number + number) % len(mix)] for n in range(size)]
        seats = [Seat(f"Comuna {number}.{n}", state, HERE) for n, state in enumerate(chosen, 1)]
        regions.append(Region(f"R{number}", f"Región {number}", seats))
    return place_seats(
        regions,
        key="seats",
        title="Puestos por región, de norte a sur",
        description="Una marca por puesto, una columna por región.",
    )


def sample_acts() -> list[Act]:
    """Return the list of acts of a morning."""
    return [
        Act(41, "directores no han dicho cuándo pueden", "El plan se fija el viernes.", "Recordar"),
        Act(12, "llamadas para hoy", "Dijeron «llámeme después».", "Abrir la cola"),
        Act(3, "correos rebotaron", "Puede que haya asumido otra persona.", "Averiguar"),
    ]


def sample_page() -> Page[int]:
    """Return the second page of a list of 345."""
    return Paginator(range(345), 50).page(2)


def sample_context() -> dict[str, object]:
    """Return all that `ui/components.html` shows. The same at every call."""
    return {
        "frame": sample_frame(),
        "acts": sample_acts(),
        "meters": [
            Meter("Cobertura", 258, 312, HERE),
            Meter("Rural", 81, 100),
            Meter("Sin entrevistas", 0, 0),
        ],
        "funnel": sample_funnel(),
        "strip": sample_strip(),
        "heat": sample_heat(),
        "matrix": sample_matrix(),
        "seats": sample_seats(),
        "page": sample_page(),
        "form": sample_form(),
        "wrong_form": sample_form(with_errors=True),
        "confirmation": Confirmation(
            question="¿Enviar el recordatorio a 41 personas?",
            button="Enviar a 41 personas",
            action_url=HERE,
            cancel_url=HERE,
            facts=["32 por correo y 9 por WhatsApp.", "Tendrá 30 segundos para deshacerlo."],
            sample="Estimada/o Ana Pérez: falta su respuesta sobre los días en que puede.",
            hidden=[("step", "send")],
        ),
        "moment": datetime(2027, 3, 9, 13, 0, tzinfo=UTC),
    }
