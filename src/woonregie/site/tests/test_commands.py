"""The console script: help that a policy officer understands, and what every command does."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from woonregie import cli
from woonregie.foundation.accounts.models import Account, Membership, Organisation, Role
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.intake.tests.registers import write_registers
from woonregie.foundation.region.models import Border, Municipality, Region, WorkingArea
from woonregie.foundation.region.queries import municipalities_of
from woonregie.site.tests.access import entries, present
from woonregie.site.tests.conftest import ADOPTED
from woonregie.subjects.plans.tests.around import COUNTED

OURS = sorted(name for kind, name in present() if kind == "command")
EMPTY_HOUSE = {"load-demo"}
TODAY = date(2026, 11, 24)
NOISE = (
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
    "--verbosity",
    "--version",
    "show this help",
    "positional",
    "optional",
    "usage",
)
SQUARE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"gemeentecode": "GM0166"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[5.8, 52.5], [6.0, 52.5], [6.0, 52.6], [5.8, 52.6], [5.8, 52.5]]],
            },
        }
    ],
}


def run(name, *arguments):
    """Return what a command prints and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command(name.replace("-", "_"), *arguments, stdout=out, stderr=out)
    except SystemExit as error:
        code = error.code
    return out.getvalue(), code


@pytest.fixture
def arguments(tmp_path, small_region):
    """Return for each command what is typed behind it."""
    plans = tmp_path / "lijst.csv"
    plans.write_text("Naam;Planologische status;Bouw 2030\nMelmerpark;1A;25\n")
    booked = tmp_path / "boekingen.csv"
    number = small_region.plan_kampen.number
    booked.write_text(f"Datum;Plan;Soort;Woningen\n2026-06-01;{number};realisatie;5\n")
    adopted = tmp_path / "programma.csv"
    adopted.write_bytes(ADOPTED)
    forecast = tmp_path / "prognose.csv"
    forecast.write_text(
        "gemeente;maat;scenario;jaar;waarde\nGM0166;huishoudens;midden;2026;22000\n"
        "GM0166;huishoudens;midden;2036;23000\n"
    )
    changes = tmp_path / "mutaties.csv"
    changes.write_text(
        "Object;Soort;Datum;X;Y;Gemeente\n"
        "0166010000000077;nieuwbouw;03-02-2026;189000;504000;Kampen\n"
    )
    counted = tmp_path / "geteld.csv"
    counted.write_bytes(COUNTED)
    borders = tmp_path / "grenzen.geojson"
    borders.write_text(json.dumps(SQUARE))
    sites = tmp_path / "registers"
    write_registers(sites)
    site = str(sites / "raw" / "register.csv")
    return {
        "read-table": [site, "--schema", "brownfield", "--out", str(tmp_path / "uit.csv")],
        "compare-tables": [site, site, "--schema", "brownfield"],
        "bench-import": [str(sites)],
        "balance": ["--region", "testregio", "--format", "json"],
        "statement": ["--region", "testregio", "--out", str(tmp_path)],
        "publish-totals": ["--region", "testregio"],
        "import-plans": [str(plans), "--municipality", "GM0166"],
        "import-programme": [str(adopted)],
        "import-bookings": [str(booked)],
        "import-building-changes": [str(changes)],
        "import-completions": [str(counted)],
        "list-plans": ["--region", "testregio"],
        "export-plans": ["--format-name", "gpkg", "--out", str(tmp_path / "uit.gpkg")],
        "import-forecast": [str(forecast)],
        "import-borders": [str(borders)],
        "forecast": ["bench", "--regions", "3", "--years", "1", "--trajectories", "2"],
        "make-region": ["twente", "--name", "Twente", "--municipalities", "GM0141", "GM0153"],
        "add-party": [
            "testregio",
            "swz",
            "--name",
            "SWZ",
            "--kind",
            "corporation",
            "--works-in",
            "GM0193",
        ],
        "invite": [
            "--email",
            "anna@zwolle.example",
            "--name",
            "Anna",
            "--organisation",
            "testregio",
            "--role",
            "administrator",
        ],
        "demo-accounts": [],
        "index-search": ["--format", "json"],
        "recompute-measures": ["--format", "json"],
        "send-digests": ["--format", "json"],
        "send-mail": ["--format", "json"],
        "verify-audit": [],
    }


