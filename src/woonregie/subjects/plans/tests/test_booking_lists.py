"""Lists of bookings: all of it or nothing, and every rule of the screen holds."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.files.services import store
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.subjects.plans.formats.bookings import BookingRow, BookingsResult, _tie
from woonregie.subjects.plans.formats.rows import Teller
from woonregie.subjects.plans.models import Movement, MovementKind, Posting
from woonregie.subjects.plans.queries import account_statement, holdings
from woonregie.subjects.plans.services import Asked
from woonregie.subjects.plans.services.booking_lists import apply_bookings, look_at_bookings
from woonregie.subjects.plans.tests.factories import AT, TODAY, record_plan

HEAD = "Boeking;Datum;Plan;Soort;Woningen;Reden;Orgaan;Besluit;Nummer;Besloten op\n"


@pytest.fixture
def reeve(kampen):
    return record_plan(kampen, "Reeve", {2027: 100})


@pytest.fixture
def berkterrein(kampen):
    return record_plan(kampen, "Berkterrein", {2028: 40})


@pytest.fixture
def stadshagen(zwolle):
    return record_plan(zwolle, "Stadshagen", {2027: 200})


@pytest.fixture
def write(tmp_path):
    def written(*lines, head=HEAD):
        path = tmp_path / "boekingen.csv"
        path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return written


@pytest.fixture
def look(write):
    def looked(*lines, municipality=None, **options):
        path = write(*lines, **options)
        asked = Asked(path, path.name, None, municipality, TODAY)
        return look_at_bookings(by=None, at=AT, asked=asked)

    return looked


@pytest.fixture
def take_in(look, write):
    def taken(*lines):
        found = look(*lines)
        assert not found.errors, found.report["issues"]
        file = store(io.BytesIO(write(*lines).read_bytes()), name="boekingen.csv", at=AT)
        return apply_bookings(by=None, at=AT, look=found, file=file)

    return taken


def codes(found):
    return list(found.report["codes"])


def held(plan, on=TODAY):
    return holdings([plan.pk], on=on)[plan.pk].build


class TestTakingIn:
    def test_books_what_happened(self, take_in, reeve):
        assert take_in(f";01-06-2026;{reeve.number};Realisatie;30;Opgeleverd;;;;") == 1

        assert (held(reeve, date(2026, 5, 31)), held(reeve)) == (100, 70)
        line = account_statement(reeve.pk, on=TODAY).lines[-1]
        assert (line.kind, line.dwellings, line.posting.reason) == (
            "realisation",
            -30,
            "Opgeleverd",
        )
        assert line.posting.source.title == "boekingen.csv"

    def test_moves_what_one_plan_gives_to_the_other(self, take_in, reeve, berkterrein):
        take_in(
            f"A;2026-06-01;{reeve.number};overdracht uit;25;;;;;",
            f"A;2026-06-01;{berkterrein.number};overdracht in;25;;;;;",
        )

        assert (held(reeve), held(berkterrein)) == (75, 65)

    def test_an_exchange_rests_on_its_decision(self, take_in, reeve, stadshagen):
        ground = "Stuurgroep;Ruil;2026-3;15-05-2026"
        take_in(
            f"A;2026-06-01;{reeve.number};ruil uit;25;;{ground}",
            f"A;2026-06-01;{stadshagen.number};ruil in;25;;{ground}",
        )

        posting = Posting.objects.get(movements__kind="exchange_out")
        assert (posting.decision.body, posting.decision.number) == ("Stuurgroep", "2026-3")

    def test_the_same_list_twice_books_once(self, take_in, look, reeve):
        line = f";2026-06-01;{reeve.number};realisatie;30;;;;;"

        assert (take_in(line), take_in(line)) == (1, 0)
        assert look(line).report["change"] == {"fresh": 0, "known": 1}
        assert held(reeve) == 70

    def test_looking_keeps_nothing(self, look, reeve):
        before = Movement.objects.count()

        look(f";2026-06-01;{reeve.number};realisatie;30;;;;;")

        assert Movement.objects.count() == before


class TestBadInput:
    def test_two_sides_that_do_not_balance(self, look, reeve, berkterrein):
        found = look(
            f"A;2026-06-01;{reeve.number};overdracht uit;25;;;;;",
            f"A;2026-06-01;{berkterrein.number};overdracht in;24;;;;;",
        )

        assert codes(found) == ["not_balanced"]
        assert found.report["issues"][0]["reason"] == (
            "Het ene plan geeft 25 woningen, het andere krijgt er 24."
        )

    @pytest.mark.parametrize(
        "rows",
        [
            [("A", "overdracht uit")],
            [("A", "overdracht in")],
            [("", "overdracht uit"), ("", "overdracht in")],
            [("A", "overdracht uit"), ("A", "ruil in")],
            [("A", "overdracht uit"), ("B", "overdracht in")],
            [("A", "overdracht uit"), ("A", "overdracht in"), ("A", "overdracht in")],
        ],
    )
    def test_half_a_move(self, look, reeve, berkterrein, rows):
        plans = (reeve, berkterrein, berkterrein)
        found = look(
            *(
                f"{booking};2026-06-01;{plan.number};{kind};5;;;;;"
                for (booking, kind), plan in zip(rows, plans, strict=False)
            )
        )

        assert set(codes(found)) == {"half_a_move"}

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            (";2026-06-01;GM0166-2026-9999;realisatie;5;;;;;", "no_plan"),
            (";;{plan};realisatie;5;;;;;", "no_day"),
            (";31-02-2026;{plan};realisatie;5;;;;;", "not_a_day"),
            (";2026-06-01;{plan};verhuizing;5;;;;;", "unknown_booking"),
            (";2026-06-01;{plan};realisatie;0;;;;;", "booked_nothing"),
            (";2026-06-01;{plan};realisatie;veel;;;;;", "not_a_number"),
            (";2026-06-01;{plan};realisatie;101;;;;;", "booking_refused"),
            (";2026-06-01;{plan};vervallen;5;;;;;", "booking_refused"),
            (";1920-06-01;{plan};realisatie;5;;;;;", "booking_refused"),
            (";2026-06-01;{plan};vervallen;5;;Raad;;;", "half_a_ground"),
        ],
    )
    def test_is_named_with_its_row(self, look, reeve, line, code):
        found = look(line.format(plan=reeve.number))

        assert codes(found) == [code]
        assert found.report["issues"][0]["row"] == 2
        assert held(reeve) == 100

    def test_more_than_a_plan_holds_over_several_rows(self, look, reeve):
        found = look(*(f";2026-0{month}-01;{reeve.number};realisatie;60;;;;;" for month in (4, 5)))

        assert codes(found) == ["booking_refused"]
        assert found.report["issues"][0]["row"] == 3

    def test_a_plan_of_another_municipality(self, look, reeve, zwolle):
        found = look(f";2026-06-01;{reeve.number};realisatie;5;;;;;", municipality=zwolle)

        assert codes(found) == ["no_plan"]

    def test_a_list_with_one_error_books_nothing(self, write, reeve):
        path = write(
            f";2026-06-01;{reeve.number};realisatie;5;;;;;",
            f";2026-06-01;{reeve.number};verhuizing;5;;;;;",
        )

        with pytest.raises(SystemExit):
            call_command("import_bookings", path)

        assert held(reeve) == 100

    @pytest.mark.parametrize("content", ["", "Naam;Adres\nx;y\n", HEAD])
    def test_a_file_without_bookings(self, db, tmp_path, content):
        path = tmp_path / "leeg.csv"
        path.write_text(content)

        with pytest.raises(FileRefusedError):
            look_at_bookings(by=None, at=AT, asked=Asked(path, path.name, None, None, TODAY))


class TestBalance:
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["A", "B", ""]),
                st.sampled_from(list(MovementKind)[:12]),
                st.integers(1, 9),
            ),
            max_size=8,
        )
    )
    def test_what_is_booked_always_balances(self, given_rows):
        result = BookingsResult()
        result.rows = [
            BookingRow(at, booking, TODAY, "GM0166-2026-0001", kind, homes)
            for at, (booking, kind, homes) in enumerate(given_rows, start=2)
        ]

        _tie(result, Teller(result.issues))

        for rows in result.bookings:
            if len(rows) > 1:
                giver, receiver = rows
                assert giver.dwellings == receiver.dwellings
                assert (giver.booking, giver.on) == (receiver.booking, receiver.on)
