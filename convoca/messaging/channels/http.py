"""One HTTP connection to a provider: bounded in time and size, and honest about what was sent."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from requests.auth import AuthBase
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.exceptions import HTTPError as Urllib3Error

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 30.0
MOST_BYTES = 1_000_000
IDLE_S = 15.0
PIECE = 16_384
NO_SAFE_LINE = ("CERTIFICATE", "WRONG_VERSION", "UNSUPPORTED_PROTOCOL", "HANDSHAKE")


class NotSentError(Exception):
    """No connection: the request certainly did not reach the provider."""


class NoAnswerError(Exception):
    """The request left, and no whole answer came in time: it may have been obeyed."""


@dataclass(frozen=True)
class HttpAnswer:
    """What a provider answered; the names of the headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class _Bearer(AuthBase):
    """Writes our key; as an `auth`, no `.netrc` of the machine takes its place."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class HttpClient:
    """Asks one provider with our key, over a connection kept open; never follows elsewhere.

    A connection idle for 15 s is left: the provider may be closing it just then, and nobody
    could say whether it still took the request.
    """

    def __init__(
        self,
        key: str,
        *,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        read_timeout_s: float = READ_TIMEOUT_S,
    ) -> None:
        self._auth = _Bearer(key)
        self._connect_timeout_s = connect_timeout_s
        self._read_timeout_s = read_timeout_s
        self._session: requests.Session | None = None
        self._last_used = 0.0

    def post(self, url: str, body: Mapping[str, object]) -> HttpAnswer:
        """Post JSON and return the whole answer, whatever its status; as `get` otherwise."""
        return self._ask("POST", url, body)

    def get(self, url: str) -> HttpAnswer:
        """Ask for something and return the whole answer, whatever its status.

        Raises NotSentError or NoAnswerError. The whole takes at most the time to connect and
        twice the time to read.
        """
        return self._ask("GET", url, None)

    def _ask(self, method: str, url: str, body: Mapping[str, object] | None) -> HttpAnswer:
        try:
            with self._ready().request(
                method,
                url,
                json=body,
                auth=self._auth,
                timeout=(self._connect_timeout_s, self._read_timeout_s),
                allow_redirects=False,
                stream=True,
            ) as answer:
                content = self._read(answer)
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return HttpAnswer(answer.status_code, headers, content)
        except NoAnswerError:
            self.close()
            raise
        except (requests.RequestException, Urllib3Error, OSError) as error:
            self.close()
            kind = type(error).__name__
            if _was_not_sent(error):
                raise NotSentError(kind) from error
            raise NoAnswerError(kind) from error

    def close(self) -> None:
        """Leave the connection; the next request opens another."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _ready(self) -> requests.Session:
        now = time.monotonic()
        if now - self._last_used > IDLE_S:
            self.close()
        if self._session is None:
            self._session = requests.Session()
        self._last_used = now
        return self._session

    def _read(self, answer: requests.Response) -> bytes:
        """Read an answer to its end; a drip of it does not hold us for ever."""
        ends_at = time.monotonic() + self._read_timeout_s
        content = b""
        while piece := answer.raw.read1(PIECE, decode_content=True):  # what there is, no more
            content += piece
            if len(content) > MOST_BYTES or time.monotonic() > ends_at:
                raise NoAnswerError("the answer does not end")
        return content


def _was_not_sent(error: Exception) -> bool:
    """Say whether the connection was never made: refused, unknown, unreachable, no safe line."""
    never = (
        requests.exceptions.ConnectTimeout,
        requests.exceptions.InvalidURL,
        requests.exceptions.ProxyError,
    )
    if isinstance(error, never):
        return True
    if isinstance(error, requests.exceptions.SSLError):  # one while reading is no proof
        return any(word in str(error).upper() for word in NO_SAFE_LINE)
    inner = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
