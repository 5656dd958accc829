"""The cache of many machines: counts of tries and the like, nothing that must not be lost."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def _or(answer: Answer) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Give `answer` where Redis is away."""

    def mend(ask: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(ask)
        def patient(*given: Given.args, **named: Given.kwargs) -> Answer:
            try:
                return ask(*given, **named)
            except RedisError as error:
                logger.warning("the cache does not answer: %s", type(error).__name__)
                return answer

        return patient

    return mend


class PatientRedisCache(RedisCache):
    """Redis that may be away: the pages go on as if nothing were kept.

    Limits of tries then do not count; the alternative, nobody getting in, was judged worse.
    """

    add = _or(answer=True)(RedisCache.add)
    set = _or(answer=None)(RedisCache.set)
    touch = _or(answer=False)(RedisCache.touch)
    delete = _or(answer=False)(RedisCache.delete)
    has_key = _or(answer=False)(RedisCache.has_key)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or `default`; what is kept may be anything."""
        return _or(answer=default)(super().get)(key, default, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count on from what is kept; without Redis every count is the first."""
        return _or(answer=delta)(super().incr)(key, delta, version)
