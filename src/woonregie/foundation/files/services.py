"""Keeping files: once per content, typed by content, capped in size."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _

from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.errors import RefusedError


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
    """Keep a file; a content that is there already is not kept again.

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
    found, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as kept:
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
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size_bytes": size,
            "media_type": _media_type(place, name),
            "name": Path(name).name[:255],
            "stored_at": at,
        },
    )
    return stored


def _media_type(place: Path, name: str) -> str:
    try:
        return puremagic.from_file(str(place), mime=True) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        return "text/csv" if name.lower().endswith(".csv") else "application/octet-stream"
