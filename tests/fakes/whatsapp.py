"""Meta's Cloud API as a server on this machine: it keeps what it takes, limits, and breaks.

It answers as Meta does (its answers are held against Meta's own description in
tests/contracts), remembers whom it wrote to, and tells of it in signed calls of the web hook.
"""

import hashlib
import hmac
import json
import random
import re
import socket
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

NUMBER_ID = "106540352242922"
TOKEN = "clave-de-prueba"
SECRET = "meta-app-secret"
SHELF_ID = "102290129340398"
SHELF = re.compile(r"^/v\d+\.\d+/(?P<account>\w+)/message_templates(?:\?(?P<asked>.*))?$")
PATH = re.compile(r"^/v\d+\.\d+/(?P<number>\w+)/messages$")
DAY_S = 24 * 3600


@dataclass(frozen=True)
class Accepted:
    """One message as Meta took it: its own log, to be compared with ours."""

    wamid: str
    to: str
    kind: str
    reference: str
    body: dict
    at: float


@dataclass(frozen=True)
class Refusal:
    """What it answers instead of taking a message."""

    code: int
    status: int = 400
    retry_after: str = ""
    words: str = "no"


@dataclass
class WhatsAppServer:
    """A number of the Cloud API; change its fields to break it, `heal()` mends what can be.

    `stall_s` waits before it answers, to `stalling_share` of them; `drop_before` and
    `drop_after` cut the line before or after a message was taken, `dropping_share` after some;
    `refusing_share` takes some not now; `answers_nonsense` takes it and says something else.
    `next_refusals` are used up one a request; `refusals` stay, by number. `daily_limit` counts
    people over 24 hours, `per_second` messages, `pair_gap_s` seconds between two to one person.
    A template that `templates` does not name (by name and language, with its number of blanks)
    is refused; None knows all. `shelf` is the list of templates that it gives, `a_page` at a time,
    and to which what is handed in is added. `failures` are the codes that its report tells, by
    number.
    """

    token: str = TOKEN
    number_id: str = NUMBER_ID
    stall_s: float = 0.0
    drop_before: bool = False
    drop_after: bool = False
    answers_nonsense: bool = False
    dropping_share: float = 0.0
    stalling_share: float = 1.0
    refusing_share: float = 0.0
    daily_limit: int = 0
    per_second: int = 0
    pair_gap_s: float = 0.0
    templates: dict[tuple[str, str], int] | None = None
    shelf: list[dict] = field(default_factory=list)
    a_page: int = 2
    refusals: dict[str, Refusal] = field(default_factory=dict)
    next_refusals: deque[Refusal] = field(default_factory=deque)
    failures: dict[str, int] = field(default_factory=dict)
    wa_ids: dict[str, str] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], dict]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[str, float] = {}
        self._last_second: deque[float] = deque()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def connections(self) -> int:
        """How many connections were opened to it."""
        return self._server.connections

    @property
    def url(self) -> str:
        """The value for CONVOCA_WHATSAPP_API_URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.stall_s = 0.0
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def heal(self) -> None:
        """Work well again; what it took stays."""
        self.stall_s = self.dropping_share = self.refusing_share = 0.0
        self.drop_before = self.drop_after = self.answers_nonsense = False
        self.refusals.clear()
        self.next_refusals.clear()

    def accepted_by_reference(self) -> Counter[str]:
        """Count how often each of our own references was taken."""
        return Counter(each.reference for each in self.accepted)

    def take(self, body: dict, now: float) -> Accepted | Refusal:
        """Rule on one message as Meta does, and keep it."""
        with self._lock:
            refusal = self._refusal(body, now)
            if refusal is not None:
                return refusal
            number = len(self.accepted) + 1
            taken = Accepted(
                wamid=f"wamid.{hashlib.sha256(f'{number}:{body}'.encode()).hexdigest()[:40]}",
                to=body["to"],
                kind=body["type"],
                reference=body.get("biz_opaque_callback_data", ""),
                body=body,
                at=now,
            )
            self.accepted.append(taken)
            self._latest[taken.to] = now
            self._last_second.append(now)
            return taken

    def _refusal(self, body: dict, now: float) -> Refusal | None:
        if self.next_refusals:
            return self.next_refusals.popleft()
        if self.chance.random() < self.refusing_share:
            return Refusal(131016, 503)
        if body.get("messaging_product") != "whatsapp" or not str(body.get("to", "")).isdecimal():
            return Refusal(100, words="(#100) Invalid parameter")
        if body["to"] in self.refusals:
            return self.refusals[body["to"]]
        return self._limit(body["to"], now) or self._template(body)

    def _limit(self, to: str, now: float) -> Refusal | None:
        while self._last_second and self._last_second[0] <= now - 1:
            self._last_second.popleft()
        if self.per_second and len(self._last_second) >= self.per_second:
            return Refusal(130429, 429, words="Rate limit hit")
        if to in self._latest and now - self._latest[to] < self.pair_gap_s:
            return Refusal(131056, words="Pair rate limit hit")
        if self.daily_limit:
            people = {each for each, at in self._latest.items() if at > now - DAY_S}
            if to not in people and len(people) >= self.daily_limit:
                return Refusal(80007, words="Limit of people reached")
        return None

    def _template(self, body: dict) -> Refusal | None:
        if body.get("type") != "template" or self.templates is None:
            return None
        template = body["template"]
        blanks = self.templates.get((template["name"], template["language"]["code"]))
        if blanks is None:
            return Refusal(132001, 404, words="Template name does not exist in the translation")
        given = sum(len(each["parameters"]) for each in template.get("components", []))
        return None if given == blanks else Refusal(132000, words="Number of parameters")

    def statuses(
        self, accepted: Iterable[Accepted] | None = None, *, names: bool = True
    ) -> Iterator[dict]:
        """Tell of what was taken as Meta does: sent, then delivered, or failed with its code.

        `names` gives our own reference back, as Meta's documentation says it does.
        """
        for each in self.accepted if accepted is None else accepted:
            code = self.failures.get(each.to)
            kinds = ("sent", "failed") if code else ("sent", "delivered")
            for kind in kinds:
                errors = [{"code": code, "title": "no"}] if kind == "failed" else []
                yield status_event(
                    each.wamid, kind, to=each.to, at=each.at, errors=errors,
                    reference=each.reference if names else "",
                )  # fmt: skip

    def report(
        self, address: str, events: Sequence[dict], *, secret: str = SECRET, copies: int = 1
    ) -> list[int]:
        """Call a web hook with signed events, each so often; return the answers' statuses."""
        return [post_signed(address, event, secret) for event in events for _ in range(copies)]


