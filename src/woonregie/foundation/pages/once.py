"""Answers that are asked again and again while one page is made.

Who somebody is and what she may see is asked by the view, by each query and by the menu. While a
page is only read the answer stays the same, so it is worked out once; a page that writes forgets
all answers at its first write, for good. Outside a page (commands, tests of queries) nothing is
remembered.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)
_reads: ContextVar[bool] = ContextVar("reads", default=False)

# What changes no row, as far as it begins with this word.
READS = {"SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK"}


class OnceMiddleware:
    """Remembers answers for the time of one request, or until it writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what writes may change the answers."""
        only_read = request.method in {"GET", "HEAD"}
        tokens = _answers.set({}), _reads.set(only_read)
        try:
            if only_read:
                return self.get_response(request)
            with connection.execute_wrapper(_forget_when_written):
                return self.get_response(request)
        finally:
            _answers.reset(tokens[0])
            _reads.reset(tokens[1])


def _forget_when_written(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
    if str(sql).lstrip().partition(" ")[0].upper() not in READS:
        _answers.set(None)
    return execute(sql, *arguments)


def only_read() -> bool:
    """Return whether a page is made for somebody who only reads it."""
    return _reads.get()


def once(function: Callable[P, R]) -> Callable[P, R]:
    """Work a question out once per page; its arguments are hashable, its answer never changed."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _answers.get()
        if known is None:
            return function(*args, **kwargs)
        question = (function, args, tuple(sorted(kwargs.items())))
        if question not in known:
            known[question] = function(*args, **kwargs)
        answer: R = known[question]
        return answer

    return asked
