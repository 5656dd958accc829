"""Group links and the names of occasions."""

import pytest

from convoca.convening.core.group_links import read_group_link
from convoca.convening.core.occasions import (
    answer_occasion,
    cycle_occasion,
    deputy_occasion,
    group_occasion,
    invitation_occasion,
    occasions_of,
    release_occasion,
    reminder_occasion,
)

CODE = "Abc123Abc123Abc123Abcd"


@pytest.mark.parametrize(
    "text",
    [
        f"https://chat.whatsapp.com/{CODE}",
        f"  https://chat.whatsapp.com/{CODE}\n",
        f"https://chat.whatsapp.com/invite/{CODE}",
        f"https://chat.whatsapp.com/{CODE}?mode=ac_t",
    ],
)
def test_read_group_link_of_known_forms_gives_one_address(text):
    assert read_group_link(text) == f"https://chat.whatsapp.com/{CODE}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chat.whatsapp.com",
        f"http://chat.whatsapp.com/{CODE}",
        f"https://chat.whatsapp.com.evil.cl/{CODE}",
        f"https://chat.whatsapp.com/{CODE}/more",
        "https://wa.me/56912345678",
    ],
)
def test_read_group_link_of_anything_else_gives_nothing(text):
    assert read_group_link(text) is None


def test_occasions_of_an_invitation_are_all_but_the_release():
    assert occasions_of(7) == [
        invitation_occasion(7),
        reminder_occasion(7),
        answer_occasion(7),
        deputy_occasion(7),
        group_occasion(7),
    ]


def test_occasions_never_repeat_over_kinds():
    names = {*occasions_of(7), release_occasion(7), cycle_occasion(7)}

    assert len(names) == 7