def status_event(
    wamid: str,
    kind: str,
    *,
    to: str = "56911112222",
    at: float = 1_700_000_000,
    errors: Sequence[dict] = (),
    reference: str = "",
) -> dict:
    """Return a call that tells of one status."""
    status = {"id": wamid, "status": kind, "timestamp": str(int(at)), "recipient_id": to}
    if errors:
        status["errors"] = list(errors)
    if reference:
        status["biz_opaque_callback_data"] = reference
    return event("messages", {**_metadata(), "statuses": [status]})


def text_event(
    text: str, /, *, sender: str = "56911112222", at: float = 1_700_000_000, wamid: str = "", **more
) -> dict:
    """Return a call that tells of something written; `more` replaces the text by another kind."""
    message = {"from": sender, "id": wamid or f"wamid.{sender}.{int(at)}.{text}"[:60]}
    message |= {"timestamp": str(int(at))} | (more or {"type": "text", "text": {"body": text}})
    contact = {"profile": {"name": "Ana Núñez"}, "wa_id": sender}
    return event("messages", {**_metadata(), "contacts": [contact], "messages": [message]})


def event(name: str, value: dict) -> dict:
    """Return a call about one change."""
    changes = [{"field": name, "value": value}]
    entry = {"id": "102290129340398", "time": 1_700_000_000, "changes": changes}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def post_signed(address: str, body: dict, secret: str) -> int:
    """Post a call as Meta signs it; return the status of the answer."""
    content = json.dumps(body).encode()
    sign = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={sign}"}
    with urlopen(Request(address, content, headers), timeout=10) as answer:
        return answer.status


