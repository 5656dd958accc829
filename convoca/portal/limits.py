"""How often something may be tried: counted in the cache, in windows of fixed length."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone


def count_try(what: str, who: str, *, window_s: int) -> int:
    """Count one try by somebody in the present window; return how many there were with it.

    `who` is kept only as a hash. With the file cache two tries at the same instant may count
    as one.
    """
    key = _key(what, who, window_s)
    cache.add(key, 0, window_s)
    try:
        tries = cache.incr(key)
    except ValueError:  # the window ended between both calls
        cache.set(key, 1, window_s)
        return 1
    cache.touch(key, window_s)  # the file cache's `incr` forgets how long to keep a value
    return tries


def count_tries(what: str, who: str, *, window_s: int) -> int:
    """Return how many tries there were in the present window."""
    return int(cache.get(_key(what, who, window_s), 0))


def address_of(request: HttpRequest) -> str:
    """Return the network address of who asks: behind our proxy, the last one it wrote down."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if settings.IS_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _key(what: str, who: str, window_s: int) -> str:
    digest = hashlib.sha256(who.casefold().encode(errors="replace")).hexdigest()
    return f"{what}:{digest}:{int(timezone.now().timestamp()) // window_s}"
