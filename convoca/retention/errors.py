"""What can go wrong on purpose with alerts and tasks."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class AlertClosedError(ConvocaError):
    """The alert was closed: there is nothing left to do for it."""

    def user_message(self) -> str:
        return _(
            "Esta alerta ya está cerrada. Si todavía hace falta, ábrala otra vez en su página."
        )


class AlertOpenError(ConvocaError):
    """The seat has an open alert in this cycle already."""

    def user_message(self) -> str:
        return _("Este puesto ya tiene una alerta abierta. Siga con esa.")


class AlertOverError(ConvocaError):
    """The alert ended by what the seat did, or with its cycle: it cannot be opened again."""

    def user_message(self) -> str:
        return _("Esta alerta terminó por sí sola. Si el puesto vuelve a alejarse, se abrirá otra.")


class TaskExistsError(ConvocaError):
    """The alert has an open task of this kind."""

    def user_message(self) -> str:
        return _("Esa tarea ya está anotada para este puesto. Mírela más abajo.")


class TaskSettledError(ConvocaError):
    """Somebody else, or the same press twice, settled the task."""

    def user_message(self) -> str:
        return _("Esta tarea ya estaba cerrada: quedó como estaba. Recargue la página.")


class TaskOpenError(ConvocaError):
    """There is nothing to undo."""

    def user_message(self) -> str:
        return _("Esta tarea sigue por hacer: no hay nada que deshacer.")
