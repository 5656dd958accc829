"""How fast mails leave with all their bookkeeping, beside a bare loop of smtplib.

Both send the same mails to the same server, which is a process of its own, by turns. The bare
loop has its mails built before the clock starts; ours are rows: built, started and recorded one
by one, by as many senders as a worker has on that database. The aim is 60 % of the bare loop's
mails a second, on SQLite and on PostgreSQL. What the processor has to do for one mail of ours,
and the memory, are told as well: they depend less on what else the machine does.

    python tools/bench_mail.py [--messages 1000] [--rounds 5] [--long 7000]
"""
# ruff: noqa: PLC0415, S603 -- Django is told of its folder before it is set up; our own commands

import argparse
import json
import os
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "convoca.config.settings"

from tests.support.mail_process import MailProcess, started_mail_process  # noqa: E402

AIM_SHARE = 0.6
BODY = (
    "Estimada Ana:\n\nLa asociación invita a su municipalidad a la comunidad de direcciones de "
    "tránsito: cuatro sesiones por videollamada, con los temas que ustedes elijan.\n\n"
    "Cuéntenos si participa:\n{link}\n\nUn abrazo.\nEl equipo de la asociación\n"
)


@dataclass(frozen=True)
class Result:
    """What was measured on one database; rates a second, medians of all rounds."""

    database: str
    bare: float
    ours: float
    share: float
    work_ms: float
    first_mb: int
    last_mb: int


def main() -> int:
    """Measure on SQLite, then on PostgreSQL where there is one, and print one table."""
    parser = argparse.ArgumentParser(description="Correos por segundo, al lado de smtplib.")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", type=int, default=7000, help="para la memoria; 0: sin ella")
    parser.add_argument("--one", action="store_true", help="solo la base de DATABASE_URL")
    options = parser.parse_args()
    if options.one:
        sys.stdout.write(json.dumps(asdict(measure(options))))
        return 0
    again = [sys.executable, __file__, "--one", *sys.argv[1:]]
    commands = [again]
    has_postgres = [sys.executable, str(HERE / "postgres.py"), "find"]
    if subprocess.run(has_postgres, stdout=subprocess.DEVNULL, check=False).returncode == 0:
        commands.append([sys.executable, str(HERE / "postgres.py"), "run", "--", *again])
    results = [result_of(command) for command in commands]
    Console(width=100).print(table_of(results))
    return 0 if all(result.share >= AIM_SHARE for result in results) else 1


def result_of(command: list[str]) -> Result:
    """Measure in a process of its own, which is told nothing of any other database."""
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = subprocess.run(command, env=without, stdout=subprocess.PIPE, check=True)
    return Result(**json.loads(told.stdout))


def table_of(results: list[Result]) -> Table:
    """Return the table for the terminal."""
    table = Table(title=f"Correos por segundo: meta {AIM_SHARE:.0%} de smtplib solo")
    names = (
        "base",
        "smtplib",
        "Convoca",
        "parte",
        "ms de trabajo",
        "MB al comienzo",
        "MB al final",
    )
    for name in names:
        table.add_column(name, justify="right")
    for one in results:
        rates = [f"{one.bare:.0f}", f"{one.ours:.0f}", f"{one.share:.0%}", f"{one.work_ms:.2f}"]
        table.add_row(one.database, *rates, str(one.first_mb), str(one.last_mb))
    return table


def measure(options: argparse.Namespace) -> Result:
    """Measure on the database of the environment."""
    with (
        tempfile.TemporaryDirectory() as folder,
        started_mail_process(Path(folder) / "log") as server,
    ):
        os.environ |= {
            "CONVOCA_DATA_DIR": folder,
            "CONVOCA_EMAIL_URL": server.url,
            "CONVOCA_SECRET_KEY": "for-measuring-only",
        }
        prepare()
        our_rate(50, "warm")
        bare, ours, works = zip(
            *(
                (bare_rate(server, options.messages), *our_rate(options.messages, f"r{number}"))
                for number in range(options.rounds)
            ),
            strict=True,
        )
        memory = memory_of(options.long) if options.long else (0, 0)
        return Result(
            database=vendor(),
            bare=statistics.median(bare),
            ours=statistics.median(ours),
            share=statistics.median(our / alone for our, alone in zip(ours, bare, strict=True)),
            work_ms=statistics.median(works),
            first_mb=memory[0],
            last_mb=memory[1],
        )


def vendor() -> str:
    """Return the name of the database in use."""
    from django.db import connection

    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]


def prepare() -> None:
    """Make the database."""
    import django

    django.setup()
    from django.core.management import call_command

    from convoca.foundation.models import Association

    call_command("migrate", verbosity=0)
    Association.objects.create(name="AMUCH", short_name="AMUCH", zone="America/Santiago")


def bare_rate(server: MailProcess, count: int) -> float:
    """Return how many mails a second smtplib alone hands over."""
    from convoca.messaging.channels.base import Parcel
    from convoca.messaging.channels.mime import build_mail

    text = BODY.format(link="http://127.0.0.1:8000/p/abcdefghijklmnopqrstuv/")
    mails = []
    for number in range(count):
        parcel = Parcel(f"b{number}@comuna.cl", "Ana Núñez", "Sesión 1", text, f"<{number}@bare>")
        mails.append(build_mail(parcel).message().as_bytes(linesep="\r\n"))
    with smtplib.SMTP("127.0.0.1", server.port) as connection:
        started_s = time.perf_counter()
        for number, mail in enumerate(mails):
            connection.sendmail("convoca@localhost", [f"b{number}@comuna.cl"], mail)
        return count / (time.perf_counter() - started_s)


def our_rate(count: int, batch: str) -> tuple[float, float]:
    """Return how many mails a second leave as in a worker, and the ms of work for one of them."""
    from convoca.messaging.models import Message
    from convoca.messaging.services.delivery_threads import Post

    fill(count, batch)
    post = Post(Message.Channel.EMAIL, until=lambda: False)
    started_s, work_s = time.perf_counter(), time.process_time()
    post.look()
    post.wait()
    passed_s, work_s = time.perf_counter() - started_s, time.process_time() - work_s
    sent = Message.objects.filter(occasion=batch, state=Message.State.SENT).count()
    if sent != count:
        raise SystemExit(f"{sent} of {count} left")
    return count / passed_s, work_s / count * 1000


def fill(count: int, batch: str) -> None:
    """Put mails with personal links into the outbox."""
    from django.utils import timezone

    from convoca.foundation.links import mark_of, new_reference
    from convoca.foundation.models import Association
    from convoca.messaging.services import Letter, Recipient, Text, queue_messages

    letters = [
        Letter(
            f"{batch}:{number}",
            batch,
            Recipient(f"{batch}.{number}@comuna.cl", "Ana Núñez"),
            Text("Sesión 1", BODY.format(link=mark_of(new_reference()))),
        )
        for number in range(count)
    ]
    queue_messages(
        association=Association.objects.get(), purpose="bench", letters=letters, now=timezone.now()
    )


def memory_of(count: int) -> tuple[int, int]:
    """Return the memory in MB after the first tenth of many mails, and at the end."""
    from convoca.messaging.services import deliver_due

    fill(count, "long")
    deliver_due(limit=count // 10)
    first = resident_mb()
    deliver_due()
    return first, resident_mb()


def resident_mb() -> int:
    """Return the resident memory of this process, 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    sys.exit(main())
