"""A file above the cap is not taken in: it would fill the disk before anybody looked at it."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_MARK = "woonregie.file_too_large"


class CappedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep a file, and lets no more through than the cap.

    The rest of the form comes in as always, so that the page can say what was wrong.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._left = settings.FILES_MAX_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on a piece, as long as the file is not too large."""
        self._left -= len(raw_data)
        if self._left < 0:
            if self.request is not None:
                self.request.META[_MARK] = "1"
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""


def too_large(request: HttpRequest) -> bool:
    """Return whether somebody sent a file above the cap with this request."""
    return _MARK in request.META
