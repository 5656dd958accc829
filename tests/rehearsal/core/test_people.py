"""Invented people, weeks, opinions and words."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from convoca.rehearsal.core.chance import pick_some, stream
from convoca.rehearsal.core.opinions import Opinion, dearest, draw_opinion, lean_of
from convoca.rehearsal.core.people import invent_person, plain
from convoca.rehearsal.core.weeks import invent_week
from convoca.rehearsal.core.words import ANY_THEME, SAID_OF, say_of, soften, theme_behind, wish_for

SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS)
def test_invent_person_has_an_address_that_no_mail_server_answers_for(seed):
    person = invent_person(stream(seed), place="Ñuñoa")

    assert person.email.endswith("@muni-nunoa.example")
    assert person.email.isascii()
    assert len(person.name.split()) == 3
    assert len(person.phone.replace(" ", "")) == len("+56912345678")


def test_invent_person_without_email_has_none():
    assert invent_person(stream(1), place="Lota", has_email=False).email == ""


def test_plain_drops_marks_and_blanks():
    assert plain("O'Higgins Ñandú") == "ohigginsnandu"


@given(seed=SEEDS)
def test_invent_week_is_a_week_with_at_least_one_free_hour(seed):
    week = invent_week(stream(seed), first_day=date(2027, 3, 1), weeks=9)

    assert len(week.weekly) == 45
    assert "y" in week.weekly
    assert set(week.weekly) <= {"y", "m", "n"}
    assert all(first <= last for first, last in week.away)


def test_friday_afternoons_are_worse_than_mornings_of_the_week():
    weeks = [invent_week(stream(n), first_day=date(2027, 3, 1), weeks=9).weekly for n in range(300)]

    free_friday_16 = sum(week[4 * 9 + 7] == "y" for week in weeks)
    free_tuesday_10 = sum(week[1 * 9 + 1] == "y" for week in weeks)
    assert free_friday_16 < free_tuesday_10 / 2


@given(seed=SEEDS, level=st.floats(0, 6))
def test_draw_opinion_is_whole_or_does_not_apply(seed, level):
    opinion = draw_opinion(stream(seed), level)

    assert (opinion.interest is None) == (opinion.urgency is None)
    assert opinion.interest is None or 1 <= opinion.interest <= 5
    assert opinion.urgency is None or 1 <= opinion.urgency <= 5


def test_lean_of_follows_the_kind_of_comuna():
    leans = [lean_of("Agua y conectividad rural", kind) for kind in ("rural", "urban", "mixed")]

    assert leans == [1.0, -1.0, 0.0]


def test_dearest_breaks_ties_by_title_and_leaves_out_what_does_not_apply():
    opinions = {"B": Opinion(5, 4), "A": Opinion(4, 5), "C": Opinion(None, None)}

    assert list(dearest(opinions, 3)) == ["A", "B"]


@given(seed=SEEDS, theme=st.sampled_from([*SAID_OF, "Patentes comerciales"]))
def test_theme_behind_finds_what_a_sentence_is_about(seed, theme):
    themes = [*SAID_OF, "Patentes comerciales"]

    assert theme_behind(say_of(stream(seed), theme), themes) == theme
    assert theme_behind(wish_for(stream(seed), theme), themes) == theme


def test_sentences_of_any_theme_name_it():
    assert all(soften("Patentes") in text.format(theme="patentes") for text in ANY_THEME)


@given(seed=SEEDS, count=st.integers(0, 12))
def test_pick_some_keeps_the_order_and_never_repeats(seed, count):
    picked = pick_some(stream(seed), list(range(10)), count)

    assert picked == sorted(set(picked))
    assert len(picked) == min(count, 10)
