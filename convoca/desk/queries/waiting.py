"""What may wait for somebody of the staff, in the words of Hoy."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from convoca.directory.queries.access import Doing


@dataclass(frozen=True)
class Waiting:
    """A kind of thing that waits: what, for one and for many; why now; the act and its page.

    `doing` is what one must be allowed to do to see it; `chosen` narrows the page down.
    """

    names: str | Promise
    why: str | Promise
    act: str | Promise
    page: str
    doing: Doing = "coordinate"
    chosen: str = ""

    def what(self, count: int) -> str:
        """Return its name for so many."""
        return str(self.names % {"n": count})


UNCLOSED_SESSIONS = Waiting(
    ngettext_lazy("sesión por cerrar", "sesiones por cerrar", "n"),
    _("Ya pasaron: falta la asistencia."),
    _("Registrar"),
    "meetings:sessions",
)
UNANNOUNCED_SESSIONS = Waiting(
    ngettext_lazy("sesión por avisar", "sesiones por avisar", "n"),
    _("Tienen fecha y nadie ha recibido la invitación."),
    _("Avisar"),
    "meetings:sessions",
)
UNSENT_MINUTES = Waiting(
    ngettext_lazy("acta por enviar", "actas por enviar", "n"),
    _("La sesión se realizó y el acta no ha salido."),
    _("Escribir el acta"),
    "meetings:sessions",
)
UNTENDED_ALERTS = Waiting(
    ngettext_lazy(
        "puesto se aleja y nadie lo atiende", "puestos se alejan y nadie los atiende", "n"
    ),
    _("Cada alerta dice por qué; falta decidir qué hacer."),
    _("Ver las alertas"),
    "retention:alerts",
    chosen="?estado=sin-tarea",
)
OWN_CARE_TASKS = Waiting(
    ngettext_lazy("tarea suya de fidelización", "tareas suyas de fidelización", "n"),
    _("Alguien se aleja y usted quedó en hacer algo."),
    _("Ver mis tareas"),
    "retention:tasks",
    doing="interview",
)
OPEN_QUESTIONS = Waiting(
    ngettext_lazy("pregunta sin responder", "preguntas sin responder", "n"),
    _("Directores y directoras esperan su respuesta."),
    _("Responder"),
    "notices:questions",
)
CALLS_DUE = Waiting(
    ngettext_lazy("llamada para hoy", "llamadas para hoy", "n"),
    _("Se quedó en llamar y aún no hay respuesta."),
    _("Llamar"),
    "outreach:queue",
    doing="interview",
)
REPLACEMENTS = Waiting(
    ngettext_lazy("persona ya no está en su cargo", "personas ya no están en su cargo", "n"),
    _("Alguien avisó que otra persona lo ocupa."),
    _("Averiguar"),
    "convening:invitations",
)
UNINVITED = Waiting(
    ngettext_lazy("persona aún sin invitación", "personas aún sin invitación", "n"),
    _("Tienen un cargo de la comunidad y nadie las ha invitado a este ciclo."),
    _("Invitar"),
    "convening:invitations",
)
UNANSWERED = Waiting(
    ngettext_lazy("persona no ha respondido", "personas no han respondido", "n"),
    "",
    _("Recordar o llamar"),
    "convening:invitations",
)
INTERVIEWS = Waiting(
    ngettext_lazy("entrevista por hacer", "entrevistas por hacer", "n"),
    _("Participan y aún no se les pregunta qué necesitan."),
    _("Entrevistar"),
    "agenda:interviews",
    doing="interview",
)
UNCODED_STATEMENTS = Waiting(
    ngettext_lazy("dicho sin código", "dichos sin código", "n"),
    _("De ellos salen las citas que explican la agenda."),
    _("Codificar"),
    "agenda:statements",
    doing="code",
)
AGENDA = Waiting(
    ngettext_lazy("agenda espera su palabra", "agendas esperan su palabra", "n"),
    _("Está propuesta con lo que dijeron; falta confirmarla."),
    _("Ver la agenda"),
    "agenda:agenda",
)
AVAILABILITY = Waiting(
    ngettext_lazy("persona no ha dicho cuándo puede", "personas no han dicho cuándo pueden", "n"),
    _("Sin su respuesta, se estima por su región."),
    _("Recordar"),
    "workplan:availability",
)
PLAN = Waiting(
    ngettext_lazy("plan de trabajo por confirmar", "planes de trabajo por confirmar", "n"),
    _("Las fechas se calculan con lo que han respondido."),
    _("Ver el plan"),
    "workplan:plan",
)
UNCERTAIN_MAILS = Waiting(
    ngettext_lazy("mensaje incierto", "mensajes inciertos", "n"),
    _("No se sabe si salieron."),
    _("Resolver"),
    "desk:mailbox",
)
FAILED_MAILS = Waiting(
    ngettext_lazy("mensaje no salió", "mensajes no salieron", "n"),
    _("Los rechazaron, o nadie contestó por horas."),
    _("Resolver"),
    "desk:mailbox",
)
QUARANTINED_EVENTS = Waiting(
    ngettext_lazy("aviso en cuarentena", "avisos en cuarentena", "n"),
    _("Llegaron y nadie aquí los entendió, o llegaron a deshora."),
    _("Ver y aplicar"),
    "desk:incoming",
)
FAILED_EVENTS = Waiting(
    ngettext_lazy("aviso no se pudo aplicar", "avisos no se pudieron aplicar", "n"),
    _("Cada uno dice por qué."),
    _("Ver y aplicar"),
    "desk:incoming",
)
