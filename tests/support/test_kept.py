"""What a kept factory puts back is what it made, and only where nothing else is."""

import pytest
from django.db import transaction

from convoca.directory.models import Community, Person, Seat
from tests.factories.directory import make_association, make_community, make_held_seats
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


class Factory:
    """A factory of held seats that counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0
        self.make = kept(self._make)

    def _make(self, seats: object = 1) -> Seat:
        self.times += 1
        count = seats if isinstance(seats, int) else len(seats)
        return make_held_seats(make_community(), count)[0]


def rows() -> list[list[dict]]:
    return [list(model.objects.order_by("pk").values()) for model in (Community, Person, Seat)]


def make_and_take_back(factory: Factory, *given: object) -> tuple[Seat, list[list[dict]]]:
    with transaction.atomic():
        made = factory.make(*given), rows()
        transaction.set_rollback(True)
    return made


def test_second_call_puts_back_the_rows_and_returns_the_same():
    factory = Factory()
    first = make_and_take_back(factory, 2)

    again = factory.make(2), rows()

    assert (again, factory.times) == (first, 1)


def test_rows_that_were_put_back_can_be_added_to():
    factory = Factory()
    make_and_take_back(factory, 2)

    factory.make(2)

    make_held_seats(Community.objects.get(), 1, region="Aysén")
    assert Seat.objects.count() == 3


@pytest.mark.parametrize("given", [(3,), ({"a", "b"},)])
def test_other_words_or_such_as_are_not_plain_are_made(given):
    factory = Factory()
    make_and_take_back(factory, 2)
    make_and_take_back(factory, *given)

    make_and_take_back(factory, {"a", "b"})

    assert factory.times == 3


def test_where_there_is_something_already_it_is_made():
    factory = Factory()
    make_and_take_back(factory, 2)
    make_association("Otra")

    factory.make(2)

    assert factory.times == 2


def test_with_settings_of_the_test_it_is_made(settings):
    factory = Factory()
    make_and_take_back(factory, 2)
    settings.REHEARSAL = True

    factory.make(2)

    assert factory.times == 2
