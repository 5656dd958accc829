"""The short texts that this house sends by WhatsApp, to be approved by Meta under these names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HouseTemplate:
    """A text with four blanks: the person, the community, what it is about, the address.

    `category` is Meta's: marketing for what one may unsubscribe from, utility for what concerns
    something the person said yes to.
    """

    name: str
    category: str
    body: str


NEWS = HouseTemplate(
    "convoca_aviso",
    "marketing",
    "Hola, {{1}}. Novedades de {{2}}: «{{3}}». Están en su página: {{4}}\n"
    "Si no quiere recibir estos mensajes, responda BAJA.",
)
SESSION = HouseTemplate(
    "convoca_sesion",
    "utility",
    "Hola, {{1}}. De {{2}}: {{3}}. Para entrar, o avisar que no podrá, abra su página: {{4}}\n"
    "Si no quiere recibir estos mensajes, responda BAJA.",
)
GROUP = HouseTemplate(
    "convoca_grupo",
    "utility",
    "Hola, {{1}}. De parte de {{2}}. {{3}}: {{4}}\n"
    "Si no quiere recibir estos mensajes, responda BAJA.",
)
HOUSE_TEMPLATES = (NEWS, SESSION, GROUP)
BLANKS = 4
