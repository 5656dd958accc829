"""What the doctor looks at in messages: mail and its domain, WhatsApp, what waits."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from dns.resolver import Resolver

from convoca.foundation.diagnosis import Diagnosis, Level, looks_at
from convoca.messaging.channels.dns_records import texts_of
from convoca.messaging.channels.mail_trial import Trial, try_mail_server
from convoca.messaging.channels.mime import sender_address
from convoca.messaging.channels.whatsapp import whatsapp_account
from convoca.messaging.core.sender_records import Verdict, judge_dkim, judge_dmarc, judge_spf
from convoca.messaging.errors import ChannelDownError
from convoca.messaging.models import Message, Template
from convoca.messaging.queries import oldest_waiting_s, open_pauses

SLOW_S, STUCK_S = 15 * 60, 2 * 3600
OWN_DOMAINS = {"", "localhost"}
Judge = Callable[[Sequence[str]], Verdict]


@looks_at(lambda: _("Correo"))
def look_at_mail_server() -> Iterator[Diagnosis]:
    """Look whether mail can leave."""
    about, server = _("Correo"), settings.EMAIL_SERVER
    if settings.MAIL_SERVICE:
        sentence = _("Sale por el servicio %(name)s.") % {"name": settings.MAIL_SERVICE}
        yield Diagnosis(about, Level.FINE, sentence)
        return
    if server is None:
        yield Diagnosis(
            about,
            Level.WARNING,
            _("No hay servidor de correo: los mensajes esperan."),
            _("Ponga CONVOCA_EMAIL_URL, smtp://usuario:clave@servidor:puerto?tls=starttls"),
        )
        return
    where = f"{server.host}:{server.port}"
    trial = try_mail_server(server)
    if trial == Trial.FINE:
        yield Diagnosis(about, Level.FINE, _("%(where)s responde.") % {"where": where})
        return
    sentence, advice = {
        Trial.AWAY: (
            _("%(where)s no responde."),
            _("Revise servidor y puerto en CONVOCA_EMAIL_URL, y que la red deje salir."),
        ),
        Trial.UNSAFE: (
            _("%(where)s no ofrece una conexión segura que se pueda comprobar."),
            _("Revise tls en CONVOCA_EMAIL_URL (starttls, ssl) y el certificado del servidor."),
        ),
        Trial.SIGN_IN: (
            _("%(where)s no acepta el nombre y la clave."),
            _("Corríjalos en CONVOCA_EMAIL_URL; en la clave, @ se escribe %40."),
        ),
    }[trial]
    yield Diagnosis(about, Level.TROUBLE, sentence % {"where": where}, advice)


@looks_at(lambda: _("Dominio del correo"))
def look_at_sender() -> Iterator[Diagnosis]:
    """Look at what the domain of the sender says in the DNS."""
    yield from examine_sender(sender_address().rpartition("@")[2], settings.DKIM_SELECTOR)


def examine_sender(
    domain: str, selector: str, resolver: Resolver | None = None
) -> Iterator[Diagnosis]:
    """Look whether other servers will believe mail of this domain; L26."""
    if domain in OWN_DOMAINS:
        yield Diagnosis(
            _("Dominio del correo"),
            Level.WARNING,
            _("El remitente no tiene un dominio."),
            _("Ponga en CONVOCA_EMAIL_FROM una dirección de la asociación."),
        )
        return
    yield _examine("SPF", domain, judge_spf, resolver)
    if selector:
        yield _examine("DKIM", f"{selector}._domainkey.{domain}", judge_dkim, resolver)
    else:
        yield Diagnosis(
            f"DKIM {domain}",
            Level.WARNING,
            _("No se sabe con qué clave firma su servidor."),
            _("Pregunte su selector a quien administra el correo: CONVOCA_DKIM_SELECTOR."),
        )
    yield _examine("DMARC", f"_dmarc.{domain}", judge_dmarc, resolver, parent=_parent(domain))


def _examine(
    kind: str, name: str, judge: Judge, resolver: Resolver | None, *, parent: str = ""
) -> Diagnosis:
    about = f"{kind} {name}"
    try:
        verdict = judge(texts_of(name, resolver))
        if verdict == Verdict.MISSING and parent:
            verdict = judge(texts_of(parent, resolver))
    except ChannelDownError:
        return Diagnosis(
            about,
            Level.WARNING,
            _("El DNS no responde: no se pudo comprobar."),
            _("Revise la red del equipo y repita."),
        )
    level = {
        Verdict.FINE: Level.FINE,
        Verdict.WATCHING: Level.FINE,
        Verdict.WEAK: Level.WARNING,
        Verdict.OPEN: Level.WARNING,
    }.get(verdict, Level.TROUBLE)
    return Diagnosis(about, level, _sentence(verdict), "" if level == Level.FINE else _advice(kind))


def _sentence(verdict: Verdict) -> str:
    return {
        Verdict.FINE: _("Está bien."),
        Verdict.WATCHING: _("Está (p=none: solo observa)."),
        Verdict.MISSING: _("No está."),
        Verdict.DOUBLE: _("Está más de una vez, y así no vale."),
        Verdict.OPEN: _("Deja enviar a cualquiera."),
        Verdict.TOO_LONG: _("Hace más de diez consultas, y así no vale."),
        Verdict.BROKEN: _("No se puede leer."),
        Verdict.REVOKED: _("La clave fue retirada."),
        Verdict.WEAK: _("La clave es corta."),
    }[verdict]


def _advice(kind: str) -> str:
    return {
        "SPF": _("Un solo registro TXT: v=spf1 include:su-servidor ~all"),
        "DKIM": _("Publique la clave que da su servidor de correo, de 2048 bits."),
        "DMARC": _("Un solo registro TXT: v=DMARC1; p=none; rua=mailto:usted@su-dominio"),
    }[kind]


def _parent(domain: str) -> str:
    """Return the name whose policy stands for a domain below it; empty for one of two parts."""
    rest = domain.partition(".")[2]
    return f"_dmarc.{rest}" if "." in rest else ""


@looks_at(lambda: _("Mensajes"))
def look_at_messages() -> Iterator[Diagnosis]:
    """Look at what waits, and at what needs a person."""
    about, waited_s = _("Mensajes"), oldest_waiting_s()
    if waited_s < SLOW_S:
        yield Diagnosis(about, Level.FINE, _("Ninguno espera hace más de 15 minutos."))
    else:
        yield Diagnosis(
            about,
            Level.WARNING if waited_s < STUCK_S else Level.TROUBLE,
            _("El más antiguo espera hace %(n)s minutos.") % {"n": waited_s // 60},
            _("Vea la página Mensajes: dice qué lo detiene."),
        )
    yield from _look_at_pauses(about, Message.Channel.EMAIL)
    doubtful = Message.objects.filter(state=Message.State.UNCERTAIN).count()
    if doubtful:
        sentence = ngettext("%(n)s mensaje incierto.", "%(n)s mensajes inciertos.", doubtful)
        advice = _("Una persona los resuelve en la página Mensajes.")
        yield Diagnosis(about, Level.WARNING, sentence % {"n": doubtful}, advice)


def _look_at_pauses(about: str, channel: Message.Channel) -> Iterator[Diagnosis]:
    for pause in open_pauses(timezone.now()).filter(channel=channel):
        sentence = _("%(channel)s está en pausa: %(reason)s")
        named = {"channel": pause.get_channel_display(), "reason": pause.reason}
        advice = _("Reanúdelo en la página Mensajes.")
        if pause.ended_at:
            at = timezone.localtime(pause.ended_at)
            advice = _("Sigue solo a las %(at)s.") % {"at": f"{at:%H:%M}"}
        yield Diagnosis(about, Level.WARNING, sentence % named, advice)


@looks_at(lambda: _("Correos que vuelven"))
def look_at_bounces() -> Iterator[Diagnosis]:
    """Look whether what comes back is both asked for and read."""
    values = {
        "CONVOCA_BOUNCES_ADDRESS": settings.BOUNCES_ADDRESS,
        "CONVOCA_BOUNCES_URL": settings.BOUNCES_MAILBOX,
    }
    half = _("Lo que no se entrega vuelve a una casilla que nadie lee.")
    if not settings.BOUNCES_ADDRESS:
        half = _("Se lee una casilla y ningún correo la nombra: lo que vuelve no llega a ella.")
    absent = _("Sin casilla: vuelven al remitente y los lee una persona.")
    yield look_at_account(_("Correos que vuelven"), values, absent, half)


@looks_at(lambda: "WhatsApp")
def look_at_whatsapp() -> Iterator[Diagnosis]:
    """Look whether WhatsApp may send, is heard, and has something to say."""
    about, account = "WhatsApp", whatsapp_account()
    values = {
        "CONVOCA_WHATSAPP_TOKEN": settings.WHATSAPP_TOKEN,
        "CONVOCA_WHATSAPP_PHONE_NUMBER_ID": settings.WHATSAPP_PHONE_NUMBER_ID,
        "CONVOCA_WHATSAPP_APP_SECRET": settings.WHATSAPP_APP_SECRET,
        "CONVOCA_WHATSAPP_VERIFY_TOKEN": settings.WHATSAPP_VERIFY_TOKEN,
    }
    half = _("La cuenta está a medias: nada sale por WhatsApp.")
    if account is not None:
        half = _("No se oye a Meta: ni qué llegó ni quién escribe BAJA.")
    yield look_at_account(about, values, _("Sin cuenta: se usan textos listos para copiar."), half)
    yield from _look_at_pauses(about, Message.Channel.WHATSAPP)
    if account and not Template.objects.filter(state=Template.State.APPROVED).exists():
        yield Diagnosis(
            about,
            Level.WARNING,
            _("Ninguna plantilla está aprobada: solo sale texto a quien escribió hace poco."),
            _("Agregue en Mensajes, WhatsApp, las que Meta aprobó."),
        )


@looks_at(lambda: "Zoom")
def look_at_zoom() -> Iterator[Diagnosis]:
    """Look whether Zoom may tell who came; without it the attendance is noted otherwise."""
    yield look_at_account(
        "Zoom",
        {"CONVOCA_ZOOM_WEBHOOK_SECRET": settings.ZOOM_WEBHOOK_SECRET},
        _("Sin avisos: la asistencia se anota a mano o con el archivo de Zoom."),
    )


def look_at_account(
    about: str, values: Mapping[str, object], absent: str, half: str = ""
) -> Diagnosis:
    """Say whether all settings of an account are there; some without the others is a mistake.

    `absent` is what to say where none is, `half` what goes wrong where only some are.
    """
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(values):
        return Diagnosis(about, Level.FINE, absent)
    if missing:
        advice = _("Ponga también %(names)s.") % {"names": ", ".join(missing)}
        return Diagnosis(about, Level.WARNING, half or _("La cuenta está a medias."), advice)
    return Diagnosis(about, Level.FINE, _("Los ajustes de la cuenta están."))
