"""`convoca web`: the pages alone."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # it carries no types

from convoca.foundation.processes import end_with_parent

WORKERS = 2
THREADS = 4
ANSWER_TIMEOUT_S = 60
DRAIN_S = 15


class WebServer(BaseApplication):  # type: ignore[misc] # gunicorn carries no types
    """Gunicorn with our values and no file or environment variable of its own."""

    def __init__(self, values: dict[str, object]) -> None:
        """Remember the values: gunicorn asks for them while it starts."""
        self.values = values
        super().__init__(prog="convoca web")

    def load_config(self) -> None:
        """Hand the values over."""
        for name, value in self.values.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """Return the application; called in each worker, after the fork."""
        return get_wsgi_application()


class Command(BaseCommand):
    """Serves the pages with gunicorn."""

    help = "Sirve solo las páginas. En un equipo basta «convoca serve»; esto es para varios."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the address and how many requests are answered at a time."""
        parser.add_argument("--host", default="127.0.0.1", help="Dirección en que escucha.")
        parser.add_argument("--port", type=int, default=8000, help="Puerto en que escucha.")
        parser.add_argument("--workers", type=int, default=WORKERS, help="Procesos que atienden.")
        parser.add_argument("--threads", type=int, default=THREADS, help="Hilos de cada proceso.")
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="Termina cuando termina quien lo inició; lo usa «convoca serve».",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Put the static files in their place and answer until told to stop."""
        if options["with_parent"]:
            end_with_parent()
        call_command("collectstatic", interactive=False, verbosity=0)
        address = f"{options['host']}:{options['port']}"
        WebServer(server_values(address, options["workers"], options["threads"])).run()


def server_values(address: str, workers: int, threads: int) -> dict[str, object]:
    """Return gunicorn's settings; a worker is renewed now and then, in case it grows."""
    return {
        "bind": address,
        "worker_class": "convoca.foundation.patient_worker.PatientWorker",
        "workers": workers,
        "threads": threads,
        "timeout": ANSWER_TIMEOUT_S,
        "graceful_timeout": DRAIN_S,
        "keepalive": 5,
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "control_socket_disable": True,
        "loglevel": "warning",
    }
