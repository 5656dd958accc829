"""Two coordinators who save the settings of one community at the same moment."""

import pytest

from convoca.desk.services import change_community
from convoca.directory.models import Community
from tests.factories.directory import make_community
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]


def test_settings_saved_by_two_at_once_are_those_of_one_and_the_other_is_told():
    community = make_community()
    known = community.settings_mark

    def save(minutes: int):
        typed = Community.objects.get(pk=community.pk)
        typed.session_min = minutes
        return change_community(community=typed, known=known)

    told = at_once([lambda minutes=minutes: save(minutes) for minutes in (45, 90)])

    assert sorted(type(each).__name__ for each in told) == ["Community", "CommunityChangedError"]
    community.refresh_from_db()
    assert community.session_min in {45, 90}
