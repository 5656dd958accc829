"""The settings of those who carry our messages and calls; a part of `settings`, read there."""

from typing import Any

from convoca.config import env

# Mail
EMAIL_SERVER = env.read(
    "CONVOCA_EMAIL_URL", "Correo: smtp://usuario:clave@servidor:puerto?tls=starttls (ssl, none).",
    None, env.as_mail_server, shown="sin correo: los mensajes esperan",
)  # fmt: skip
EMAIL_FROM = env.read(
    "CONVOCA_EMAIL_FROM", "Remitente de los correos.", "Convoca <convoca@localhost>", env.as_text
)
MAIL_SERVICE = env.read(
    "CONVOCA_EMAIL_SERVICE",
    "En lugar de CONVOCA_EMAIL_URL: un servicio de correo, como postmark, mailgun o brevo.",
    "", env.as_mail_service, shown="ninguno",
)  # fmt: skip
MAIL_SERVICE_HOOK = env.read(
    "CONVOCA_EMAIL_SERVICE_HOOK_SECRET",
    "nombre:clave con que el servicio llama a /hooks/correo.", "", env.as_text,
    shown="no se le escucha",
)  # fmt: skip
ANYMAIL = env.read(
    "CONVOCA_EMAIL_SERVICE_KEYS",
    'Sus claves, como JSON: {"POSTMARK_SERVER_TOKEN": "…"}.', dict[str, Any](), env.as_names,
    shown="ninguna",
) | {"WEBHOOK_SECRET": MAIL_SERVICE_HOOK, "REQUESTS_TIMEOUT": 20}  # fmt: skip
BOUNCES_ADDRESS = env.read(
    "CONVOCA_BOUNCES_ADDRESS",
    "Casilla a la que vuelve lo no entregado: rebote@…; su servidor acepta también rebote+algo@….",
    "", env.as_mailbox, shown="sin casilla: vuelven al remitente",
)  # fmt: skip
BOUNCES_MAILBOX = env.read(
    "CONVOCA_BOUNCES_URL",
    "Dónde se lee esa casilla: imaps://usuario:clave@servidor:993/INBOX (imap, sin cifrar).",
    None, env.as_imap_server, shown="no se lee",
)  # fmt: skip
EMAIL_PER_DOMAIN = env.read(
    "CONVOCA_EMAIL_PER_DOMAIN", "Correos por minuto a un mismo dominio, sumando todos los equipos.",
    0, env.as_count, shown="sin límite: lo reparte el servidor de correo",
)  # fmt: skip
DKIM_SELECTOR = env.read(
    "CONVOCA_DKIM_SELECTOR", "Selector con que firma su servidor de correo; lo revisa doctor.",
    "", env.as_text, shown="no se revisa la firma",
)  # fmt: skip
CALL_CAPACITY = env.read(
    "CONVOCA_CALL_CAPACITY", "Personas que admite una videollamada.", 500, env.as_count
)

# WhatsApp
WHATSAPP_TOKEN = env.read(
    "CONVOCA_WHATSAPP_TOKEN", "Clave de la cuenta de WhatsApp (Cloud API de Meta).", "",
    env.as_text, shown="sin WhatsApp: textos listos para copiar",
)  # fmt: skip
WHATSAPP_PHONE_NUMBER_ID = env.read(
    "CONVOCA_WHATSAPP_PHONE_NUMBER_ID", "Número de la asociación en WhatsApp: su id en Meta.", "",
    env.as_text, shown="ninguno",
)  # fmt: skip
WHATSAPP_BUSINESS_ID = env.read(
    "CONVOCA_WHATSAPP_BUSINESS_ID", "Cuenta de WhatsApp Business: su id, para traer plantillas.",
    "", env.as_text, shown="las plantillas se anotan a mano",
)  # fmt: skip
WHATSAPP_API_URL = env.read(
    "CONVOCA_WHATSAPP_API_URL", "Dirección de la Cloud API.", "https://graph.facebook.com",
    env.as_address,
)  # fmt: skip
WHATSAPP_API_VERSION = env.read(
    "CONVOCA_WHATSAPP_API_VERSION", "Versión de la Cloud API.", "v23.0", env.as_text
)
WHATSAPP_DAILY_LIMIT = env.read(
    "CONVOCA_WHATSAPP_DAILY_LIMIT",
    "Personas a quienes WhatsApp deja escribir en 24 horas, mientras Meta no avise otra cifra.",
    250, env.as_count,
)  # fmt: skip

# What providers tell us
ZOOM_WEBHOOK_SECRET = env.read(
    "CONVOCA_ZOOM_WEBHOOK_SECRET", "Clave con que Zoom firma sus avisos.", "", env.as_text,
    shown="sin avisos de Zoom",
)  # fmt: skip
WHATSAPP_APP_SECRET = env.read(
    "CONVOCA_WHATSAPP_APP_SECRET", "Clave con que Meta firma sus avisos de WhatsApp.", "",
    env.as_text, shown="sin avisos de WhatsApp",
)  # fmt: skip
WHATSAPP_VERIFY_TOKEN = env.read(
    "CONVOCA_WHATSAPP_VERIFY_TOKEN", "Palabra acordada con Meta para comprobar la dirección.", "",
    env.as_text, shown="ninguna",
)  # fmt: skip
WEBHOOK_WINDOW_S = 60 * env.read(
    "CONVOCA_WEBHOOK_WINDOW_MIN", "Minutos que puede diferir la hora de un aviso de la nuestra.",
    5, env.as_count,
)  # fmt: skip
