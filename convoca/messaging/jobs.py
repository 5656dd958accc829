"""What the worker does for messages."""

from django.conf import settings
from django.utils import timezone

from convoca.foundation.duties import every
from convoca.foundation.queue import DELIVER, on_nudge, ring
from convoca.foundation.stopping import is_stopping
from convoca.messaging.channels import channel_for
from convoca.messaging.models import InboundEvent, Message
from convoca.messaging.services import mend_times, settle_lost_leases
from convoca.messaging.services.applying import apply_due, forget_events
from convoca.messaging.services.delivery_threads import Post
from convoca.messaging.services.inbox import APPLY, applies
from convoca.messaging.services.mailbox import read_mailbox
from convoca.messaging.services.mails import apply_mail
from convoca.messaging.services.service_reports import apply_service_report
from convoca.messaging.services.whatsapp_events import apply_whatsapp

EVENTS_AT_A_TIME = 500

applies(InboundEvent.Source.WHATSAPP)(apply_whatsapp)
applies(InboundEvent.Source.MAIL)(apply_mail)
applies(InboundEvent.Source.MAIL)(apply_service_report)
_posts = {name: Post(name, until=is_stopping) for name in Message.Channel}


@on_nudge(DELIVER)
def deliver() -> None:
    """See to it that each channel sends what is due, also where a wrong clock put it off."""
    settle_lost_leases(now=timezone.now())
    if not settings.REHEARSAL:  # a story has its own time
        mend_times(now=timezone.now())
    for name, post in _posts.items():
        if channel_for(name) is not None:
            post.look()


@every(seconds=30)
def sweep_outbox() -> None:
    """Find what a lost nudge left behind."""
    deliver()


@on_nudge(APPLY)
def apply_events() -> None:
    """Apply what came in, a part at a time, so that other work has its turn in between."""
    if apply_due(limit=EVENTS_AT_A_TIME, until=is_stopping) == EVENTS_AT_A_TIME:
        ring(APPLY)


@every(seconds=30)
def sweep_inbox() -> None:
    """Find the events that a lost nudge left behind."""
    apply_events()


@every(minutes=2)
def sweep_mailbox() -> None:
    """Read the mailbox that our mails come back to, where there is one."""
    read_mailbox(now=timezone.now())


@every(days=1)
def sweep_old_events() -> None:
    """Forget what was applied a month ago."""
    forget_events(now=timezone.now())
