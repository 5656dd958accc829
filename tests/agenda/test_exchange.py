import io
import zipfile
from uuid import UUID

import pytest

from convoca.agenda.core.coding.refi.comparing import Miss
from convoca.agenda.core.coding.refi.reading import read_project
from convoca.agenda.core.coding.refi.values import RefiCode, RefiFault
from convoca.agenda.core.coding.refi.writing import write_codebook, write_project
from convoca.agenda.errors import (
    CarriedFileDoneError,
    CarriedFileFaultError,
    CarriedFileMovedError,
)
from convoca.agenda.models import CarriedFile, Code
from convoca.agenda.queries.exchange import (
    active_codes,
    coded_sheet,
    count_sendable,
    plan_of,
    refi_code,
    refi_project,
    training_sheet,
)
from convoca.agenda.queries.statements import live_statements
from convoca.agenda.services.codebook import Author, CodeInput, add_code, edit_code, retire_code
from convoca.agenda.services.coding import code_statement
from convoca.agenda.services.exchange import apply_file, carry_file, drop_file
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.blind_rounds import make_blind_round, make_coder, make_codes
from tests.factories.cycles import NOW
from tests.support.refi_standard import faults_of

pytestmark = pytest.mark.django_db
SAID = "Falta gente 😀.\nY plata."
OTHER = UUID(int=5)


def make_coded_cycle(**more):
    """Make a cycle with one answer of two statements; the first is coded "Plata"."""
    interview = answer_interview(make_interviews()[0], texts={"problems": SAID}, **more)
    money, _terms = make_codes(interview.cycle)
    statement = interview.statements.order_by("start").first()
    coder = make_coder(interview.cycle)
    code_statement(statement=statement, codes=[money], user=coder, now=NOW)
    return interview.cycle


def first_code(cycle):
    return cycle.community.codes.get(name="Plata")


def carry(cycle, content, name="libro.qdc"):
    return carry_file(cycle=cycle, name=name, content=content, user=None, now=NOW)


def put_to_use(carried, user=None):
    user = user or make_coder(carried.cycle, "eva@ejemplo.cl")
    seen = plan_of(carried).fingerprint
    return apply_file(carried=carried, seen=seen, user=user, now=NOW)


def test_project_holds_answers_and_codings_and_names_nobody():
    cycle = make_coded_cycle()
    written = write_project(refi_project(cycle), at=NOW)

    project = read_project(written)

    (source,) = project.sources
    assert source.name.startswith("Entrevista 1 · Dirección de una comuna · ¿Cuáles son")
    assert source.text == SAID
    assert [(one.start, one.end) for one in source.selections] == [(0, 14)]
    assert [one.name for one in project.users] == ["Persona 1"]
    assert [(one.guid, one.name) for one in project.codes] == [
        (str(one.guid), one.name) for one in active_codes(cycle.community)
    ]
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert faults_of(archive.read("project.qde"), "Project") == []


def test_nothing_of_who_does_not_allow_quoting_leaves():
    cycle = make_coded_cycle(may_quote="no")

    assert refi_project(cycle).sources == ()
    assert (training_sheet(cycle).rows, coded_sheet(cycle).rows) == ([], [])
    assert count_sendable(cycle) == (0, 1)


def test_sensitive_words_are_covered_and_places_stay():
    cycle = make_coded_cycle()
    live_statements(cycle).filter(start__gt=0).update(is_sensitive=True)

    (source,) = refi_project(cycle).sources

    assert source.text == "Falta gente 😀.\n" + "▒" * 8


def test_statements_that_are_coded_blind_do_not_leave():
    blind_round = make_blind_round()
    item = blind_round.items.first()
    code_statement(
        statement=item.statement, codes=[first_code(blind_round.cycle)], user=None, now=NOW
    )

    assert training_sheet(blind_round.cycle).rows == []


def test_sheets_hold_text_and_code():
    cycle = make_coded_cycle()

    assert training_sheet(cycle).headings == ("text", "code")
    assert training_sheet(cycle).rows == [("Falta gente 😀.", "Plata")]
    question = "¿Cuáles son los principales problemas de su dirección este año?"
    assert coded_sheet(cycle).rows == [
        ("Falta gente 😀.", "Plata", question, "Dirección de una comuna"),
        ("Y plata.", "", question, "Dirección de una comuna"),
    ]


def test_own_codebook_brought_back_changes_nothing():
    cycle = make_coded_cycle()
    book = write_codebook([refi_code(one) for one in active_codes(cycle.community)])

    plan = plan_of(carry(cycle, book))

    assert ([one.fate for one in plan.codes], plan.does_something) == (["same", "same"], False)


