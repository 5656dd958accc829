"""What WhatsApp refuses, as errors of a channel, each with a sentence for the staff."""

from datetime import timedelta

from django.utils.translation import gettext as _

from convoca.messaging.core.whatsapp_codes import MOST_TRIES, STOPS, Act, slow_down_s
from convoca.messaging.core.whatsapp_rules import Bar
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelError,
    ChannelLaterError,
    ChannelStopError,
    ChannelUncertainError,
)

PERSON_LATER = timedelta(minutes=1)


class WhatsAppRefusedError(ChannelError):
    """WhatsApp, or a rule of ours, did not take a message: for good, or for now."""

    def __init__(self, message: str, sentence: str, *, permanent: bool = True) -> None:
        super().__init__(message, permanent=permanent)
        self.sentence = sentence

    def user_message(self) -> str:
        return self.sentence


class WhatsAppStopError(ChannelStopError):
    """WhatsApp takes nothing more of us until a person has looked."""

    def __init__(self, message: str, sentence: str) -> None:
        super().__init__(message)
        self.sentence = sentence

    def user_message(self) -> str:
        return self.sentence


class WhatsAppDownError(ChannelDownError):
    """WhatsApp cannot be reached, or asks us to slow down."""

    def user_message(self) -> str:
        if self.wait is None:
            return _("Sin conexión con WhatsApp. Se intenta de nuevo sin más.")
        return _("WhatsApp pidió ir más lento. Se intenta de nuevo sin más.")


class WhatsAppLaterError(ChannelLaterError):
    """This person's message waits: for a place among those of 24 hours, or a few seconds."""

    def user_message(self) -> str:
        return _("Espera su turno en WhatsApp. Sale sin que usted haga nada.")


class WhatsAppUncertainError(ChannelUncertainError):
    """The request left and no answer came; the status that Meta reports will tell."""

    def user_message(self) -> str:
        return _(
            "WhatsApp no respondió; puede que el mensaje haya salido. "
            "Si WhatsApp lo confirma, esto se resuelve solo; si no, pregunte a la persona."
        )


def refusal_for(act: Act, *, name: str, tries: int, slow_downs: int = 0) -> ChannelError:
    """Return the error for what a code asks of us.

    `name` goes to the log and holds no address; `tries` is how often this message was tried,
    this time included; `slow_downs` how often in a row we were asked to slow down before.
    """
    if act in STOPS:
        return WhatsAppStopError(name, sentence_of(act))
    if act is Act.SLOW_DOWN:
        return WhatsAppDownError(name, wait=timedelta(seconds=slow_down_s(slow_downs)))
    if act is Act.PERSON_LATER:
        return WhatsAppLaterError(name, wait=PERSON_LATER)
    is_last = act is not Act.TRY_AGAIN or tries >= MOST_TRIES
    return WhatsAppRefusedError(name, sentence_of(act), permanent=is_last)


def sentence_of(act: Act) -> str:
    """Return what happened and what to do, for the staff."""
    return {
        Act.STOP_KEY: _(
            "WhatsApp no acepta la clave de la asociación, o venció. "
            "Nada se ha perdido: avise a quien administra."
        ),
        Act.STOP_RIGHTS: _(
            "WhatsApp no permite enviar desde este número. Revise los permisos en Meta."
        ),
        Act.STOP_SPAM: _(
            "WhatsApp detuvo los envíos: muchas personas los marcaron como no deseados. "
            "Revise a quién escribe antes de seguir."
        ),
        Act.STOP_ACCOUNT: _(
            "WhatsApp bloqueó la cuenta, o falta un pago. Revise la cuenta en Meta antes de seguir."
        ),
        Act.SLOW_DOWN: _("WhatsApp pidió ir más lento. Se intenta de nuevo sin más."),
        Act.PERSON_LATER: _("Espera su turno en WhatsApp. Sale sin que usted haga nada."),
        Act.NOT_CHOSEN: _(
            "WhatsApp decidió no entregarlo a esta persona por ahora. Use el correo o el teléfono."
        ),
        Act.OPTED_OUT: _(
            "Esta persona pidió no recibir estos mensajes por WhatsApp. Use otro medio."
        ),
        Act.UNREACHABLE: _(
            "Este número no recibe WhatsApp. Pida otro a la persona, o use el correo."
        ),
        Act.WINDOW_CLOSED: _(
            "Pasaron 24 horas desde que la persona escribió: solo se le puede enviar una plantilla."
        ),
        Act.TEST_LIST: _(
            "El número de prueba de Meta solo escribe a los de su lista. Agréguelo allí."
        ),
        Act.TEMPLATE: _(
            "WhatsApp no tiene esta plantilla aprobada, o sus datos no calzan. "
            "Revísela en la página WhatsApp."
        ),
        Act.TRY_AGAIN: _("WhatsApp tuvo una falla. Si no salió solo, envíelo otra vez más tarde."),
        Act.REFUSED: _("WhatsApp rechazó el mensaje. Use otro medio y avise a quien administra."),
    }[act]


def bar_sentence(bar: Bar) -> str:
    """Return why a rule of ours keeps a message from WhatsApp, and what to do."""
    return {
        Bar.NO_OPT_IN: _(
            "No consta que esta persona haya aceptado mensajes por WhatsApp. "
            "Pídaselo y anótelo en la página WhatsApp, o use otro medio."
        ),
        Bar.UNREACHABLE: sentence_of(Act.UNREACHABLE),
        Bar.NO_TEMPLATE: sentence_of(Act.WINDOW_CLOSED),
        Bar.NOT_APPROVED: _(
            "La plantilla de este mensaje no está aprobada. Revísela en la página WhatsApp."
        ),
        Bar.BLANKS: _(
            "La plantilla cambió y sus datos ya no calzan. Revísela en la página WhatsApp."
        ),
    }[bar]
