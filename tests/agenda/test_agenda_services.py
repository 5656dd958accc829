from dataclasses import replace
from fractions import Fraction

import pytest

from convoca.agenda.core.rule.ballots import (
    Approval,
    ballots_hash,
    ballots_to_dict,
    parse_ballots,
)
from convoca.agenda.errors import (
    AgendaConfirmedError,
    AgendaMovedError,
    ChoiceFaultError,
    NameTakenError,
    NobodyInterviewedError,
    NothingUrgentError,
    ParametersReasonMissingError,
    ReasonMissingError,
)
from convoca.agenda.queries import (
    agenda_gate_report,
    ballots_of,
    confirmed_draft,
    confirmed_topics,
    draft_agenda,
    find_agenda,
    interview_rows,
    list_themes,
    reserve_themes,
    survey_gate_report,
)
from convoca.agenda.queries.ballots import size_name
from convoca.agenda.queries.guides import default_themes
from convoca.agenda.services import (
    add_theme,
    carry_over,
    confirm_agenda,
    edit_theme,
    ensure_themes,
    move_theme,
    save_answer,
    set_theme_active,
)
from convoca.agenda.services.agendas import Measure
from convoca.cycles.core.gates import GateLine
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_kind, make_municipality, make_seat

pytestmark = pytest.mark.django_db
BUYING, PLANNING = "Licitaciones y compras", "PLADECO y participación"
KINDS = ["SECPLAN", "DOM", "DIDECO", "TRANSITO", "DIMAO", "SEGURIDAD"]


def confirm(cycle, chosen=None, reason="", **more):
    return confirm_agenda(cycle=cycle, chosen=chosen, reason=reason, user=None, now=NOW, **more)


def make_answered_cycle(*answers):
    """Make a cycle with an interview for each of these ratings."""
    interviews = make_interviews(len(answers))
    for interview, ratings in zip(interviews, answers, strict=True):
        answer_interview(interview, ratings)
    return interviews[0].cycle


def titles(themes):
    return [theme.title for theme in themes]


@pytest.mark.parametrize("code", KINDS)
def test_default_themes_of_a_kind_are_its_own(code):
    themes = default_themes(make_kind(code))

    assert len(themes) >= 8
    assert themes != default_themes(make_kind("JPL"))


def test_default_themes_of_any_other_kind_are_the_general_ones():
    assert default_themes(make_kind("JPL")) == default_themes(make_kind("SALUD"))


def test_ensure_themes_leaves_a_list_that_is_there():
    community = make_community()
    first = ensure_themes(community=community)
    set_theme_active(theme=first[0], active=False)

    assert titles(ensure_themes(community=community)) == titles(first[1:])


def test_themes_are_added_moved_renamed_and_retired():
    community = make_community()
    for title in ("Uno", "Dos"):
        set_theme_active(
            theme=add_theme(community=community, title=title, description=""), active=True
        )
    three = add_theme(community=community, title="Tres", description="")

    assert move_theme(theme=three, up=True)
    edit_theme(theme=list_themes(community)[0], title="Uno nuevo", description="Más.")

    assert [(one.title, one.position) for one in list_themes(community)] == [
        ("Uno nuevo", 1),
        ("Tres", 2),
        ("Dos", 3),
    ]
    assert not move_theme(theme=list_themes(community)[0], up=True)
    with pytest.raises(NameTakenError):
        edit_theme(theme=three, title="Dos", description="")


def test_ballots_of_hold_the_ratings_of_done_interviews():
    cycle = make_answered_cycle({BUYING: (4, 5)}, {})
    theme = theme_named(cycle, BUYING)

    ballots = ballots_of(cycle)

    assert [(voter.kind, voter.region, dict(voter.ratings).keys()) for voter in ballots.voters] == [
        ("urbana", "Metropolitana", {str(theme.pk)}),
        ("urbana", "Metropolitana", set()),
    ]
    assert [theme.title for theme in ballots.themes] == titles(list_themes(cycle.community))
    assert ballots.sessions == 4


def test_ballots_of_weigh_a_person_by_the_seats_of_the_kind():
    cycle = make_answered_cycle({BUYING: (4, 5)})
    for number in range(2):
        make_seat(cycle.community, make_municipality(f"Otra {number}", f"U{number}"))
    make_seat(cycle.community, make_municipality("Rural", "R1", settlement="rural"))

    assert [voter.weight for voter in ballots_of(cycle).voters] == [Fraction(3)]