def test_codebook_of_others_makes_codes_with_their_guids_and_places():
    cycle = make_coded_cycle()
    mine = refi_code(first_code(cycle))
    child = RefiCode(str(OTHER), "Sueldos", "Pago.\nIncluye: horas.", "#aa0000", parent=mine.guid)

    brought = put_to_use(carry(cycle, write_codebook([mine, child])))

    made = Code.objects.get(guid=OTHER)
    assert (brought.made, brought.changed, brought.codings) == (1, 0, 0)
    assert (made.name, made.definition, made.include, made.colour) == (
        "Sueldos",
        "Pago.",
        "horas.",
        "#aa0000",
    )
    assert (made.parent.name, made.events.get().reason) == ("Plata", "libro.qdc")


def test_codebook_into_an_empty_one_makes_all():
    cycle = make_interviews()[0].cycle
    codes = [RefiCode(str(UUID(int=n)), f"Código {n}") for n in (1, 2)]

    assert put_to_use(carry(cycle, write_codebook(codes))).made == 2


def test_codebook_with_another_name_renames_ours_and_keeps_its_theme():
    cycle = make_coded_cycle()
    theme = cycle.community.themes.first()
    code = first_code(cycle)
    edit_code(code=code, given=CodeInput("Plata", theme=theme), author=Author(None, NOW))

    put_to_use(carry(cycle, write_codebook([RefiCode(str(code.guid), "Dinero")])))

    code.refresh_from_db()
    assert (code.name, code.theme) == ("Dinero", theme)


def test_codes_that_conflict_or_are_retired_stay_as_they_are():
    cycle = make_coded_cycle()
    retired = cycle.community.codes.get(name="Plazos")
    retire_code(code=retired, author=Author(None, NOW))
    theirs = [RefiCode(str(OTHER), "Plata"), RefiCode(str(retired.guid), "Plazos nuevos")]

    plan = plan_of(carry(cycle, write_codebook(theirs)))

    assert ([one.fate for one in plan.codes], plan.does_something) == (["conflict"] * 2, False)


def test_project_brings_codings_where_places_match_and_lists_the_rest():
    cycle = make_coded_cycle()
    written = write_project(refi_project(cycle), at=NOW)
    statement = live_statements(cycle).get(start=0)
    statement.codings.all().delete()
    carried = carry(cycle, written, "proyecto.qdpx")
    first = plan_of(carried)

    brought = put_to_use(carried)

    assert (len(first.matched), first.missed, brought.codings) == (1, [], 1)
    assert statement.codings.get().code == first_code(cycle)


def test_project_of_an_answer_given_anew_lists_its_codings():
    cycle = make_coded_cycle()
    written = write_project(refi_project(cycle), at=NOW)
    live_statements(cycle).filter(start=0).update(start=1)

    plan = plan_of(carry(cycle, written, "proyecto.qdpx"))

    assert ([one.why for one in plan.missed], plan.matched) == ([Miss.PLACE], [])


def test_file_put_to_use_twice_or_after_a_change_is_refused():
    cycle = make_coded_cycle()
    carried = carry(cycle, write_codebook([RefiCode(str(OTHER), "Agua")]))
    user = make_coder(cycle, "eva@ejemplo.cl")
    seen = plan_of(carried).fingerprint
    other = add_code(community=cycle.community, given=CodeInput("Agua"), author=Author(None, NOW))

    with pytest.raises(CarriedFileMovedError):
        apply_file(carried=carried, seen=seen, user=user, now=NOW)
    edit_code(code=other, given=CodeInput("Aguas"), author=Author(None, NOW))
    put_to_use(carried, user)
    with pytest.raises(CarriedFileDoneError):
        apply_file(carried=carried, seen=seen, user=user, now=NOW)
    carried.refresh_from_db()
    assert bytes(carried.content) == b""


def test_bad_file_is_refused_and_the_one_before_still_waits():
    cycle = make_coded_cycle()
    carry(cycle, write_codebook([RefiCode(str(OTHER), "Agua")]))

    with pytest.raises(CarriedFileFaultError) as raised:
        carry(cycle, b"nada")

    assert raised.value.fault == RefiFault.DAMAGED
    assert CarriedFile.objects.count() == 1


def test_drop_file_forgets_one_that_waits():
    cycle = make_coded_cycle()

    drop_file(carried=carry(cycle, write_codebook([RefiCode(str(OTHER), "Agua")])))

    assert CarriedFile.objects.count() == 0
