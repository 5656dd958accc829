"""`convoca serve`: the web and the worker under one parent."""

import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from convoca.foundation.processes import Supervisor, convoca_program


class Command(BaseCommand):
    """Starts everything that one machine needs and keeps it alive."""

    help = (
        "Abre Convoca en este equipo: las páginas y el trabajo de fondo. "
        "Si una parte se cae, la vuelve a levantar. Se termina con Ctrl+C."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the address."""
        parser.add_argument("--host", default="127.0.0.1", help="Dirección en que escucha.")
        parser.add_argument("--port", type=int, default=8000, help="Puerto en que escucha.")

    def handle(self, *_args: Any, host: str, port: int, **_options: Any) -> None:
        """Check the address, say where to look, and keep both parts alive."""
        refuse_taken_address(host, port)
        self.stdout.write(f"Convoca: http://{host}:{port} (Ctrl+C para terminar)")
        self.stdout.flush()
        web = convoca_program("web", "--host", host, "--port", str(port))
        Supervisor([web, convoca_program("work")]).run()


def refuse_taken_address(host: str, port: int) -> None:
    """Raise CommandError where nothing can listen on the address."""
    try:
        family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"El puerto {port} de {host} está ocupado o no se puede usar. "
            f"Pruebe con otro puerto: convoca serve --port {min(port + 1, 65535)}"
        ) from error
