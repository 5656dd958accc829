"""What a calendar program mails when somebody presses Yes or No in it."""

REPLY_TO = "session-1@prueba.cl"
ORGANIZER = "convoca@asociacion.cl"


def make_reply(
    *,
    uid: str = REPLY_TO,
    partstat: str = "ACCEPTED",
    attendee: str = "mailto:ana@comuna.cl",
    sender: str = "ana@comuna.cl",
    sequence: str = "0",
    stamp: str = "20270302T120000Z",
    comment: str = "",
    more: str = "",
    method: str = "REPLY",
    kind: str = "text/calendar",
    end: str = "END:VEVENT",
) -> bytes:
    """Write the mail; an empty value leaves its line out."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Calendario//ES",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}" if uid else "",
        f"SEQUENCE:{sequence}" if sequence else "",
        f"DTSTAMP:{stamp}" if stamp else "",
        "DTSTART:20270309T130000Z",
        f"ORGANIZER:mailto:{ORGANIZER}",
        f"ATTENDEE;CN=Ana;PARTSTAT={partstat}{more}:{attendee}" if attendee else "",
        f"COMMENT:{comment}" if comment else "",
        end,
        "END:VCALENDAR",
    ]
    calendar = "\r\n".join(line for line in lines if line)
    return (
        f"From: Ana <{sender}>\r\nTo: {ORGANIZER}\r\nSubject: Aceptada: Sesion 1\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nRespuesta.\r\n"
        f'--b\r\nContent-Type: {kind}; method={method}; charset="utf-8"\r\n\r\n{calendar}\r\n'
        "--b--\r\n"
    ).encode()