class TestTable:
    def test_each_command_ends_as_it_says(self, arguments):
        codes = {
            entry.name: entry.cells["server"]
            for entry in entries()
            if entry.kind == "command" and entry.name not in EMPTY_HOUSE
        }

        ended = {name: str(run(name, *arguments[name])[1]) for name in codes}

        assert ended == codes

    def test_no_role_of_the_region_runs_a_command(self):
        cells = [
            cell
            for entry in entries()
            if entry.kind == "command"
            for who, cell in entry.cells.items()
            if who != "server"
        ]

        assert set(cells) == {"-"}


class TestHelp:
    def test_names_every_command(self, capsys):
        code = cli.main(["--help"])

        said = capsys.readouterr().out
        assert code == 0
        assert [name for name in OURS if f"\n  {name} " not in said] == []

    @pytest.mark.parametrize("asked", [[], ["help"], ["-h"]])
    def test_comes_however_it_is_asked(self, capsys, asked):
        assert cli.main(asked) == 0
        assert "Gebruik: woonregie OPDRACHT" in capsys.readouterr().out

    @pytest.mark.parametrize("name", OURS)
    def test_of_a_command_holds_no_noise(self, capsys, name):
        code = cli.main([name, "--help"])

        said = capsys.readouterr().out
        assert code == 0
        assert said.startswith(f"Gebruik: woonregie {name} ")
        assert "deze uitleg" in said
        assert [word for word in NOISE if word in said] == []

    @pytest.mark.parametrize("name", OURS)
    def test_of_a_command_begins_with_a_sentence(self, capsys, name):
        cli.main([name, "-h"])

        sentence = capsys.readouterr().out.split("\n\n")[1]
        assert sentence[0].isupper()
        assert len(sentence) > 30


class TestUnknownCommand:
    def test_is_told_with_what_was_meant(self, capsys):
        code = cli.main(["balans"])

        said = capsys.readouterr()
        assert code == 2
        assert said.out == ""
        assert "De opdracht balans kennen wij niet. Bedoelt u: woonregie balance?" in said.err
        assert "woonregie --help" in said.err

    def test_is_told_when_nothing_is_near(self, capsys):
        code = cli.main(["xyzzy"])

        said = capsys.readouterr().err
        assert code == 2
        assert "Bedoelt u" not in said
        assert "Traceback" not in said


@pytest.mark.django_db
class TestLoadDemo:
    def test_is_said_once_and_then_said_to_be_there(self):
        first, second, silent = run("load-demo"), run("load-demo"), run("load-demo", "--quiet")

        assert first == ("De voorbeeldregio staat klaar.\n", 0)
        assert second == ("De voorbeeldregio was er al.\n", 0)
        assert silent == ("", 0)

    def test_is_kept_away_from_a_real_region(self):
        run("make-region", "twente", "--name", "Twente", "--municipalities", "GM0141")

        said, code = run("load-demo")

        assert code == 2
        assert "een echte regio: Twente" in said
        assert not Account.objects.exists()

    def test_puts_in_nothing_when_something_is_in_the_way(self):
        Organisation.objects.create(kind="corporation", name="deltaWonen", slug="deltawonen")

        with pytest.raises(IntegrityError):
            run("load-demo")

        assert Organisation.objects.count() == 1
        assert head_sequence() == 0


