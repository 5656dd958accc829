"""Invented statements under three codes, for what learns from them."""

from collections.abc import Iterator

WASTE = (
    "El camión de la basura no pasa los sábados",
    "Se juntan microbasurales en la quebrada",
    "Falta un punto limpio para reciclar vidrio",
    "El relleno sanitario queda muy lejos",
    "La basura se acumula en las esquinas",
    "Nadie separa los residuos para reciclar",
    "El contrato de recolección de residuos venció",
    "Los contenedores de basura están rotos",
)
STAFF = (
    "El equipo es a honorarios y se va cada año",
    "Faltan profesionales con contrato de planta",
    "Los funcionarios están agotados y con licencia",
    "No hay reemplazo cuando alguien toma vacaciones",
    "Un solo arquitecto para todo el equipo",
    "El personal a honorarios no sabe si sigue",
    "La dotación de funcionarios es la misma de hace años",
    "Contratar profesionales tarda demasiado",
)
ACCOUNTS = (
    "Rendimos lo mismo en tres plataformas",
    "Las rendiciones vuelven observadas un año después",
    "La plataforma de rendición se cae a fin de mes",
    "Hay fondos del 2019 sin rendir",
    "Nos devuelven la rendición por un timbre",
    "Cada fondo pide otra planilla para rendir gastos",
    "Los gastos rendidos no se aprueban a tiempo",
    "No transfieren porque falta rendir lo anterior",
)
BY_CODE = {"aseo": WASTE, "personal": STAFF, "rendiciones": ACCOUNTS}


def coded() -> Iterator[tuple[str, str]]:
    """Yield every statement with its code."""
    for code, texts in BY_CODE.items():
        for text in texts:
            yield text, code


TEXTS = [text for text, _code in coded()]
CODES = [code for _text, code in coded()]
