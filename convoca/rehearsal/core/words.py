"""What invented directors say: whole sentences by theme, and where each belongs.

A theme without sentences of its own is spoken of with its title.
"""

from collections.abc import Mapping, Sequence
from random import Random

SAID_OF: Mapping[str, Sequence[str]] = {
    "Rendición de fondos regionales": (
        "Rendimos el mismo gasto en dos plataformas y cada una observa cosas distintas.",
        "Tenemos rendiciones del gobierno regional pendientes hace más de un año.",
        "Una observación por un timbre nos dejó detenida la segunda cuota del proyecto.",
    ),
    "Formulación de proyectos y RS": (
        "Los perfiles vuelven con observaciones que nadie nos había dicho al principio.",
        "Para conseguir la recomendación satisfactoria demoramos más que la obra misma.",
        "No tenemos quién haga la evaluación social y la consultoría cuesta lo que vale el diseño.",
    ),
    "Licitaciones y compras": (
        "La licitación quedó desierta por tercera vez: nadie llega hasta acá a ese precio.",
        "Las bases las hacemos copiando las anteriores y arrastramos los mismos errores.",
        "Con los cambios de la ley de compras no sabemos qué plazos siguen corriendo.",
    ),
    "PLADECO y participación": (
        "El PLADECO está vencido y se actualiza cuando lo pide la Contraloría.",
        "A los talleres llegan siempre las mismas veinte personas.",
        "Nadie mide si lo que dice el plan se cumplió.",
    ),
    "Plan regulador y territorio": (
        "El plan regulador es de hace treinta años y cada loteo nos pilla sin norma.",
        "La modificación lleva cuatro años entre estudios e informes.",
        "No tenemos asesor urbanista y las consultas las responde quien alcance.",
    ),
    "Presupuesto municipal": (
        "Estimamos los ingresos mirando el año pasado y en octubre no cuadra nada.",
        "Hacemos una modificación presupuestaria casi todos los meses.",
        "La deuda flotante se come lo que habíamos dejado para inversión.",
    ),
    "Profesionales y honorarios": (
        "Somos tres personas para hacer lo que en otra comuna hacen quince.",
        "Formamos a un profesional y al año se lo lleva un municipio más grande.",
        "El equipo está a honorarios y cada diciembre no sabemos si seguimos.",
    ),
    "Agua y conectividad rural": (
        "Hay sectores que todavía reciben agua en camión aljibe y el proyecto no avanza.",
        "El comité de agua no tiene cómo pagar la mantención del sistema.",
        "Sin internet en los sectores, los trámites en línea son solo para el centro.",
    ),
}
ANY_THEME = (
    "Lo que más nos cuesta hoy es esto: {theme}.",
    "En {theme} vamos siempre atrasados y nadie nos ayuda a ordenarnos.",
    "Sobre {theme} cada municipalidad inventa su propia manera.",
    "Nos observaron por {theme} y todavía estamos corrigiendo.",
)
WISHES = (
    "Quisiera saber cómo lo resuelven los demás con {theme}.",
    "Me gustaría tratar {theme} con alguien que ya lo haya hecho.",
    "Propongo {theme}, con un caso real y los documentos a la vista.",
)
PRACTICES = (
    "Armamos una planilla compartida con finanzas y se acabaron las dobles cuentas.",
    "Los lunes nos juntamos quince minutos con obras y jurídica; se destraban muchas cosas.",
    "Firmamos un convenio con la universidad y los estudiantes hacen los levantamientos.",
    "Dejamos los formularios tipo en una carpeta y cualquiera del equipo puede seguir.",
    "Con dos municipalidades vecinas contratamos juntos a un profesional.",
)
HOPES = (
    "Que sea corto, con ejemplos, y que queden los documentos.",
    "Espero que la asociación lleve estos problemas donde se deciden.",
    "Conocer a quienes hacen mi mismo trabajo y poder llamarlos.",
    "Que no sea otra capacitación: que salgamos con algo hecho.",
)
PROMISES = (
    "Compartir nuestras bases tipo sobre {theme}.",
    "Revisar con el equipo lo visto sobre {theme} y contar en qué quedó.",
    "Mandar a la comunidad el procedimiento que usamos en {theme}.",
    "Probar en mi comuna la planilla que se mostró sobre {theme}.",
)


def say_of(random: Random, theme: str) -> str:
    """Say one sentence of a theme."""
    return random.choice(SAID_OF.get(theme, ANY_THEME)).format(theme=soften(theme))


def wish_for(random: Random, theme: str) -> str:
    """Ask for a theme."""
    return random.choice(WISHES).format(theme=soften(theme))


def promise_about(random: Random, theme: str) -> str:
    """Promise something after a session about a theme."""
    return random.choice(PROMISES).format(theme=soften(theme))


def soften(title: str) -> str:
    """Write a title inside a sentence: its first letter small, unless it is an acronym."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def theme_behind(text: str, themes: Sequence[str]) -> str:
    """Return the theme that a sentence of this file is about, or "" where it is about none.

    Of several themes named in it, the first of `themes`.
    """
    for theme in themes:
        if text in SAID_OF.get(theme, ()) or soften(theme) in text:
            return theme
    return ""
