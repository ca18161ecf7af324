"""A command says in words what it did, in JSON what it found, and by its exit code how it went."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.functional import lazystr

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError, StaleVersionError


class Counting(HouseCommand):
    prints_figures = True

    def arguments(self, parser):
        parser.add_argument("homes", type=int)

    def run(self, **options):
        if options["homes"] < 0:
            raise RefusedError("Minder dan nul kan niet.", homes=options["homes"])
        if options["homes"] == 13:
            raise ZeroDivisionError
        return {"homes": options["homes"], "label": lazystr("één")}


class Wordy(Counting):
    def words(self, result):
        return f"{result['homes']} woningen"


class Silent(HouseCommand):
    def run(self, **_options):
        return None


def _ran(command, *arguments, **options):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command(command, *arguments, stdout=out, stderr=err, **options)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue(), err.getvalue()


class TestHouseCommand:
    def test_done_is_nought(self):
        code, out, err = _ran(Counting(), 3)

        assert code == 0
        assert json.loads(out) == {"homes": 3, "label": "één"}
        assert err == ""

    def test_speaks_words_where_it_has_them(self):
        assert _ran(Wordy(), 3)[1] == "3 woningen\n"
        assert json.loads(_ran(Wordy(), 3, format="json")[1])["homes"] == 3

    def test_refused_is_two_with_the_reason(self):
        code, out, err = _ran(Counting(), -1)

        assert code == 2
        assert out == ""
        assert "Minder dan nul kan niet." in err

    def test_refused_in_json_is_json(self):
        code, out, _err = _ran(Counting(), -1, format="json")

        assert code == 2
        assert json.loads(out) == {
            "error": {
                "code": "refused",
                "text": "Minder dan nul kan niet.",
                "fields": {"homes": -1},
            }
        }

    def test_our_own_fault_is_not_taken_for_a_refusal(self):
        with pytest.raises(ZeroDivisionError):
            _ran(Counting(), 13)

    def test_may_have_nothing_to_say(self):
        assert _ran(Silent()) == (0, "", "")

    def test_offers_json_only_where_it_prints_figures(self):
        assert "--format" in Counting().create_parser("woonregie", "counting").format_help()
        assert "--format" not in Silent().create_parser("woonregie", "silent").format_help()


class TestErrors:
    def test_speak_and_carry_fields(self):
        error = RefusedError(lazystr("Dat kan niet."), plan="GM0166-2026-0042")

        assert str(error) == "Dat kan niet."
        assert error.fields == {"plan": "GM0166-2026-0042"}
        assert (error.code, error.status) == ("refused", 400)

    @pytest.mark.parametrize(
        ("kind", "code", "status"),
        [(ForbiddenError, "forbidden", 403), (StaleVersionError, "stale_version", 409)],
    )
    def test_have_their_own_status(self, kind, code, status):
        assert (kind.code, kind.status) == (code, status)
        assert isinstance(kind("Nee."), RefusedError)
