"""All pages there are, by a name: where each stands in a `World`, full and empty."""

from collections.abc import Callable

from django.urls import reverse

from convoca.agenda.models import Code, Statement
from convoca.messaging.models import Message
from convoca.workplan.models import Expert
from tests.journeys.world_parts import World, interview_of, invitation_of

# A page of a director: the link that opens it, and where one goes from there.
DIRECTOR_PAGES = {
    "invitation": ("unanswered", ""),
    "invitation_of_a_deputy": ("deputy", ""),
    "invitation_change": ("yes", "invitacion/cambiar/"),
    "invitation_deputy": ("unanswered", "invitacion/reemplazo/"),
    "invitation_replaced": ("unanswered", "invitacion/cargo/"),
    "invitation_stranger": ("unanswered", "invitacion/no-soy/"),
    "invitation_own_data": ("unanswered", "invitacion/mis-datos/"),
    "invitation_peace": ("unanswered", "invitacion/no-contactar/"),
    "invitation_left_in_peace": ("no", "invitacion/no-contactar/"),
    "answered_yes": ("yes", ""),
    "answered_deputy": ("deputized", ""),
    "answered_no_and_why": ("no_reason", ""),
    "answered_no": ("no", ""),
    "interview_yes_no": ("fresh", ""),
    "interview_choice": ("half", "entrevista/{choice}/"),
    "interview_text": ("half", "entrevista/{text}/"),
    "interview_themes": ("half", "entrevista/{themes}/"),
    "interview_pick_themes": ("half", "entrevista/{pick_themes}/"),
    "interview_pause": ("half", "entrevista/despues/"),
    "interview_end": ("done", ""),
    "agenda_round": ("asked", ""),
    "agenda_round_of_who_has_no_interview": ("asked_nothing", ""),
    "permissions": ("done", "permisos/"),
    "permissions_none": ("unanswered", "permisos/"),
    "interview_declined": ("declined", ""),
    "interview_closed": ("interview_closed", ""),
    "availability_day": ("no_week", ""),
    "availability_day_with_copies": ("half_week", ""),
    "availability_hours": ("no_week", "disponibilidad/1/horas/"),
    "availability_absences": ("week", "disponibilidad/ausencias/"),
    "availability_no_absences": ("no_week", "disponibilidad/ausencias/"),
    "availability_council": ("week", "disponibilidad/concejo/"),
    "availability_calendar": ("week", "disponibilidad/calendario/"),
    "availability_summary": ("week", ""),
    "availability_summary_with_gaps": ("half_week", "disponibilidad/resumen/"),
    "availability_closed": ("week_closed", ""),
    "availability_refused": ("outside", ""),
    "pool_day": ("pool", ""),
    "pool_hours": ("pool", "disponibilidad/1/horas/"),
    "pool_absences": ("pool", "disponibilidad/ausencias/"),
    "pool_calendar": ("pool", "disponibilidad/calendario/"),
    "session_coming": ("coming", ""),
    "session_excused": ("excused", ""),
    "session_without_call": ("no_call", ""),
    "session_cancelled": ("cancelled", ""),
    "session_held": ("held", ""),
    "session_held_without_minutes": ("held_without_minutes", ""),
    "notices": ("notices", ""),
    "notices_empty": ("no_notices", ""),
    "notice": ("notices", "novedades/{notice}/"),
    "questions": ("notices", "novedades/preguntas/"),
    "questions_empty": ("no_notices", "novedades/preguntas/"),
    "question_ask": ("notices", "novedades/preguntar/"),
    "question_open": ("notices", "novedades/preguntas/{asked}/"),
    "question_answered": ("notices", "novedades/preguntas/{answered}/"),
    "question_aside": ("notices", "novedades/preguntas/{aside}/"),
}
OPEN_PAGES = {
    "refused": "/p/estoNoEsUnEnlaceConocido/",
    "left": "/p/hasta-pronto/",
    "renewal": "/p/enlace-nuevo/",
    "lists": "/p/baja/{lists}/",
    "lists_unknown": "/p/baja/nada/",
    "privacy": "/privacidad",
    "published": "/publico/{published}/",
    "absent": "/p/e/nada/",
    "sign_in": "/cuenta/login/",
    "sign_in_by_code": "/cuenta/login/code/",
}
# Pages of the staff that need nothing but a cycle; each is shown full and empty.
CYCLE_PAGES = [
    "desk:cycle", "convening:invitations", "convening:unreached", "convening:invite",
    "convening:remind", "convening:board", "convening:views", "convening:group",
    "outreach:queue", "outreach:aside", "outreach:campaigns", "notices:notices",
    "notices:questions",
    "retention:overview", "retention:alerts", "retention:tasks", "retention:effects",
    "agenda:interviews", "agenda:interviewers", "agenda:share_interviews", "agenda:interview_day",
    "agenda:progress", "agenda:guide", "agenda:guide_import", "agenda:links", "agenda:themes",
    "agenda:statements", "agenda:coded", "agenda:codebook", "agenda:code_table",
    "agenda:framework", "agenda:suggesting", "agenda:blind_rounds", "agenda:exchange",
    "agenda:recodings", "agenda:new_code", "agenda:codebook_history", "agenda:codebook_version",
    "agenda:agenda", "agenda:confirm", "agenda:override", "agenda:round", "agenda:publish",
    "workplan:availability",
    "workplan:ask", "workplan:calls", "workplan:experts", "workplan:expert_new", "workplan:plan",
    "meetings:sessions", "meetings:commitments", "meetings:replan", "meetings:announce_all",
]  # fmt: skip
SESSION_PAGES = [
    "meetings:session", "meetings:change", "meetings:attendance", "meetings:minutes",
    "meetings:promise", "meetings:announce", "meetings:remind", "meetings:cancel",
    "meetings:close", "meetings:send_minutes",
]  # fmt: skip
# Pages of what all communities share; they need nothing.
TOGETHER_PAGES = [
    "workplan:country", "workplan:country_calendar", "workplan:pool", "workplan:pool_ask",
    "workplan:pool_expert_new", "workplan:facilitator_new", "workplan:licence_new",
    "workplan:closings", "workplan:closing_new", "workplan:closings_paste", "workplan:own_hours",
]  # fmt: skip


