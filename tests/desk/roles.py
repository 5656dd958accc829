"""Who may enter where, as agreed between the rooms, by the names of the addresses."""

EVERYBODY = frozenset({"interviewer", "expert", "coordinator", "administrator"})
COORDINATES = frozenset({"coordinator", "administrator"})
INTERVIEWS = COORDINATES | {"interviewer"}
CODES = COORDINATES | {"expert"}
ADMINISTERS = frozenset({"administrator"})
READ = {
    "desk:community",
    "desk:cycle",
    "convening:board",
    "convening:seat",
    "convening:views",
    "convening:view_change",
    "convening:view_drop",
    "convening:view_restore",
    "agenda:agenda",
    "agenda:quotes",
    "agenda:sheet",
    "workplan:availability",
    "workplan:hour",
    "workplan:experts",
    "workplan:plan",
    "workplan:plan_progress",
    "workplan:compare",
    "meetings:sessions",
    "meetings:session",
    "meetings:commitments",
    "retention:overview",
    "retention:effects",
}
OWN_HOUSE = {  # each their own
    "desk:today",
    "desk:communities",
    "desk:works",
    "desk:staff",
    "desk:password",
}
ADMINISTRATION = {
    "desk:community_new",
    "desk:mailbox",
    "desk:mailbox_retry",
    "desk:message",
    "desk:message_settle",
    "desk:message_unstop",
    "desk:mailbox_retry_undo",
    "desk:channel_pause",
    "desk:channel_resume",
    "desk:incoming",
    "desk:event",
    "desk:event_replay",
    "desk:events_replay",
    "desk:staff_active",
    "desk:whatsapp",
    "desk:opt_in_end",
    "desk:text_seen",
    "desk:template_new",
    "desk:template",
    "desk:template_mark",
    "desk:template_test",
    "desk:templates_bring",
    "desk:templates_of_house",
    "desk:template_hand_in",
}
INTERVIEWING = {
    "convening:invitations",
    "convening:unreached",
    "convening:attempt",
    "convening:answer",
    "convening:contacts",
    "convening:resend",
    "convening:note_new",
    "convening:export_csv",
    "convening:export_xlsx",
    "outreach:queue",
    "outreach:begin",
    "outreach:result",
    "outreach:later",
    "outreach:undo",
    "outreach:leave",
    "outreach:aside",
    "retention:alerts",
    "retention:alert",
    "retention:tasks",
    "retention:done",
    "retention:drop",
    "retention:undo",
    "agenda:interviews",
    "agenda:links",
    "agenda:links_undo",
    "agenda:start",
    "agenda:assign",
    "agenda:interview",
    "agenda:finish",
    "agenda:step",
    "agenda:save",
    "agenda:guide",
    "agenda:guide_version",
    "agenda:guide_trial",
    "agenda:guide_export",
    "agenda:arrange",
    "agenda:agree_hour",
    "agenda:cancel_hour",
    "agenda:take",
    "agenda:call",
    "agenda:interview_day",
    "agenda:progress",
    "agenda:consents",
    "agenda:consent",
    "agenda:sheets",
    "agenda:settle",
    "agenda:recordings",
    "agenda:play",
    "agenda:mark",
    "agenda:delete_recording",
    "workplan:entry",
    "workplan:calls",
    "workplan:calls_csv",
    "workplan:calls_xlsx",
}
CODING = {
    "agenda:statements",
    "agenda:coded",
    "agenda:code",
    "agenda:aside",
    "agenda:uncode",
    "agenda:undo_coding",
    "agenda:recodings",
    "agenda:recode",
    "agenda:remove_memo",
    "agenda:statement",
    "agenda:cut",
    "agenda:join",
    "agenda:sensitive",
    "agenda:memo",
    "agenda:statement_interview",
    "agenda:codebook",
    "agenda:new_code",
    "agenda:codebook_history",
    "agenda:codebook_version",
    "agenda:edit_code",
    "agenda:code_state",
    "agenda:merge_code",
    "agenda:split_code",
    "agenda:code_memo",
    "agenda:blind_rounds",
    "agenda:blind_round",
    "agenda:code_table",
    "agenda:suggesting",
    "agenda:suggest_now",
    "agenda:framework",
}
CODES_BLIND = {"agenda:blind_next", "agenda:blind_code"}  # the two of the round alone
RUNS_SESSIONS = {"workplan:own_hours"}  # the facilitator alone: of the staff, the coordinator
BY_FORM = {  # the rows come in the form, not in the address: tests/directory/test_merges.py
    "directory:merge",
    "directory:merge_preview",
    "directory:merge_undo",
}
BY_STATE = {"agenda:blind_settle"}  # when both have coded: tests/agenda/test_blind_pages.py
OPEN = {
    "desk:first_run",
    "desk:health",
    "desk:privacy",
    "public:agenda",  # where it is published: tests/agenda/test_publishing.py
    "public:agenda_sheet",
}
OWN_NOTES = {"convening:note", "convening:note_remove", "convening:note_restore"}  # by their author
REHEARSAL_ONLY = {"desk:components"}
OF_THE_HOUSE = {"desk:event", "desk:event_replay"}  # of no association; what they show is masked
MACHINES = {"messaging:whatsapp", "messaging:zoom", "messaging:mail_service"}  # test_hooks.py
UNMARKED = {"portal:lists", "portal:lists_back"}  # the address itself is the proof: RFC 8058


def who_may(name: str) -> frozenset[str]:
    """Say who gets in, as agreed between the rooms."""
    for names, people in (
        (READ | OWN_HOUSE, EVERYBODY),
        (ADMINISTRATION, ADMINISTERS),
        (INTERVIEWING, INTERVIEWS),
        (CODING, CODES),
        (CODES_BLIND, frozenset({"expert", "coordinator"})),
        (RUNS_SESSIONS, frozenset({"coordinator"})),
        (REHEARSAL_ONLY | OWN_NOTES, frozenset()),
    ):
        if name in names:
            return people
    return COORDINATES
