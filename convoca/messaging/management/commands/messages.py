"""`convoca messages`: the outbox, one line a message."""

import hashlib
import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from convoca.messaging.models import Message

HASH_LENGTH = 12


class Command(BaseCommand):
    """Shows the outbox without showing anybody's address."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # Django's own
        self.help = _(
            "Muestra los mensajes: clave, canal, destinatario (cifrado), estado, intentos, "
            "proveedor."
        )
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--state", choices=Message.State.values, help=_("solo los de este estado")
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: object, **options: object) -> None:
        messages = Message.objects.order_by("pk")
        if options["state"]:
            messages = messages.filter(state=str(options["state"]))
        rows = [message_row(message) for message in messages]
        counts = Counter(str(row["state"]) for row in rows)
        if options["json"]:
            self.stdout.write(json.dumps({"messages": rows, "counts": counts}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write("  ".join(str(value) for value in row.values()))
        self.stdout.write(", ".join(f"{state}: {count}" for state, count in counts.items()))


def message_row(message: Message) -> dict[str, object]:
    """Return a message as the command prints it; the address only as a hash."""
    address = hashlib.sha256(message.to_address.lower().encode()).hexdigest()
    return {
        "key": message.key,
        "channel": message.channel,
        "recipient": address[:HASH_LENGTH],
        "state": message.state,
        "attempts": message.attempts,
        "provider_id": message.provider_id,
    }
