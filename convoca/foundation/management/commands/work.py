"""`convoca work`: the background work alone."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import autodiscover_modules

from convoca.foundation.processes import end_with_parent
from convoca.foundation.queue import huey, nudge_all
from convoca.foundation.working import Work

DRAIN_S = 15


class Command(BaseCommand):
    """Runs the jobs that wait in the queue, and those of the clock."""

    help = "Hace solo el trabajo de fondo. En un equipo basta «convoca serve»."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how many jobs run at a time."""
        parser.add_argument(
            "--threads",
            type=int,
            default=settings.WORKERS,
            help="Trabajos a la vez; con SQLite, siempre uno. Sin decirlo: CONVOCA_WORKERS.",
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="Termina cuando termina quien lo inició; lo usa «convoca serve».",
        )

    def handle(self, *_args: Any, threads: int, with_parent: bool, **_options: Any) -> None:
        """Load every room's jobs and run them until told to stop."""
        if with_parent:
            end_with_parent()
        autodiscover_modules("jobs")
        nudge_all()
        Work(huey, threads=1 if settings.IS_SQLITE else threads, drain_s=DRAIN_S).run()
