"""Keeping files: once per content, typed by content, capped in size."""

import hashlib
import os
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path, PureWindowsPath
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from woonregie.foundation.files.kinds import media_type
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.errors import RefusedError

LONGEST_NAME = 255
# What was left by a process that was killed in the middle, and is of no use to anybody.
HALF = "half-"
ABANDONED_AFTER = timedelta(days=1)


class FileTooLargeError(RefusedError):
    """A file above the cap."""

    code = "file_too_large"


class EmptyFileError(RefusedError):
    """A file of no bytes."""

    code = "empty_file"


def path_of(stored: StoredFile) -> Path:
    """Return where the content lies."""
    return Path(settings.FILES_DIR) / stored.sha256[:2] / stored.sha256


def store(
    stream: IO[bytes], *, name: str, at: datetime, max_bytes: int | None = None
) -> StoredFile:
    """Keep a file; a content that is there already lies there once, under each of its names.

    Args:
        stream: the bytes, read in pieces.
        name: what the sender calls it; only shown, never used as a path.
        at: the moment.
        max_bytes: cap; None is the setting FILES_MAX_BYTES.

    Raises:
        FileTooLargeError: more bytes than the cap; nothing is kept.
        EmptyFileError: no bytes.
    """
    cap = max_bytes or settings.FILES_MAX_BYTES
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    _tidy(folder, at)
    found, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix=HALF, delete=False) as kept:
        temporary = Path(kept.name)
        try:
            while piece := stream.read(1024 * 1024):
                size += len(piece)
                if size > cap:
                    raise FileTooLargeError(  # noqa: TRY301  one place removes the half file
                        _(
                            "Dit bestand is groter dan %(megabytes)s MB. Lever een "
                            "kleiner bestand aan, bijvoorbeeld zonder afbeeldingen."
                        )
                        % {"megabytes": cap // 1024 // 1024},
                        max_bytes=cap,
                    )
                found.update(piece)
                kept.write(piece)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    if not size:
        temporary.unlink()
        raise EmptyFileError(_("Dit bestand is leeg."), name=name)
    sha256 = found.hexdigest()
    place = folder / sha256[:2] / sha256
    place.parent.mkdir(exist_ok=True)
    os.replace(temporary, place)  # noqa: PTH105  atomic: a reader never sees half a file
    shown = _shown(name)
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256,
        name=shown,
        defaults={
            "size_bytes": size,
            "media_type": media_type(place, shown),
            "stored_at": at,
        },
    )
    return stored


def _shown(name: str) -> str:
    """Return the last part of a name, without signs that cannot be seen, short enough to keep.

    >>> _shown("../../etc/plannen.xlsx")
    'plannen.xlsx'
    """
    last = PureWindowsPath(name).name
    seen = "".join(sign for sign in last if sign.isprintable()).strip()
    if len(seen) > LONGEST_NAME:
        # The ending tells a reader what it is.
        ending = Path(seen).suffix[-20:]
        seen = seen[: LONGEST_NAME - len(ending)] + ending
    return seen if seen.strip(".") else _("bestand")


def _tidy(folder: Path, at: datetime) -> None:
    for left in folder.glob(f"{HALF}*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < (at - ABANDONED_AFTER).timestamp():
                left.unlink()