def test_ballots_of_leave_out_retired_themes():
    cycle = make_answered_cycle({BUYING: (4, 5)})
    set_theme_active(theme=theme_named(cycle, BUYING), active=False)

    ballots = ballots_of(cycle)

    assert BUYING not in [theme.title for theme in ballots.themes]
    assert dict(ballots.voters[0].ratings) == {}


def test_ballots_of_have_no_more_places_than_themes():
    cycle = make_answered_cycle({BUYING: (4, 5)})
    for theme in list_themes(cycle.community)[2:]:
        set_theme_active(theme=theme, active=False)

    assert ballots_of(cycle).sessions == 2


def test_ballots_of_write_titles_as_the_format_takes_them():
    cycle = make_answered_cycle({BUYING: (4, 5)})
    theme = theme_named(cycle, BUYING)
    edit_theme(theme=theme, title="Compras\N{NO-BREAK SPACE}y\tlicitaciones ", description="")

    ballots = ballots_of(cycle)

    assert parse_ballots(ballots_to_dict(ballots)) == ballots
    assert "Compras y licitaciones" in [one.title for one in ballots.themes]


@pytest.mark.parametrize(
    ("population", "name"),
    [
        (9_999, "menos de 10.000"),
        (10_000, "10.000 a 29.999"),
        (29_999, "10.000 a 29.999"),
        (100_000, "100.000 o más"),
    ],
)
def test_size_name_says_the_class_by_its_people(population, name):
    assert size_name(population, [10_000, 30_000, 100_000]) == name


def test_size_name_without_classes_is_none():
    assert size_name(5, []) is None


def test_draft_agenda_names_the_kinds_that_nobody_speaks_for():
    cycle = make_answered_cycle({BUYING: (4, 5)})
    make_seat(cycle.community, make_municipality("Rural", "R1", settlement="rural"))

    assert draft_agenda(cycle).unheard_kinds == ("rural",)


def test_confirm_agenda_with_another_measure_needs_and_keeps_the_reason():
    cycle = make_answered_cycle({BUYING: (3, 3)})
    measure = Measure(Approval("product", 9))

    with pytest.raises(ParametersReasonMissingError):
        confirm(cycle, measure=measure)
    agenda = confirm(cycle, measure=replace(measure, reason=" Notas bajas. "))

    assert (agenda.parameters_reason, agenda.result["rule"]["approval"]) == (
        "Notas bajas.",
        {"mode": "product", "threshold": 9},
    )


def test_confirm_agenda_keeps_what_the_rule_gave():
    cycle = make_answered_cycle({BUYING: (5, 5)}, {PLANNING: (3, 4)}, {BUYING: (5, 4)})
    draft = draft_agenda(cycle)

    agenda = confirm(cycle, seen_hash=draft.agenda.input_hash)

    assert [(topic.position, topic.title) for topic in confirmed_topics(cycle)] == [
        (1, BUYING),
        (2, PLANNING),
    ]
    assert (agenda.ballots, agenda.input_hash) == (
        ballots_to_dict(draft.ballots),
        ballots_hash(draft.ballots),
    )
    assert agenda.override_reason == ""


def test_confirm_agenda_keeps_the_rest_in_reserve():
    wanted = [theme[0] for theme in default_themes(make_kind())][:6]
    cycle = make_answered_cycle(*[dict.fromkeys(wanted[: 6 - n], (5, 5)) for n in range(6)])

    confirm(cycle)

    chosen, reserve = confirmed_topics(cycle), reserve_themes(cycle)
    assert len(chosen) == 4
    assert [place for _, place in reserve] == [1, 2]
    assert {topic.title for topic in chosen} | set(titles(one for one, _ in reserve)) == set(wanted)


def test_confirm_agenda_with_other_themes_keeps_the_reason():
    cycle = make_answered_cycle({BUYING: (5, 5)})
    other = theme_named(cycle, PLANNING)

    agenda = confirm(cycle, chosen=[other.pk], reason=" Lo pidió el directorio. ")

    assert agenda.override_reason == "Lo pidió el directorio."
    assert agenda.result["override"] == {"chosen": [str(other.pk)], "nobody_share": 1.0}
    assert confirmed_topics(cycle) == [(1, other.pk, PLANNING)]
    assert reserve_themes(cycle) == [(theme_named(cycle, BUYING), 1)]


