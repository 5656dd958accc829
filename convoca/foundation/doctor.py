"""What the doctor looks at in every house: settings, database, workers, queue, disk, zones."""

import shutil
import zoneinfo
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.foundation.diagnosis import Diagnosis, Level, looks_at
from convoca.foundation.duties import database_now
from convoca.foundation.health import read_health
from convoca.foundation.models import Association, Duty
from convoca.foundation.queue import huey
from convoca.foundation.workers import list_living

OLDEST_ZONES = (2025, 2)
LEAST_FREE_BYTES = 500_000_000
FEW_FREE_BYTES = 2_000_000_000
MANY_NUDGES = 1_000


@looks_at(lambda: _("Ajustes"))
def look_at_settings() -> Iterator[Diagnosis]:
    """Look for what an installation in use should not have."""
    about = _("Ajustes")
    if settings.REHEARSAL:
        yield Diagnosis(
            about,
            Level.WARNING,
            _("Es un ensayo: nada sale de este equipo."),
            _("Para enviar de verdad, quite CONVOCA_REHEARSAL."),
        )
    elif not settings.IS_HTTPS:
        yield Diagnosis(
            about,
            Level.WARNING,
            _("Los enlaces llevan a %(address)s.") % {"address": settings.BASE_URL},
            _("Ponga en CONVOCA_BASE_URL la dirección pública, con https."),
        )
    deployment = settings.IS_HTTPS
    for problem in checks.run_checks(include_deployment_checks=deployment):
        if problem.level >= checks.WARNING and not problem.is_silenced():
            level = Level.TROUBLE if problem.level >= checks.ERROR else Level.WARNING
            yield Diagnosis(about, level, f"{problem.id}: {problem.msg}", str(problem.hint or ""))
    nameless = Association.objects.filter(contact_email="")
    for association in nameless:
        yield Diagnosis(
            about,
            Level.WARNING,
            _("%(name)s no tiene correo de contacto en la página de privacidad.")
            % {"name": association},
            _("Escríbalo en los datos de la asociación."),
        )


@looks_at(lambda: _("Base de datos"))
def look_at_database() -> Iterator[Diagnosis]:
    """Look whether it answers, with all its tables."""
    about = _("Base de datos")
    known = MigrationLoader(connection)
    missing = set(known.disk_migrations) - set(known.applied_migrations)
    if missing:
        sentence = ngettext("Falta %(n)s migración.", "Faltan %(n)s migraciones.", len(missing)) % {
            "n": len(missing)
        }
        yield Diagnosis(about, Level.TROUBLE, sentence, _("Ejecute: convoca migrate"))
    else:
        yield Diagnosis(
            about, Level.FINE, _("%(name)s, al día.") % {"name": connection.display_name}
        )
    if settings.MANY_MACHINES and settings.IS_SQLITE:
        yield Diagnosis(
            about,
            Level.WARNING,
            _("La cola es para varios equipos y la base para uno."),
            _("Con varios equipos, ponga en DATABASE_URL una PostgreSQL."),
        )


@looks_at(lambda: _("Trabajo de fondo"))
def look_at_workers() -> Iterator[Diagnosis]:
    """Look whether somebody works, and whether what comes round by the clock is done."""
    about, now = _("Trabajo de fondo"), database_now()
    health, living = read_health(now=now), list(list_living(now=now))
    if not living:
        yield Diagnosis(
            about,
            Level.TROUBLE,
            _("Nadie trabaja: los mensajes no salen."),
            _("Inicie «convoca serve» (un equipo) o «convoca work» (varios)."),
        )
        return
    hosts = sorted({worker.host for worker in living})
    sentence = ngettext(
        "%(n)s proceso en %(hosts)s.", "%(n)s procesos en %(hosts)s.", len(living)
    ) % {"n": len(living), "hosts": ", ".join(hosts)}
    yield Diagnosis(about, Level.FINE, sentence)
    if len({worker.version for worker in living}) > 1:
        yield Diagnosis(
            about,
            Level.WARNING,
            _("Los procesos son de versiones distintas."),
            _("Termine de actualizar: reinicie los que faltan."),
        )
    if health.late_duties:
        yield Diagnosis(
            about,
            Level.TROUBLE,
            _("Hay tareas del reloj atrasadas: %(names)s.")
            % {"names": ", ".join(health.late_duties)},
            _("Reinicie el trabajo de fondo y mire su registro."),
        )
    for duty in Duty.objects.exclude(error=""):
        yield Diagnosis(
            about,
            Level.WARNING,
            _("La tarea %(name)s falló la última vez (%(error)s).")
            % {"name": duty.name, "error": duty.error},
            _("Mire el registro del trabajo de fondo; se repite sola."),
        )
    yield from _look_at_sharing(hosts)


