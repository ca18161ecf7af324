"""One digest for everything that must be recognised later."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def digest(value: Any) -> str:
    """Return the SHA-256 of a value written as canonical JSON.

    Keys are sorted, moments are written in UTC with microseconds, decimals without trailing
    zeros: two equal values give one digest, in every process and on both databases.

    >>> digest({"b": 1, "a": Decimal("2.50")}) == digest({"a": Decimal("2.5"), "b": 1})
    True
    """
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:  # noqa: PLR0911  one line per kind of value
    """Return the value as JSON holds it: dates, decimals and keys as text, sets sorted."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value
