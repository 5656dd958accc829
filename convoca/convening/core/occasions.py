"""The names under which messages and links wait, so that they can be taken back together."""


def cycle_occasion(cycle_id: int) -> str:
    """Return the occasion of the links of a cycle."""
    return f"cycle:{cycle_id}"


def invitation_occasion(invitation_id: int) -> str:
    """Return the occasion of the mail that invites."""
    return f"invitation:{invitation_id}"


def reminder_occasion(invitation_id: int) -> str:
    """Return the occasion of the reminders of one invitation."""
    return f"invitation:{invitation_id}:reminder"


def answer_occasion(invitation_id: int) -> str:
    """Return the occasion of what confirms or tells an answer."""
    return f"invitation:{invitation_id}:answer"


def deputy_occasion(invitation_id: int) -> str:
    """Return the occasion of the mail that invites a deputy."""
    return f"invitation:{invitation_id}:deputy"


def release_occasion(invitation_id: int) -> str:
    """Return the occasion of what tells a deputy that they are not needed any more."""
    return f"invitation:{invitation_id}:released"


def group_occasion(invitation_id: int) -> str:
    """Return the occasion of the mail that gives the link of the group."""
    return f"invitation:{invitation_id}:group"


def mail_key(template: str, *, person_id: int, occasion: str, number: str) -> str:
    """Return the name under which a mail of this room is written once to a person."""
    return f"{template}:{person_id}:{occasion}:{number}"


def occasions_of(invitation_id: int) -> list[str]:
    """Return every occasion that is no use once the invitation is taken back."""
    return [
        invitation_occasion(invitation_id),
        reminder_occasion(invitation_id),
        answer_occasion(invitation_id),
        deputy_occasion(invitation_id),
        group_occasion(invitation_id),
    ]