@pytest.mark.django_db
class TestMakeRegion:
    def test_makes_a_region_with_its_province_norms_and_definitions(self):
        said, code = run(
            "make-region", "twente", "--name", "Twente", "--municipalities", "GM0141", "GM0153"
        )

        region = Region.objects.get(organisation__slug="twente")
        names = [place.name for place in municipalities_of(region, on=TODAY)]
        assert code == 0
        assert names == ["Almelo", "Enschede"]
        assert region.members.filter(organisation__kind="province").count() == 1
        assert not region.demonstration
        assert "woonregie invite" in said
        assert run("balance", "--region", "twente")[1] == 2

    def test_refuses_a_code_that_is_none(self):
        said, code = run("make-region", "twente", "--name", "T", "--municipalities", "GM0000")

        assert code == 2
        assert "GM0000" in said
        assert not Region.objects.exists()

    def test_refuses_a_name_in_use(self, region):
        said, code = run("make-region", "testregio", "--name", "T", "--municipalities", "GM0141")

        assert code == 2
        assert "testregio is al in gebruik" in said

    @pytest.mark.parametrize("slug", ["openbaar", "account", "api"])
    def test_refuses_a_name_under_which_other_pages_stand(self, slug, db):
        said, code = run("make-region", slug, "--name", "T", "--municipalities", "GM0141")

        assert code == 2
        assert f"Onder {slug} staan al andere pagina's" in said
        assert not Region.objects.exists()

    def test_makes_a_part(self, region):
        run(
            "make-region",
            "noord",
            "--name",
            "Noord",
            "--municipalities",
            "GM0141",
            "--kind",
            "subregion",
            "--part-of",
            "testregio",
        )

        assert Region.objects.get(organisation__slug="noord").parent == region

    def test_refuses_a_part_of_nothing(self, db):
        said, code = run(
            "make-region", "n", "--name", "N", "--municipalities", "GM0141", "--part-of", "nergens"
        )

        assert code == 2
        assert "nergens is er niet" in said


class TestInvite:
    def test_gives_a_link_with_which_the_first_administrator_comes_in(self, region, client):
        said, code = run(
            "invite",
            "--email",
            "anna@zwolle.example",
            "--name",
            "Anna",
            "--organisation",
            "testregio",
            "--role",
            "administrator",
            "--format",
            "json",
        )
        link = json.loads(said)["password_path"]
        form = client.get(link, follow=True)
        chosen = {"password1": "een-lang-geheim-9", "password2": "een-lang-geheim-9"}
        client.post(form.request["PATH_INFO"], chosen)
        entered = client.post(
            "/account/login/", {"login": "anna@zwolle.example", "password": "een-lang-geheim-9"}
        )

        assert code == 0
        assert Membership.objects.get().role == Role.ADMINISTRATOR
        assert entered.status_code == 302
        assert client.get("/testregio/mensen/").status_code == 200

    def test_refuses_an_address_that_is_none(self, region):
        said, code = run(
            "invite", "--email", "anna", "--name", "A", "--organisation", "testregio",
            "--role", "guest",
        )  # fmt: skip

        assert code == 2
        assert "anna is geen e-mailadres" in said
        assert not Account.objects.exists()

    def test_names_the_regions_when_the_organisation_is_not_there(self, region):
        said, code = run(
            "invite", "--email", "a@b.example", "--name", "A", "--organisation", "nergens",
            "--role", "guest",
        )  # fmt: skip

        assert code == 2
        assert "testregio" in said

    def test_gives_no_link_to_who_has_a_password(self, official_kampen, region):
        said, _code = run(
            "invite", "--email", official_kampen.email, "--name", "A",
            "--organisation", "testregio", "--role", "guest",
        )  # fmt: skip

        assert "/account/" not in said


class TestAddParty:
    def test_lets_a_corporation_take_part(self, region, zwolle):
        run(
            "add-party", "testregio", "swz", "--name", "SWZ", "--kind", "corporation",
            "--works-in", "gm0193",
        )  # fmt: skip

        assert WorkingArea.objects.get().municipality == zwolle
        assert region.members.filter(organisation__slug="swz").exists()
        assert verify().intact

    def test_refuses_a_region_that_is_not_there(self, db):
        said, code = run("add-party", "nergens", "swz", "--name", "S", "--kind", "corporation")

        assert code == 2
        assert "nergens is er niet" in said


class TestImportBorders:
    def test_puts_real_borders_over_schematic_ones(self, arguments, small_region):
        run("import-borders", *arguments["import-borders"])

        assert Border.objects.filter(municipality=small_region.kampen, schematic=False).exists()
        assert Municipality.objects.get(code="GM0166").borders.count() == 2
