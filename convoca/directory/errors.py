"""What can go wrong on purpose in the directory."""

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError


class LinkError(ConvocaError):
    """A personal link that cannot be used."""


class LinkUnknownError(LinkError):
    """No link has this token."""

    def user_message(self) -> str:
        return _("No encontramos este enlace. Ábralo otra vez desde el correo, o pida uno nuevo.")


class LinkGuessedError(LinkError):
    """Too many addresses that are no links were opened from one place."""

    def user_message(self) -> str:
        return _(
            "Desde su conexión se abrieron muchos enlaces que no existen. Espere diez minutos "
            "y abra el suyo otra vez desde el correo."
        )


class LinkRevokedError(LinkError):
    """The link was taken back, for instance because somebody else holds the seat now."""

    def user_message(self) -> str:
        return _(
            "Este enlace ya no vale. Si usted sigue en el cargo, "
            "pida uno nuevo y le llegará a su correo."
        )


class LinkExpiredError(LinkError):
    """The time of the link is over; `on` is the day in words."""

    def __init__(self, on: str) -> None:
        super().__init__(on)
        self.on = on

    def user_message(self) -> str:
        return _("Este enlace venció el %(on)s. Pida uno nuevo y le llegará a su correo.") % {
            "on": self.on
        }


class StaffKnownError(ConvocaError):
    """Somebody of the staff has this address already."""

    def user_message(self) -> str:
        return _("Esta persona ya está en el equipo.")


class CommunityNamedError(ConvocaError):
    """Another community of the association has this name."""

    def user_message(self) -> str:
        return _("Ya hay una comunidad con este nombre.")


class CommunityChangedError(ConvocaError):
    """Somebody else changed the settings of the community since they were read."""

    def user_message(self) -> str:
        return _(
            "Otra persona cambió estos ajustes mientras usted los tenía abiertos. Lo suyo sigue "
            "aquí: compárelo con lo guardado y presione Guardar otra vez."
        )


class RosterSettledError(ConvocaError):
    """The roster waits for no decision: loaded, dropped, being read; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def user_message(self) -> str:
        return _(
            "Esta nómina está %(state)s. Suba el archivo otra vez si quiere revisarlo de nuevo."
        ) % {"state": self.state}


class RosterChangedError(ConvocaError):
    """Something changed between looking and confirming."""

    def user_message(self) -> str:
        return _(
            "Los datos cambiaron mientras usted revisaba. "
            "Mire otra vez lo que se cargará y confirme."
        )


class SeatTakenTwiceError(ConvocaError):
    """Two rows of a roster are to take one seat; `rows` names them in words."""

    def __init__(self, rows: str) -> None:
        super().__init__(rows)
        self.rows = rows

    def user_message(self) -> str:
        return _(
            "Eligió %(rows)s para un mismo puesto. Deje marcada solo una; no se cargó nada."
        ) % {"rows": self.rows}


class RosterNotLoadedError(ConvocaError):
    """Only a loaded roster can be undone; `state` says what it is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def user_message(self) -> str:
        return _("Esta nómina está %(state)s: no hay nada que deshacer.") % {"state": self.state}


class RosterInUseError(ConvocaError):
    """Later work depends on what a roster wrote; `names` are some of whom or what it is about."""

    NAMED = 3

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names

    def user_message(self) -> str:
        shown = ", ".join(self.names[: self.NAMED]) or _("sus personas y puestos")
        more = len(self.names) - self.NAMED
        if more > 0:
            shown = _("%(names)s y %(count)s más") % {"names": shown, "count": more}
        return _(
            "Ya no se puede deshacer: después de la carga se trabajó con %(names)s. "
            "Corrija esos puestos uno por uno."
        ) % {"names": shown}


class SamePersonError(ConvocaError):
    """A person cannot be merged with itself."""

    def user_message(self) -> str:
        return _("Elija a dos personas distintas.")


class PeopleClashError(ConvocaError):
    """Both persons have something that only one person can have."""

    def user_message(self) -> str:
        return _(
            "No se pueden unir: ambas tienen a la vez algo que solo puede tener una persona, como "
            "dos invitaciones al mismo ciclo. Retire primero una de las dos; no se cambió nada."
        )


class MergeSettledError(ConvocaError):
    """The merge was undone before, or what moved has changed since."""

    def user_message(self) -> str:
        return _(
            "Esta unión ya no se puede deshacer: ya se deshizo o después se cambió lo que se unió."
        )
