"""What the house shows beside the communities: work, what goes out and comes in, shared offices."""

import json
from datetime import timedelta

from convoca.convening.services import share_seat
from convoca.directory.models import Seat
from convoca.directory.services import ROSTER_READING
from convoca.foundation.hashes import hash_address
from convoca.foundation.models import Work
from convoca.messaging.models import InboundEvent, Message, Suppression, WrittenText
from convoca.messaging.services import pause_channel
from convoca.messaging.services.addresses import unsubscribe_token
from convoca.messaging.services.inbox import store_event
from convoca.messaging.services.suppressions import suppress_address
from tests.factories.mails import make_message
from tests.factories.whatsapp import ANA, agree, make_template
from tests.journeys.world_parts import DAY, World, begin

NOBODY = "nadie@ejemplo.cl"
WORKS = [
    ("running", {"progress_done": 40, "progress_total": 100}),
    ("waiting", {}),
    ("failed", {"error": "Se cortó antes de terminar.", "can_retry": True}),
]


def furnish(world: World) -> None:
    """Give the house work in every state, messages and notices in trouble, two shared offices."""
    work_on(world)
    send_out(world)
    hear_of(world)
    agree_by_whatsapp(world)
    share_offices(world)


def work_on(world: World) -> None:
    """One is being done, one waits, one failed; no worker takes them before the next year."""
    for state, more in WORKS:
        Work.objects.create(
            association=world.association, community_id=world.communities["open"].pk,
            kind=ROSTER_READING, key=f"world:{state}", subject_id=0, address="",
            title="Leer la nómina «larga.csv»", state=state, asked_at=world.now,
            free_at=world.now + timedelta(days=365),
            ended_at=world.now if state == "failed" else None, **more,
        )  # fmt: skip


def send_out(world: World) -> None:
    """One address gets nothing more, one channel is paused."""
    hashed = hash_address(Message.Channel.EMAIL, NOBODY)
    suppress_address(
        channel=Message.Channel.EMAIL, address_hash=hashed, now=world.now,
        scope=Suppression.Scope.ALL, reason=Suppression.Reason.BOUNCED,
    )  # fmt: skip
    held = make_message(
        world.association, "world:held", address=NOBODY, state="suppressed", error="No existe."
    )
    failed = make_message(
        world.association, "world:failed", address="casi@ejemplo.cl", state="failed",
        error="El servidor de correo no reconoce esta dirección (550 5.1.1).",
    )  # fmt: skip
    world.rows |= {"suppressed": held.pk, "failed": failed.pk}
    world.doors["lists"] = unsubscribe_token("ana@ejemplo.cl")
    pause_channel(
        channel=Message.Channel.WHATSAPP, reason="La cuenta está en revisión.", now=world.now
    )


def hear_of(world: World) -> None:
    """One event waits, one is in quarantine."""
    for name, because in {"waiting": "", "unknown": "Nadie aquí supo qué hacer con él."}.items():
        content = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": name}]})
        store_event(
            source=InboundEvent.Source.WHATSAPP, content=content.encode(), now=world.now,
            held_because=because,
        )  # fmt: skip
        world.rows[f"event_{name}"] = InboundEvent.objects.latest("pk").pk


def agree_by_whatsapp(world: World) -> None:
    """Two texts stand at Meta, one number agreed and wrote back."""
    world.rows["template"] = make_template(world.association).pk
    make_template(world.association, "invitacion", state="pending", category="marketing")
    agree(world.association, now=world.now)
    WrittenText.objects.create(
        association=world.association, wamid="wamid.1", address=ANA, kind="text",
        text="Gracias, ahí estaré.", at=world.now,
    )  # fmt: skip


def share_offices(world: World) -> None:
    """One office serves a second municipality; the third is by itself."""
    cycle = begin(world, "shared", "FINANZAS", seats=4, ago=DAY)
    serving, served, alone = Seat.objects.filter(kind=cycle.community.kind).order_by("pk")[:3]
    share_seat(cycle=cycle, seat=served, serving=serving, user=world.carla, now=world.now)
    world.rows |= {"serving": serving.pk, "served": served.pk, "alone": alone.pk}
