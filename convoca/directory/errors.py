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


class RosterSettledError(ConvocaError):
    """The roster was loaded or dropped before; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def user_message(self) -> str:
        return _(
            "Esta nómina ya fue %(state)s. Suba el archivo otra vez si quiere revisarlo de nuevo."
        ) % {"state": self.state}


class RosterChangedError(ConvocaError):
    """Something changed between looking and confirming."""

    def user_message(self) -> str:
        return _(
            "Los datos cambiaron mientras usted revisaba. "
            "Mire otra vez lo que se cargará y confirme."
        )
