"""What the team does with interviews and what was said: hours, the book of codes, rounds, files."""

from datetime import timedelta
from decimal import Decimal

from convoca.agenda.core.coding.refi.writing import write_codebook
from convoca.agenda.models import Agenda, BlindRound, Code, Statement, Suggestion
from convoca.agenda.models import SuggestionTraining as Training
from convoca.agenda.queries import draft_agenda
from convoca.agenda.queries.exchange import active_codes, refi_code
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.published import address_words, candidate_quotes
from convoca.agenda.queries.statements import uncoded_statements
from convoca.agenda.services import (
    Author,
    CodeInput,
    Hour,
    add_code,
    agree_hour,
    code_statement,
    save_interviewer,
    split_code,
    write_memo,
)
from convoca.agenda.services.blind_rounds import (
    cancel_blind_round,
    save_blind_codes,
    start_blind_round,
)
from convoca.agenda.services.delphi import open_round
from convoca.agenda.services.exchange import carry_file
from convoca.agenda.services.guide_drafts import begin_draft
from convoca.agenda.services.publishing import publish_agenda
from convoca.cycles.models import Cycle
from convoca.directory.models import TeamMember, User
from tests.factories.agenda import allow_recording, make_recording
from tests.journeys.world_parts import DAY, World, interview_of, invitation_of, link_seat

CODES = [
    CodeInput("Plataformas", "Sistemas en que se rinde o se postula.", is_codable=False),
    CodeInput("Plataformas que no se hablan", "El mismo dato en varias.", "Doble digitación."),
    CodeInput("Falta personal para formular", "Nadie escribe los proyectos.", "", "Licencias."),
]
PARTS = [CodeInput("Rendición anual"), CodeInput("Rendición mensual")]


def ask_and_listen(world: World) -> None:
    """Give the open community all that is under way, the held one all that came of it."""
    expert = User.objects.get(name="Emilio Entrevistador")
    for name in ("open", "held"):
        TeamMember.objects.create(
            community=world.communities[name], user=expert, role=TeamMember.Role.EXPERT
        )
    agree_one(world, world.cycles["open"])
    write_book(world, world.cycles["open"])
    code_blind(world, world.cycles["open"], expert)
    propose(world, world.cycles["open"])
    ask_directors(world, world.cycles["open"])
    compare(world, world.cycles["held"], expert)
    publish(world, world.cycles["held"])


def agree_one(world: World, cycle: Cycle) -> None:
    """Somebody makes interviews; one has an hour in another zone, one audio; a guide is written."""
    save_interviewer(
        community=cycle.community, user=world.carla, regions=[], languages=["rapanui"], most=60
    )
    world.rows["interviewer"] = world.carla.pk
    wall = (world.now + 2 * DAY).replace(tzinfo=None, second=0, microsecond=0)
    agree_hour(
        cycle=cycle, seat_id=invitation_of(cycle, 7).seat_id, hour=Hour(wall), known_id=None,
        user=world.carla, now=world.now,
    )  # fmt: skip
    begin_draft(community=cycle.community, user=world.carla, now=world.now)
    heard = interview_of(cycle, 0)
    allow_recording(heard, now=world.now)
    make_recording(heard, now=world.now)


def write_book(world: World, cycle: Cycle) -> None:
    """A tree of codes, some used; one was divided, so that a statement waits for another look."""
    author = Author(world.carla, world.now)
    themes = list_themes(cycle.community)
    group, *under = [add_code(community=cycle.community, given=one, author=author) for one in CODES]
    for code, theme in zip(under, themes, strict=False):
        Code.objects.filter(pk=code.pk).update(parent=group, theme=theme)
    for statement, code in zip(uncoded_statements(cycle)[:4], under * 2, strict=True):
        code_statement(statement=statement, codes=[code], user=world.carla, now=world.now)
    write_memo(
        community=cycle.community, about=statement, text="Preguntar por el plazo.",
        user=world.carla, now=world.now,
    )  # fmt: skip
    divided = Code.objects.get(community=cycle.community, name="Rendición repetida")
    split_code(code=divided, parts=PARTS, author=author)