def _metadata() -> dict:
    return {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "56222223333", "phone_number_id": NUMBER_ID},
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    api: WhatsAppServer
    connections = 0

    def process_request(self, request, client_address) -> None:
        """Count a connection; socketserver calls it."""
        self.connections += 1
        super().process_request(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        """Answer to a request for a message."""
        api = self.server.api
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(content)
        api.requests.append((self.path, dict(self.headers), body))
        if api.drop_before:
            self._cut()
            return
        if SHELF.match(self.path):
            self._hand_in(api, body)
            return
        outcome = self._outcome(api, body)
        if api.stall_s and api.chance.random() < api.stalling_share:
            api.unanswered.append(str(body.get("to")))
            time.sleep(api.stall_s)
        cuts = api.drop_after or api.chance.random() < api.dropping_share
        if cuts and isinstance(outcome, Accepted):
            api.unanswered.append(outcome.to)
            self._cut()
        elif api.answers_nonsense:
            self._answer(200, b"<html>una puerta de enlace</html>")
        else:
            self._say(outcome, body)

    def do_GET(self) -> None:
        """Give a part of the list of templates."""
        api = self.server.api
        api.requests.append((self.path, dict(self.headers), {}))
        refusal = self._shelf_refusal(api)
        if api.drop_before:
            self._cut()
        elif api.answers_nonsense:
            self._answer(200, b"<html>una puerta de enlace</html>")
        elif refusal:
            self._say(refusal, {})
        else:
            self._answer(200, json.dumps(self._part(api)).encode())

    def _shelf_refusal(self, api: WhatsAppServer) -> Refusal | None:
        if self.headers.get("Authorization") != f"Bearer {api.token}":
            return Refusal(190, 401, words="Invalid OAuth access token")
        path = SHELF.match(self.path)
        if path is None or path["account"] != SHELF_ID:
            return Refusal(100, 400, words="Unsupported request")
        return api.next_refusals.popleft() if api.next_refusals else None

    def _part(self, api: WhatsAppServer) -> dict:
        asked = parse_qs(urlsplit(self.path).query)
        begin = int(asked.get("after", ["0"])[0])
        end = begin + min(int(asked["limit"][0]), api.a_page)
        paging = {"cursors": {"before": str(begin), "after": str(end)}}
        if end < len(api.shelf):
            paging["next"] = "http://otro.example/next"
        return {"data": api.shelf[begin:end], "paging": paging}

    def _hand_in(self, api: WhatsAppServer, body: dict) -> None:
        refusal = self._shelf_refusal(api)
        if refusal:
            self._say(refusal, body)
            return
        number = str(len(api.shelf) + 1)
        api.shelf.append(body | {"id": number, "status": "PENDING"})
        answer = {"id": number, "status": "PENDING", "category": body["category"]}
        self._answer(200, json.dumps(answer).encode())

    def log_message(self, *_args) -> None:
        """Keep quiet."""

    def _outcome(self, api: WhatsAppServer, body: dict) -> Accepted | Refusal:
        if self.headers.get("Authorization") != f"Bearer {api.token}":
            return Refusal(190, 401, words="Invalid OAuth access token")
        path = PATH.match(self.path)
        if path is None or path["number"] != api.number_id:
            return Refusal(100, 400, words="Unsupported post request")
        return api.take(body, time.time())

    def _say(self, outcome: Accepted | Refusal, body: dict) -> None:
        if isinstance(outcome, Accepted):
            wa_id = self.server.api.wa_ids.get(body["to"], body["to"])
            answer = {
                "messaging_product": "whatsapp",
                "contacts": [{"input": body["to"], "wa_id": wa_id}],
                "messages": [{"id": outcome.wamid}],
            }
            self._answer(200, json.dumps(answer).encode())
            return
        details = {"messaging_product": "whatsapp", "details": outcome.words}
        error = {"message": f"(#{outcome.code}) {outcome.words}", "type": "OAuthException"}
        error |= {"code": outcome.code, "error_data": details, "fbtrace_id": "AbCdEf"}
        self._answer(outcome.status, json.dumps({"error": error}).encode(), outcome.retry_after)

    def _answer(self, status: int, content: bytes, retry_after: str = "") -> None:
        self.server.api.answers.append((status, content))
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(content)
        except OSError:  # whoever asked has left
            self.close_connection = True

    def _cut(self) -> None:
        """Reset the connection, so that no answer can come."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
