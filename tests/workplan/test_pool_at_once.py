"""Two coordinators who change what is shared at the same moment."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from convoca.messaging.models import Message
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.models import Facilitation, PoolLink
from convoca.workplan.services import (
    ExpertInput,
    FacilitatorInput,
    LicenceInput,
    ask_pool,
    issue_pool_link,
    save_expert,
    save_facilitator,
    save_licence,
    send_pool_links_again,
)
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator
from tests.factories.workplan import make_expert, make_facilitator
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]


def test_what_two_change_at_once_is_that_of_one_and_the_other_is_told():
    community = make_community()
    house, expert = community.association, make_expert(community)
    known = expert.mark

    def change(name):
        given = ExpertInput(name, "", (), ALWAYS, (), community=community)
        return save_expert(association=house, expert=expert, given=given, now=NOW, known=known)

    def run(name):
        given = FacilitatorInput(name, "", None, [community], ALWAYS, ())
        return save_facilitator(association=house, facilitator=None, given=given, now=NOW)

    def buy(capacity):
        given = LicenceInput("Zoom", capacity, ())
        return save_licence(association=house, licence=None, given=given)

    told = [
        at_once([partial(act, value) for value in pair])
        for act, pair in ((change, "AB"), (run, "CD"), (buy, (100, 200)))
    ]

    assert [sorted(type(one).__name__ for one in pair) for pair in told] == [
        ["Expert", "PoolChangedError"],
        ["Facilitator", "Facilitator"],
        ["Licence", "LicenceNameTakenError"],
    ]
    assert Facilitation.objects.count() == 1


def test_asking_pressed_by_two_at_once_writes_once():
    community = make_community()
    make_expert(community, email="elena@ejemplo.cl")
    users = [make_coordinator(community), make_coordinator(community, "otra@ejemplo.cl")]

    told = at_once([lambda user=user: ask_pool(user=user, now=NOW) for user in users])

    assert sorted(str(type(one).__name__) for one in told) == ["AskedTodayError", "int"]
    assert (Message.objects.count(), PoolLink.objects.count()) == (1, 1)


def test_link_that_ended_asked_for_by_two_presses_at_once_is_one_fresh_one():
    house = make_community().association
    person = make_facilitator(house, email="f@ejemplo.cl")
    with transaction.atomic():
        issue_pool_link(member=person, now=NOW - timedelta(days=121))

    told = at_once([partial(send_pool_links_again, email="f@ejemplo.cl", now=NOW)] * 2)

    assert told == [1, 1]
    assert PoolLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_somebody_new_saved_by_two_presses_at_once_is_one():
    community = make_community()
    house = community.association
    run = FacilitatorInput("Ana", "", None, [community], ALWAYS, ())
    acts = [
        partial(save_expert, expert=None, given=ExpertInput("Ana", "", (), ALWAYS, ()), now=NOW),
        partial(save_facilitator, facilitator=None, given=run, now=NOW),
        partial(save_licence, licence=None, given=LicenceInput("Zoom", 100, ())),
    ]

    told = [one for act in acts for one in at_once([partial(act, association=house)] * 2)]

    names = [type(one).__name__ for one in told]
    assert names == ["Expert"] * 2 + ["Facilitator"] * 2 + ["Licence"] * 2
    assert len({(name, one.pk) for name, one in zip(names, told, strict=True)}) == 3