def always(page: str) -> Callable[[World], str]:
    return lambda _world: reverse(page)


def of_row(page: str, row: str) -> Callable[[World], str]:
    """Return the page of a row of the association that the world knows by a name."""
    return lambda world: reverse(page, args=[world.rows[row]])


def of_cycle(page: str, name: str, *more: object) -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.cycles[name].pk, *more])


def of_community(page: str, name: str) -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.communities[name].pk])


def of_seat(page: str, place: int) -> Callable[[World], str]:
    return lambda world: reverse(
        page,
        args=[world.cycles["open"].pk, invitation_of(world.cycles["open"], place).seat_id],
    )


def interview_step(kind: str) -> Callable[[World], str]:
    def path(world: World) -> str:
        interview = interview_of(world.cycles["open"], 5)
        return reverse("agenda:step", args=[interview.cycle_id, interview.pk, world.steps[kind]])

    return path


def of_interview(page: str) -> Callable[[World], str]:
    """Return a page of the interview that is in the middle."""
    return lambda world: reverse(
        page, args=[world.cycles["open"].pk, interview_of(world.cycles["open"], 5).pk]
    )


def row_of(page: str, name: str, row: str) -> Callable[[World], str]:
    """Return the page of a row that the world knows by a name."""
    return lambda world: reverse(page, args=[world.cycles[name].pk, world.rows[row]])


def first(page: str, rows: Callable[[World], object]) -> Callable[[World], str]:
    """Return the page of the first of some rows in the cycle that is open."""
    return lambda world: reverse(page, args=[world.cycles["open"].pk, rows(world).pk])


