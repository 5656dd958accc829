"""What an error code of WhatsApp asks of us."""

from enum import StrEnum


class Act(StrEnum):
    """What to do about a code."""

    STOP_KEY = "stop_key"  # the key is bad or has expired: all stops, a person looks
    STOP_RIGHTS = "stop_rights"  # our number or our key may not do this: all stops
    STOP_SPAM = "stop_spam"  # too many people complained: all stops
    STOP_ACCOUNT = "stop_account"  # locked, blocked, unpaid: all stops
    SLOW_DOWN = "slow_down"  # all wait, twice as long each time
    PERSON_LATER = "person_later"  # this person a minute later
    NOT_CHOSEN = "not_chosen"  # Meta chose not to deliver it: another way
    OPTED_OUT = "opted_out"  # the person stopped us
    UNREACHABLE = "unreachable"  # no WhatsApp behind this number
    WINDOW_CLOSED = "window_closed"  # free text too late: a template
    TEST_LIST = "test_list"  # the number of a trial writes only to numbers in its list
    TEMPLATE = "template"  # the template is missing, paused, or has other blanks
    TRY_AGAIN = "try_again"  # their fault; three times at most
    REFUSED = "refused"  # for good, and we know no more


STOPS = frozenset({Act.STOP_KEY, Act.STOP_RIGHTS, Act.STOP_SPAM, Act.STOP_ACCOUNT})
"""What stops the whole channel until a person has looked."""

MOST_TRIES = 3
FIRST_SLOW_DOWN_S = 4
LONGEST_SLOW_DOWN_S = 900
_PERMISSIONS = range(200, 300)
_OWN_NUMBER = range(133_000, 134_000)
_TEMPLATES = range(132_000, 133_000)
_ACTS = {
    0: Act.STOP_KEY,
    190: Act.STOP_KEY,
    3: Act.STOP_RIGHTS,
    10: Act.STOP_RIGHTS,
    33: Act.STOP_RIGHTS,
    131005: Act.STOP_RIGHTS,
    131037: Act.STOP_RIGHTS,
    131045: Act.STOP_RIGHTS,
    4: Act.SLOW_DOWN,
    80007: Act.SLOW_DOWN,
    130429: Act.SLOW_DOWN,
    131057: Act.SLOW_DOWN,
    131056: Act.PERSON_LATER,
    131048: Act.STOP_SPAM,
    131049: Act.NOT_CHOSEN,
    130472: Act.NOT_CHOSEN,
    131050: Act.OPTED_OUT,
    131026: Act.UNREACHABLE,
    131047: Act.WINDOW_CLOSED,
    131030: Act.TEST_LIST,
    1: Act.TRY_AGAIN,
    2: Act.TRY_AGAIN,
    131000: Act.TRY_AGAIN,
    131016: Act.TRY_AGAIN,
    135000: Act.TRY_AGAIN,
    368: Act.STOP_ACCOUNT,
    131031: Act.STOP_ACCOUNT,
    131042: Act.STOP_ACCOUNT,
    131064: Act.STOP_ACCOUNT,
}
_STATUSES = {401: Act.STOP_KEY, 403: Act.STOP_RIGHTS, 429: Act.SLOW_DOWN}
_THEIR_FAULT = 500


def act_for(code: int, *, status: int = 0) -> Act:
    """Return what to do about an error code of Meta; where it is unknown, its HTTP status says.

    200 to 299 are permissions, 132xxx templates, 133xxx our own number. An unknown code with
    HTTP 401, 403 or 429 stops or slows down, with 5xx it is tried again, else it is refused
    for good: what is not understood is never repeated into the void.

    Args:
        code: `error.code` of the answer, or `errors[].code` of a status.
        status: the HTTP status of the answer; 0 for a code that came in a status.

    Source: VENDORS, section 2.3; Meta's list of error codes of the Cloud API.
    """
    if code in _ACTS:
        return _ACTS[code]
    if code in _PERMISSIONS or code in _OWN_NUMBER:
        return Act.STOP_RIGHTS
    if code in _TEMPLATES:
        return Act.TEMPLATE
    if status >= _THEIR_FAULT:
        return Act.TRY_AGAIN
    return _STATUSES.get(status, Act.REFUSED)


def slow_down_s(times: int) -> int:
    """Return how many seconds all wait after being asked to slow down, so often in a row.

    4 * 2^times, at most 900; `times` is 0 the first time.
    """
    return int(min(FIRST_SLOW_DOWN_S * 2 ** min(times, 16), LONGEST_SLOW_DOWN_S))
