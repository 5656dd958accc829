"""The interviews, alone or with an interviewer, the coding, and the agenda that comes of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from convoca.agenda.core.interviews.guide import Question, QuestionKind
from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.walk import Step
from convoca.agenda.models import Code, Interview
from convoca.agenda.queries.guides import values_of, walk_of
from convoca.agenda.queries.interviews import live_interviews
from convoca.agenda.queries.statements import uncoded_statements
from convoca.agenda.services import (
    code_statement,
    confirm_agenda,
    create_code,
    finish_interview,
    open_interview,
    save_answer,
    send_interview_links,
    set_statement_aside,
)
from convoca.directory.models import User
from convoca.directory.queries import email_of
from convoca.rehearsal.core.dates import AGENDA_DAY, INTERVIEW_DAYS, LINKS_DAY
from convoca.rehearsal.core.opinions import Opinion, dearest
from convoca.rehearsal.core.words import HOPES, PRACTICES, say_of, theme_behind, wish_for
from convoca.rehearsal.services.act import Act, code_of, key_of
from convoca.rehearsal.services.walker import MOST_STEPS, Visit

CODE_LENGTH = 80
EXAMPLES = 2
STEP_TIME, LENGTH = timedelta(seconds=25), timedelta(minutes=30)
YES, NO = "yes", "no"
Values = Mapping[str, Opinion]


def interview_all(act: Act) -> None:
    """Send the links; those who are willing answer, alone or with the interviewer."""
    moment = act.calendar.at(LINKS_DAY)
    send_interview_links(cycle=act.cycle, user=act.team.coordinator, now=moment)
    act.deliver(moment + timedelta(minutes=2))
    interviews = live_interviews(act.cycle).filter(state=Interview.State.PENDING)
    for interview in interviews.select_related(
        "person", "seat__municipality__region", "guide", "cycle__community__kind"
    ).order_by("seat__municipality__code"):
        temperament = act.temperament(interview.seat, interview.person)
        if temperament.interview < act.mood.interview:
            _interview(act, interview)


def _interview(act: Act, interview: Interview) -> None:
    key = key_of(interview.seat, interview.person)
    chance = act.chance("interview", key)
    day = chance.randint(*INTERVIEW_DAYS)
    at = act.calendar.at(day, minutes=chance.randint(0, 8 * 60))
    email = email_of(interview.person)
    talk = Talk(act, interview, chance)
    if not email or chance.random() >= act.assumptions.alone_share:
        user = act.team.interviewer
        open_interview(cycle=act.cycle, seat_id=interview.seat_id, user=user, now=at)
        talk.tell(at, user=user)
    elif visit := act.walker.visit(purpose="interview", email=email):
        talk.walk(visit)
    else:
        talk.tell(at, user=None)
    if not talk.is_refused:
        act.diary.interviewed.add(code_of(interview.seat))


class Talk:
    """What one person answers to the guide, said to the services or written on the pages."""

    def __init__(self, act: Act, interview: Interview, chance: Random) -> None:
        self._act = act
        self._interview = interview
        self.is_refused = chance.random() < act.assumptions.consent_refused
        self._key = key_of(interview.seat, interview.person)
        self._opinions = act.opinions(interview.seat, interview.person)
        self._dearest = dearest(self._opinions, 3) or [theme.title for theme in act.themes][:1]

    def tell(self, at: datetime, *, user: User | None) -> None:
        """Answer step by step through the services; consent first, because it opens the rest."""
        self._save(self._steps()[0], at, user)
        for place, step in enumerate(self._steps()[1:], 1):
            if not self._passes(step):
                self._save(step, at + place * STEP_TIME, user)
        if not self.is_refused:
            finish_interview(interview=self._interview, now=at + LENGTH)

    def _save(self, step: Step, at: datetime, user: User | None) -> None:
        value = self._value(step)
        save_answer(interview=self._interview, question=step.id, value=value, now=at, user=user)

    def walk(self, visit: Visit) -> None:
        """Answer page by page until the guide ends."""
        steps: dict[str, Step] = {}
        for _step in range(MOST_STEPS):
            step_id = visit.path.rstrip("/").rpartition("/")[2]
            if step_id not in steps:
                steps = {step.id: step for step in self._steps()}
            if step_id not in steps:
                return
            visit.press(_as_fields(self._value(steps[step_id])))

    def _steps(self) -> list[Step]:
        return list(walk_of(self._interview, values_of(self._interview)).steps)

    def _passes(self, step: Step) -> bool:
        chance = self._act.chance("passes", self._key, step.id)
        return (
            not step.question.is_required and chance.random() < self._act.assumptions.passed_share
        )

    def _value(self, step: Step) -> str | list[int] | RatedTheme:
        chance = self._act.chance("said", self._key, step.theme.title if step.theme else step.id)
        if step.theme:
            return self._rating(chance, step.theme.title)
        question = step.question
        if question.kind is QuestionKind.PICK_THEMES:
            ids = {theme.title: theme.pk for theme in self._act.themes}
            return [ids[title] for title in self._dearest if title in ids][: question.most]
        if question.kind is QuestionKind.TEXT:
            return self._text(chance, question)
        return self._choice(chance, question)

    def _rating(self, chance: Random, title: str) -> RatedTheme:
        opinion = self._opinions.get(title, Opinion(None, None))
        says = title in self._dearest[:EXAMPLES] and chance.random() < 0.5  # noqa: PLR2004 - one in two
        example = say_of(chance, title) if says else ""
        return RatedTheme(opinion.interest, opinion.urgency, example)

    def _text(self, chance: Random, question: Question) -> str:
        themes = self._dearest
        if question.id == "practice":
            return chance.choice(PRACTICES)
        if question.id == "expectations":
            return chance.choice(HOPES)
        if question.id == "own_themes":
            return "\n".join(wish_for(chance, title) for title in themes[:EXAMPLES])
        if question.id == "first":
            return say_of(chance, themes[0])
        return "\n".join(dict.fromkeys(say_of(chance, title) for title in themes))

    def _choice(self, chance: Random, question: Question) -> str:
        if question.id == "consent":
            return NO if self.is_refused else YES
        if question.id == "may_quote":
            return YES if chance.random() < self._act.assumptions.quote_share else NO
        return chance.choice(question.options).value


def _as_fields(value: str | list[int] | RatedTheme) -> dict[str, str | list[str]]:
    """Write a value as the fields of a form."""
    if isinstance(value, list):
        return {"value": [str(one) for one in value]}
    if isinstance(value, str):
        return {"value": value}
    if not value.applies:
        return {"example": value.example, "not_applicable": "1"}
    return {
        "interest": str(value.interest),
        "urgency": str(value.urgency),
        "example": value.example,
    }


def code_all(act: Act) -> None:
    """Code what was said, by what each sentence is about; a few stay uncoded."""
    codes = _codebook(act)
    titles = list(codes)
    at = act.calendar.at(AGENDA_DAY - 1)
    statements = uncoded_statements(act.cycle).select_related(
        "interview__seat__municipality", "interview__person", "interview__cycle__community"
    )
    for statement in list(statements):
        interview = statement.interview
        chance = act.chance(
            "coded", key_of(interview.seat, interview.person), statement.text, statement.start
        )
        if chance.random() >= act.assumptions.coded_share:
            continue
        title = theme_behind(statement.text, titles)
        user = act.team.expert
        if title:
            code_statement(statement=statement, codes=[codes[title]], user=user, now=at)
        else:
            set_statement_aside(statement=statement, user=user, now=at)


def _codebook(act: Act) -> dict[str, Code]:
    """Return a code for each theme, made where it is missing."""
    community, now = act.cycle.community, act.calendar.at(AGENDA_DAY - 2)
    known = {code.theme_id: code for code in community.codes.all()}
    return {
        theme.title: known.get(theme.pk)
        or create_code(
            community=community,
            name=theme.title[:CODE_LENGTH],
            definition=theme.description,
            theme=theme,
            user=act.team.expert,
            now=now,
        )
        for theme in act.themes
    }


def settle_agenda(act: Act) -> None:
    """Confirm the agenda as the rule gives it."""
    at = act.calendar.at(AGENDA_DAY, minutes=30)
    agenda = confirm_agenda(
        cycle=act.cycle, chosen=None, reason="", user=act.team.coordinator, now=at
    )
    reserve = agenda.topics.filter(in_reserve=True).order_by("position")
    act.diary.reserve = tuple(reserve.values_list("theme__title", flat=True))