STAFF_PAGES: dict[str, Callable[[World], str]] = {
    **{f"{page}, full": of_cycle(page, "open") for page in CYCLE_PAGES},
    **{f"{page}, empty": of_cycle(page, "begun") for page in CYCLE_PAGES},
    **{
        f"{page}, held": of_cycle(page, "held")
        for page in ("desk:cycle", "convening:board", "convening:group", "agenda:agenda")
    },
    **{
        f"{page}, held": of_cycle(page, "held")
        for page in (
            "agenda:publish",
            "agenda:round",
            "agenda:blind_rounds",
            "agenda:exchange_plan",
        )
    },
    **{
        f"{page}, held": of_cycle(page, "held")
        for page in ("outreach:queue", "notices:notices", "notices:questions")
    },
    **{
        f"{page}, held": of_cycle(page, "held")
        for page in ("retention:overview", "retention:alerts", "retention:tasks")
    },
    "retention:effects, held": of_cycle("retention:effects", "held"),
    "retention:alert": row_of("retention:alert", "held", "alert"),
    "outreach:campaign, started": row_of("outreach:campaign", "open", "started"),
    "outreach:campaign, prepared": row_of("outreach:campaign", "open", "prepared"),
    "outreach:new": of_cycle("outreach:new", "open"),
    "outreach:edit": row_of("outreach:edit", "open", "prepared"),
    "outreach:start": row_of("outreach:start", "open", "prepared"),
    "notices:notice, published": row_of("notices:notice", "held", "notice"),
    "notices:notice, draft": row_of("notices:notice", "held", "draft"),
    "notices:new": of_cycle("notices:new", "held"),
    "notices:digest": of_cycle("notices:digest", "held"),
    "notices:edit": row_of("notices:edit", "held", "draft"),
    "notices:publish": row_of("notices:publish", "held", "draft"),
    "notices:questions, settled": lambda world: (
        reverse("notices:questions", args=[world.cycles["held"].pk]) + "?que=listas"
    ),
    "notices:question, open": row_of("notices:question", "held", "asked"),
    "notices:question, answered": row_of("notices:question", "held", "answered"),
    "notices:question, set aside": row_of("notices:question", "held", "aside"),
    **{
        f"{page}, held": of_cycle(page, "held")
        for page in ("workplan:availability", "meetings:sessions", "meetings:commitments")
    },
    **{
        f"workplan:hour, {name}": of_cycle("workplan:hour", name, 1, 10)
        for name in ("open", "begun")
    },
    "workplan:calls, all": lambda world: (
        reverse("workplan:calls", args=[world.cycles["open"].pk]) + "?quienes=todas"
    ),
    "workplan:plan, solved": of_cycle("workplan:plan", "planned"),
    "workplan:plan, impossible": of_cycle("workplan:plan", "stuck"),
    "workplan:plan, waiting": of_cycle("workplan:plan", "waiting"),
    "workplan:plan, confirmed": of_cycle("workplan:plan", "scheduled"),
    "workplan:compute": of_cycle("workplan:compute", "planned"),
    "workplan:plan_weeks": of_cycle("workplan:plan_weeks", "planned"),
    "workplan:compare": of_cycle("workplan:compare", "planned"),
    "workplan:expert": lambda world: reverse(
        "workplan:expert",
        args=[
            world.cycles["planned"].pk,
            Expert.objects.get(community=world.communities["planned"]).pk,
        ],
    ),
    **{f"{page}, coming": of_cycle(page, "scheduled", 1) for page in SESSION_PAGES},
    "meetings:session, cancelled": of_cycle("meetings:session", "scheduled", 2),
    **{f"{page}, held": of_cycle(page, "held", 1) for page in SESSION_PAGES},
    "meetings:move, coming": of_cycle("meetings:move", "scheduled", 1),
    "meetings:move, on a day": lambda world: (
        reverse("meetings:move", args=[world.cycles["scheduled"].pk, 1])
        + f"?dia={world.cycles['scheduled'].plan_from:%Y-%m-%d}&hora=10:00"
    ),
    **{
        f"{page}, coming": of_cycle(page, "scheduled")
        for page in ("meetings:sessions", "meetings:replan", "meetings:announce_all")
    },
    "meetings:tell_clock": of_cycle("meetings:tell_clock", "scheduled", 1),
    "convening:seat, who takes part": of_seat("convening:seat", 0),
    "convening:seat, who said no": of_seat("convening:seat", 8),
    "convening:seat, without address": of_seat("convening:seat", 11),
    "convening:seat, serving": row_of("convening:seat", "shared", "serving"),
    "convening:seat, served": row_of("convening:seat", "shared", "served"),
    "convening:share": row_of("convening:share", "shared", "alone"),
    "convening:shared": of_cycle("convening:shared", "shared"),
    "convening:shared, none": of_cycle("convening:shared", "open"),
    "convening:board, shared": of_cycle("convening:board", "shared"),
    "convening:note": lambda world: reverse(
        "convening:note",
        args=[
            world.cycles["open"].pk,
            invitation_of(world.cycles["open"], 0).seat_id,
            world.rows["note"],
        ],
    ),
    "desk:welcome": of_seat("desk:welcome", 7),
    "workplan:entry, answered": of_seat("workplan:entry", 0),
    "workplan:entry, not answered": of_seat("workplan:entry", 7),
    "agenda:interview, done": first(
        "agenda:interview", lambda world: interview_of(world.cycles["open"], 0)
    ),
    **{
        page: first(page, lambda _world: Code.objects.earliest("pk"))
        for page in ("agenda:edit_code", "agenda:merge_code", "agenda:split_code")
    },
    **{
        page: first(page, lambda _world: Statement.objects.earliest("pk"))
        for page in ("agenda:statement", "agenda:statement_interview")
    },
    "agenda:edit_theme": first(
        "agenda:edit_theme", lambda world: world.communities["open"].themes.first()
    ),
    **{
        f"agenda:step, {kind}": interview_step(kind)
        for kind in ("yes_no", "choice", "text", "themes", "pick_themes")
    },
    "agenda:arrange, done": of_seat("agenda:arrange", 0),
    "agenda:arrange, begun": of_seat("agenda:arrange", 5),
    "agenda:arrange, agreed": of_seat("agenda:arrange", 7),
    "agenda:edit_interviewer": row_of("agenda:edit_interviewer", "open", "interviewer"),
    "agenda:guide_trial": of_cycle("agenda:guide_trial", "open", 1),
    "agenda:guide_version": of_cycle("agenda:guide_version", "open", 1),
    **{
        page: of_cycle(page, "open")
        for page in ("agenda:guide_draft", "agenda:guide_kinds", "agenda:guide_use")
    },
    **{
        f"agenda:guide_question, {question}": of_cycle("agenda:guide_question", "open", question)
        for question in ("consent", "problems", "themes")
    },
    "agenda:guide_section": of_cycle("agenda:guide_section", "open", "nueva"),
    "agenda:quotes": first("agenda:quotes", lambda world: world.communities["open"].themes.first()),
    "agenda:blind_round": row_of("agenda:blind_round", "open", "round"),
    "agenda:blind_round, compared": row_of("agenda:blind_round", "held", "compared"),
    "agenda:blind_code": lambda world: reverse(
        "agenda:blind_code",
        args=[world.cycles["open"].pk, world.rows["round"], world.rows["item"]],
    ),
    "agenda:blind_settle": lambda world: reverse(
        "agenda:blind_settle",
        args=[world.cycles["held"].pk, world.rows["compared"], world.rows["unsettled"]],
    ),
    "agenda:recordings": of_interview("agenda:recordings"),
    "agenda:recordings, with audio": first(
        "agenda:recordings", lambda world: interview_of(world.cycles["open"], 0)
    ),
    "agenda:consents": of_interview("agenda:consents"),
    "desk:today": lambda _world: reverse("desk:today"),
    "desk:communities": lambda _world: reverse("desk:communities"),
    "desk:community_new": lambda _world: reverse("desk:community_new"),
    "desk:community, without a cycle": of_community("desk:community", "empty"),
    "desk:community_edit": of_community("desk:community_edit", "open"),
    "desk:team": of_community("desk:team", "empty"),
    "desk:cycle_new": of_community("desk:cycle_new", "empty"),
    "desk:mailbox": lambda _world: reverse("desk:mailbox"),
    "desk:mailbox, nothing found": lambda _world: reverse("desk:mailbox") + "?para=nadie",
    "desk:message, uncertain": lambda _world: reverse(
        "desk:message", args=[Message.objects.get(state="uncertain").pk]
    ),
    **{
        f"desk:message, {row}": lambda world, row=row: reverse(
            "desk:message", args=[world.rows[row]]
        )
        for row in ("suppressed", "failed")
    },
    "desk:incoming": lambda _world: reverse("desk:incoming"),
    **{
        f"desk:event, {row}": lambda world, row=row: reverse(
            "desk:event", args=[world.rows[f"event_{row}"]]
        )
        for row in ("waiting", "unknown")
    },
    "desk:whatsapp": lambda _world: reverse("desk:whatsapp"),
    "desk:template_new": lambda _world: reverse("desk:template_new"),
    "desk:template": lambda world: reverse("desk:template", args=[world.rows["template"]]),
    "desk:works": lambda _world: reverse("desk:works"),
    **{page: always(page) for page in TOGETHER_PAGES},
    **{
        f"workplan:{page}": of_row(f"workplan:{page}", row)
        for page, row in (
            ("pool_expert", "expert"),
            ("facilitator", "facilitator"),
            ("licence", "licence"),
            ("closing", "closing"),
        )
    },
    "desk:staff": lambda _world: reverse("desk:staff"),
    "directory:roster_new": of_community("directory:roster_new", "open"),
    "directory:roster": lambda world: reverse(
        "directory:roster", args=[world.communities["open"].pk, world.roster.pk]
    ),
    "directory:duplicates": of_community("directory:duplicates", "open"),
    "directory:duplicates, none": of_community("directory:duplicates", "held"),
    "directory:merge_preview": lambda world: (
        reverse("directory:merge_preview", args=[world.communities["open"].pk])
        + f"?queda={world.rows['keep']}&sale={world.rows['drop']}"
    ),
    "account_logout": lambda _world: reverse("account_logout"),
    "absent": lambda _world: "/ciclo/999999/",
}
