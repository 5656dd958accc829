"""Delivery beside all other work: one thread a channel, poison that ends its process."""

import threading

import pytest

from convoca.messaging.models import Message
from convoca.messaging.services.delivery_threads import Post
from tests.factories.messaging import make_message
from tests.support.at_once import shared_database
from tests.support.histories import House
from tests.support.waiting import wait_until

State = Message.State
POISON = """
import os
from datetime import timedelta
from django.db import connections
from django.utils import timezone
from convoca.foundation.models import Association
from convoca.messaging.channels import RehearsalChannel
from convoca.messaging.services import Recipient, Text, deliver_due, queue_message
house = Association.objects.create(name="A", short_name="A", zone="America/Santiago")
for name in ("ana", "eva", "veneno", "rosa"):
    queue_message(association=house, key=name, purpose="test", occasion="test",
        recipient=Recipient(f"{name}@comuna.cl", name), text=Text("Hola", "Hola"),
        now=timezone.now())
class Fragile(RehearsalChannel):
    def prepare(self, parcel):
        if parcel.to_address.startswith("veneno"):
            os._exit(1)
    def send(self, parcel):
        self.prepare(parcel)
        return "ok"
connections.close_all()
for hours in range(4):
    if os.fork() == 0:
        deliver_due(channel=Fragile(), clock=lambda: timezone.now() + timedelta(hours=hours))
        os._exit(0)
    os.wait()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_post_sends_what_is_due_in_one_thread_and_what_comes_meanwhile(
    tmp_path, smtp_server, settings
):
    from convoca.config.env import as_mail_server

    settings.EMAIL_SERVER = as_mail_server(smtp_server.url)
    smtp_server.stall_s = 0.2
    post = Post(Message.Channel.EMAIL, until=lambda: False, senders=1)
    with shared_database(tmp_path):
        first = make_message()
        post.look()
        second = make_message(association=first.association)
        post.look()
        names = [each.name for each in threading.enumerate()]

        wait_until(lambda: Message.objects.filter(state=State.SENT).count() == 2)
        wait_until(lambda: "deliver-email" not in [each.name for each in threading.enumerate()])

    assert names.count("deliver-email") == 1
    assert len(smtp_server.messages) == 2
    assert second.pk != first.pk


@pytest.mark.soak
def test_message_that_ends_its_process_each_time_is_set_aside_and_the_others_leave_job_02(tmp_path):
    house = House(tmp_path, {})
    house.run("migrate", "--verbosity", "0")

    house.shell(POISON)

    states = {row.key: row.state for row in house.rows()}
    assert states == {
        "ana": "sent",
        "eva": "uncertain",  # in hand when its neighbour was built the first time
        "veneno": "uncertain",
        "rosa": "sent",
    }