def code_blind(world: World, cycle: Cycle, expert: User) -> None:
    """A round is under way, in which nobody has coded yet; one before it was cancelled."""
    cancelled = start(world, cycle, expert)
    reason = "El libro cambió."
    cancel_blind_round(blind_round=cancelled, user=world.carla, reason=reason, now=world.now)
    under_way = start(world, cycle, expert)
    world.rows |= {"round": under_way.pk, "item": under_way.items.earliest("pk").pk}


def start(world: World, cycle: Cycle, expert: User, share: str = "0.1") -> BlindRound:
    return start_blind_round(
        cycle=cycle,
        coders=(world.carla, expert),
        share=Decimal(share),
        seed=1,
        user=world.carla,
        now=world.now,
    )


def propose(world: World, cycle: Cycle) -> None:
    """Two codes are proposed for what waits; of those before, some were right."""
    codes = [one for one in active_codes(cycle.community) if one.is_codable][:2]
    coded = list(Statement.objects.filter(interview__cycle=cycle, codings__isnull=False).distinct())
    row = {"score": 0.6, "words": ["plataformas"], "examples": [coded[0].pk]}
    proposals = [{"code": str(code.guid), **row} for code in codes]
    usual = str(codes[0].guid)
    more = {"proposals": proposals, "usual": usual, "model": "palabras-1", "codebook_version": 1}
    for statement in uncoded_statements(cycle):
        Suggestion.objects.create(statement=statement, made_at=world.now, **more)
    for number, statement in enumerate(coded):
        Suggestion.objects.create(
            statement=statement, made_at=world.now, decided_at=world.now, decided_by=world.carla,
            chosen=[str(codes[number % 2].guid)], chosen_rank=1 + number % 2,
            is_blind=number % 2 == 1, **more,
        )  # fmt: skip
    Training.objects.create(
        cycle=cycle, model="palabras-1", codebook_version=1, statements=120, codes=14, tested=120,
        first_share=0.5, three_share=0.75, made_at=world.now,
    )  # fmt: skip


def ask_directors(world: World, cycle: Cycle) -> None:
    """The draft of the agenda is before those who were interviewed."""
    open_round(
        cycle=cycle,
        closes_at=world.now + timedelta(days=5),
        seen_hash=draft_agenda(cycle).agenda.input_hash,
        user=world.carla,
        now=world.now,
    )
    for name, place in {"asked": 2, "asked_nothing": 7}.items():
        invitation = invitation_of(cycle, place)
        link_seat(world, name, invitation, invitation.participant, "agenda")


def compare(world: World, cycle: Cycle, expert: User) -> None:
    """Two have coded the same blind and differ; a file waits to be brought."""
    author = Author(world.carla, world.now)
    theme = Agenda.objects.get(cycle=cycle).topics.earliest("pk").theme
    book = [CODES[1], CodeInput("Personal", theme=theme)]
    codes = [add_code(community=cycle.community, given=one, author=author) for one in book]
    found = start(world, cycle, expert, share="0.5")
    for number, item in enumerate(found.items.all()):
        for coder, code in ((world.carla, codes[0]), (expert, codes[number % 2])):
            save_blind_codes(
                item=item, coder=coder, guids=[str(code.guid)], is_none=False, now=world.now
            )
    world.rows |= {"compared": found.pk, "unsettled": found.items.latest("pk").pk}
    for statement in uncoded_statements(cycle):
        code_statement(statement=statement, codes=codes[1:], user=world.carla, now=world.now)
    book = [refi_code(one) for one in active_codes(world.communities["open"])]
    carry_file(
        cycle=cycle, name="libro.qdc", content=write_codebook(book), user=world.carla, now=world.now
    )  # fmt: skip


def publish(world: World, cycle: Cycle) -> None:
    """The agenda stands at an open address, with a quote."""
    agenda = Agenda.objects.get(cycle=cycle)
    words = candidate_quotes(agenda)
    quotes = [(theme, one.pk) for theme, rows in words.items() for one in rows[:1]]
    publish_agenda(cycle=cycle, quotes=quotes, user=world.carla, now=world.now)
    world.doors["published"] = f"{address_words(cycle)}/agenda/{cycle.pk}"
