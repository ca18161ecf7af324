"""A file is kept once and whole, or not at all; its name is shown and never followed."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import (
    EmptyFileError,
    FileTooLargeError,
    path_of,
    store,
)

pytestmark = pytest.mark.django_db
LIST = b"naam;woningen\nReeve;600\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def kept(moment):
    def keep(content=LIST, name="plannen.csv", **options):
        return store(io.BytesIO(content), name=name, at=moment, **options)

    return keep


def _lying_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


class TestStore:
    def test_keeps_the_content_under_its_hash(self, kept, folder, moment):
        stored = kept()

        found = hashlib.sha256(LIST).hexdigest()
        assert stored.sha256 == found
        assert path_of(stored) == folder / found[:2] / found
        assert path_of(stored).read_bytes() == LIST
        assert (stored.size_bytes, stored.media_type) == (len(LIST), "text/csv")
        assert (stored.name, stored.stored_at) == ("plannen.csv", moment)

    def test_keeps_the_same_file_once(self, kept, folder):
        first, second = kept(), kept()

        assert first == second
        assert StoredFile.objects.count() == 1
        assert len(_lying_in(folder)) == 1

    def test_keeps_one_content_once_and_both_of_its_names(self, kept, folder):
        """Else whoever sends the same file would read how somebody else calls it."""
        of_kampen, of_zwolle = kept(name="alleen voor Kampen.csv"), kept(name="plannen.csv")

        assert of_zwolle.name == "plannen.csv"
        assert path_of(of_kampen) == path_of(of_zwolle)
        assert len(_lying_in(folder)) == 1

    def test_the_database_refuses_one_file_twice(self, kept):
        stored = kept()
        stored.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.create(
                sha256=stored.sha256,
                name=stored.name,
                size_bytes=1,
                media_type="text/csv",
                stored_at=stored.stored_at,
            )

    def test_reads_a_big_file_in_pieces(self, moment, folder):
        content = os.urandom(3 * 1024 * 1024 + 7)
        asked = []

        class Stream(io.BytesIO):
            def read(self, size=-1):
                asked.append(size)
                return super().read(size)

        stored = store(Stream(content), name="groot.bin", at=moment)

        assert stored.size_bytes == len(content)
        assert path_of(stored).read_bytes() == content
        assert max(asked) <= 1024 * 1024
        assert min(asked) > 0

    def test_others_on_the_computer_cannot_read_it(self, kept):
        assert path_of(kept()).stat().st_mode & 0o077 == 0


class TestCap:
    def test_takes_a_file_of_just_the_cap(self, kept):
        assert kept(b"x" * 100, max_bytes=100).size_bytes == 100

    def test_refuses_one_byte_more_and_keeps_nothing(self, kept, folder):
        with pytest.raises(FileTooLargeError) as refused:
            kept(b"x" * 101, max_bytes=100)

        assert refused.value.fields == {"max_bytes": 100}
        assert _lying_in(folder) == []
        assert not StoredFile.objects.exists()

    def test_says_how_big_a_file_may_be(self, kept, settings):
        settings.FILES_MAX_BYTES = 2 * 1024 * 1024

        with pytest.raises(FileTooLargeError, match="groter dan 2 MB"):
            kept(b"x" * (2 * 1024 * 1024 + 1))

    def test_stops_reading_at_the_cap(self, moment, folder):
        """A sender who never ends does not fill the disk."""

        class Endless(io.BytesIO):
            def read(self, size=-1):
                return b"x" * size

        with pytest.raises(FileTooLargeError):
            store(Endless(), name="eindeloos", at=moment, max_bytes=5_000_000)

        assert _lying_in(folder) == []

    def test_refuses_an_empty_file(self, kept, folder):
        with pytest.raises(EmptyFileError, match="leeg"):
            kept(b"")

        assert _lying_in(folder) == []


class TestName:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("plannen.csv", "plannen.csv"),
            ("../../etc/passwd", "passwd"),
            ("/etc/passwd", "passwd"),
            ("C:\\Users\\ambtenaar\\plannen.xlsx", "plannen.xlsx"),
            ("..\\..\\plannen.xlsx", "plannen.xlsx"),
            ("plannen\x00.csv", "plannen.csv"),
            ("plannen\r\nSet-Cookie: x.csv", "plannenSet-Cookie: x.csv"),
            ("plannen\u202excod.exe", "plannenxcod.exe"),
            ("woningen\udcff.csv", "woningen.csv"),
            ("Súdwest-Fryslân 🏠.xlsx", "Súdwest-Fryslân 🏠.xlsx"),
            ("", "bestand"),
            (".", "bestand"),
            ("..", "bestand"),
            ("/", "bestand"),
            ("\x00", "bestand"),
            ("a" * 400 + ".xlsx", "a" * 250 + ".xlsx"),
            ("é" * 400, "é" * 255),
        ],
    )
    def test_is_shown_without_its_tricks(self, kept, name, shown):
        stored = kept(name=name)

        stored.refresh_from_db()
        assert stored.name == shown

    @given(name=st.text(max_size=300))
    @settings(deadline=None, max_examples=50)
    def test_never_decides_where_the_content_lies(self, name):
        stored = store(io.BytesIO(LIST), name=name, at=datetime(2026, 11, 24, tzinfo=UTC))

        assert path_of(stored).name == hashlib.sha256(LIST).hexdigest()
        assert 0 < len(stored.name) <= 255
        assert stored.name.isprintable()
        assert "/" not in stored.name


class TestBreaking:
    def test_a_stream_that_breaks_leaves_nothing(self, moment, folder):
        class Broken(io.BytesIO):
            def read(self, size=-1):
                if self.tell():
                    raise ConnectionResetError
                return super().read(10)

        with pytest.raises(ConnectionResetError):
            store(Broken(LIST), name="plannen.csv", at=moment)

        assert _lying_in(folder) == []
        assert not StoredFile.objects.exists()

    def test_a_process_that_is_killed_leaves_no_file_that_counts(self, tmp_path, folder, moment):
        """The half file has a name of its own, and the next who comes after a day tidies it."""
        script = tmp_path / "killed.py"
        script.write_text(
            "import io, os, signal, django\n"
            "django.setup()\n"
            "from datetime import UTC, datetime\n"
            "from django.conf import settings\n"
            "from pathlib import Path\n"
            f"settings.FILES_DIR = Path({str(folder)!r})\n"
            "from woonregie.foundation.files.services import store\n"
            "class Killed(io.BytesIO):\n"
            "    def read(self, size=-1):\n"
            "        if self.tell(): os.kill(os.getpid(), signal.SIGKILL)\n"
            "        return super().read(10)\n"
            "store(Killed(b'x' * 50), name='x', at=datetime(2026, 11, 24, tzinfo=UTC))\n"
        )
        source = Path(__file__).parents[4]
        environment = {
            **os.environ,
            "PYTHONPATH": str(source),
            "DJANGO_SETTINGS_MODULE": "woonregie.conf.test",
            "WOONREGIE_DATA_DIR": str(tmp_path),
        }

        ended = subprocess.run([sys.executable, script], env=environment, check=False)  # noqa: S603  our own script

        assert ended.returncode == -9
        [half] = _lying_in(folder)
        assert half.name.startswith("half-")
        two_days_ago = (moment - timedelta(days=2)).timestamp()
        os.utime(half, (two_days_ago, two_days_ago))
        stored = store(io.BytesIO(LIST), name="plannen.csv", at=moment)
        assert _lying_in(folder) == [path_of(stored)]

    def test_leaves_the_half_file_of_somebody_who_is_still_sending(self, folder, kept, moment):
        folder.mkdir(parents=True)
        half = folder / "half-bezig"
        half.write_bytes(b"naam")
        os.utime(half, (moment.timestamp() - 60,) * 2)

        kept()

        assert half.exists()

    def test_a_transaction_that_is_undone_leaves_a_content_that_can_be_sent_again(self, kept):
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012  the point
            kept()
            raise ZeroDivisionError

        assert not StoredFile.objects.exists()
        assert path_of(kept()).read_bytes() == LIST