def _look_at_sharing(hosts: list[str]) -> Iterator[Diagnosis]:
    """Look whether several machines have in common what they need."""
    if len(hosts) == 1:
        return
    if not settings.MANY_MACHINES:
        yield Diagnosis(
            _("Varios equipos"),
            Level.WARNING,
            _("Trabajan varios equipos, cada uno con su propia cola: lo nuevo tarda en salir."),
            _("Ponga en todos la misma CONVOCA_QUEUE_URL, redis://servidor:puerto/0"),
        )
    if settings.FILES is None:
        yield Diagnosis(
            _("Varios equipos"),
            Level.WARNING,
            _("Trabajan varios equipos y los archivos quedan en el disco de cada uno."),
            _("Ponga en todos la misma CONVOCA_FILES_URL, s3://clave:secreto@servidor/balde"),
        )


@looks_at(lambda: _("Cola"))
def look_at_queue() -> Iterator[Diagnosis]:
    """Look whether the queue answers, and how much waits in it."""
    about, waiting = _("Cola"), int(huey.pending_count())
    sentence = ngettext("%(n)s aviso en espera.", "%(n)s avisos en espera.", waiting)
    if waiting > MANY_NUDGES:
        advice = _("Agregue un proceso de trabajo o mire si los que hay se detuvieron.")
        yield Diagnosis(about, Level.WARNING, sentence % {"n": waiting}, advice)
    else:
        yield Diagnosis(about, Level.FINE, sentence % {"n": waiting})


@looks_at(lambda: _("Archivos"))
def look_at_files() -> Iterator[Diagnosis]:
    """Look whether the shelf of files answers, where it is not a disk of this machine."""
    if settings.FILES is not None:
        default_storage.exists("doctor")
        yield Diagnosis(_("Archivos"), Level.FINE, _("El almacén responde."))


@looks_at(lambda: _("Disco"))
def look_at_disk() -> Iterator[Diagnosis]:
    """Look at the room that is left where the data of this machine lie."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    sentence = _("Quedan %(size)s GB en %(place)s.") % {
        "size": f"{free / 1e9:.1f}".replace(".", ","),
        "place": settings.DATA_DIR,
    }
    advice = _("Libere espacio o agrande el disco: lleno, no se guarda nada.")
    if free < FEW_FREE_BYTES:
        level = Level.TROUBLE if free < LEAST_FREE_BYTES else Level.WARNING
        yield Diagnosis(_("Disco"), level, sentence, advice)
    else:
        yield Diagnosis(_("Disco"), Level.FINE, sentence)


@looks_at(lambda: _("Husos horarios"))
def look_at_zones() -> Iterator[Diagnosis]:
    """Look whether this machine knows the present rules of the clocks; TIM-05."""
    about, known = _("Husos horarios"), zones_version()
    missing = sorted(set(settings.CONVOCA_ZONE_NAMES) - zoneinfo.available_timezones())
    if missing or known < OLDEST_ZONES:
        yield Diagnosis(
            about,
            Level.TROUBLE,
            _("Este equipo tiene reglas antiguas (%(year)s.%(number)s).")
            % {"year": known[0], "number": known[1]},
            _("Actualice el paquete tzdata del sistema y el de Python."),
        )
    else:
        yield Diagnosis(about, Level.FINE, "{}.{}".format(*known))


def zones_version(folders: tuple[str, ...] | None = None) -> tuple[int, int]:
    """Return year and number of the rules in use: the system's where it has some, else Python's.

    "2025b" of the system is 2025.2 of the package.
    """
    for folder in zoneinfo.TZPATH if folders is None else folders:
        file = Path(folder) / "tzdata.zi"
        if file.exists():
            with file.open(encoding="utf-8") as lines:
                name = lines.readline().rpartition(" ")[2].strip()
            return int(name[:4]), ord(name[4]) - ord("a") + 1
    year, number = version("tzdata").split(".")[:2]
    return int(year), int(number)