def test_confirm_agenda_with_the_same_themes_by_hand_needs_no_reason():
    cycle = make_answered_cycle({BUYING: (5, 5)})

    agenda = confirm(cycle, chosen=[theme_named(cycle, BUYING).pk])

    assert (agenda.override_reason, "override" in agenda.result) == ("", False)


def test_confirm_agenda_with_other_themes_and_no_reason_raises():
    cycle = make_answered_cycle({BUYING: (5, 5)})

    with pytest.raises(ReasonMissingError):
        confirm(cycle, chosen=[theme_named(cycle, PLANNING).pk], reason="  ")


def test_confirm_agenda_with_impossible_themes_raises():
    cycle = make_answered_cycle({BUYING: (5, 5)})
    ids = [theme.pk for theme in list_themes(cycle.community)]

    for chosen in ([], ids[:5], [ids[0], ids[0]], [max(ids) + 1]):
        with pytest.raises(ChoiceFaultError):
            confirm(cycle, chosen=chosen, reason="Porque sí.")
    assert find_agenda(cycle) is None


def test_confirm_agenda_without_interviews_raises():
    with pytest.raises(NobodyInterviewedError):
        confirm(make_interviews()[0].cycle)


def test_confirm_agenda_when_nothing_is_urgent_raises():
    with pytest.raises(NothingUrgentError):
        confirm(make_answered_cycle({BUYING: (2, 2)}))


def test_confirm_agenda_twice_raises():
    cycle = make_answered_cycle({BUYING: (5, 5)})
    confirm(cycle)

    with pytest.raises(AgendaConfirmedError):
        confirm(cycle)


def test_confirm_agenda_after_new_answers_raises():
    first, second = make_interviews(2)
    answer_interview(first, {BUYING: (5, 5)})
    seen = draft_agenda(first.cycle).agenda.input_hash
    answer_interview(second, {PLANNING: (5, 5)})

    with pytest.raises(AgendaMovedError):
        confirm(first.cycle, seen_hash=seen)


def test_confirmed_draft_is_what_was_confirmed_though_themes_changed():
    cycle = make_answered_cycle({BUYING: (5, 5)})
    before = draft_agenda(cycle)
    confirm(cycle)
    edit_theme(theme=theme_named(cycle, BUYING), title="Otro nombre", description="")

    assert confirmed_draft(find_agenda(cycle)) == before


def test_carry_over_puts_the_reserve_first():
    cycle = make_answered_cycle({BUYING: (5, 5), PLANNING: (4, 4)})
    confirm(cycle, chosen=[theme_named(cycle, PLANNING).pk], reason="Primero el plan.")
    cycle.closed_at = NOW
    cycle.save()
    following = make_cycle(cycle.community)

    carried = [carry_over(source_cycle=cycle, target_cycle=following) for _ in range(2)]

    assert carried == [1, 1]
    assert titles(list_themes(cycle.community))[0] == BUYING
    count = len(list_themes(cycle.community))
    assert [one.position for one in list_themes(cycle.community)] == list(range(1, count + 1))


def test_survey_gate_report_counts_done_of_accepted():
    interviews = make_interviews(2)
    cycle = interviews[0].cycle
    before = survey_gate_report(cycle)
    answer_interview(interviews[0])

    after = survey_gate_report(cycle)

    assert (before.must != [], after.must) == (True, [])
    assert after.lines == [
        GateLine(
            "Entrevistas hechas a quienes participan",
            done=1,
            of=2,
            url=f"/agenda/{cycle.pk}/entrevistas/?which=missing",
        )
    ]


def test_survey_gate_report_misses_nobody_who_preferred_not_to_answer():
    done, declined = make_interviews(2)
    answer_interview(done)
    save_answer(interview=declined, question="consent", value="no", now=NOW)

    report = survey_gate_report(done.cycle)

    (line,) = report.lines
    assert line.text.endswith("sin contar a 1 que prefirió no responder")
    assert (line.done, line.of, report.is_full) == (1, 1, True)
    assert [row.is_missing for row in interview_rows(done.cycle)] == [False, False]


def test_agenda_gate_report_is_full_once_confirmed():
    cycle = make_answered_cycle({BUYING: (5, 5)})
    before = agenda_gate_report(cycle)

    confirm(cycle)

    assert (before.must != [], agenda_gate_report(cycle).is_full) == (True, True)
