"""A StatLine table of people by age (03759) as csv: with codes or titles, whole or not."""

import pytest

from woonregie.subjects.forecast.errors import FolderError, UnreadableCellsError
from woonregie.subjects.forecast.formats.past import has_ages, read_past, write_ages
from woonregie.subjects.forecast.tests.test_past_folders import forecast

TITLES = '"ID";"Geslacht";"Leeftijd";"RegioS";"Perioden";"BevolkingOp1Januari_1"'
SINGLE = [(f"{age} jaar", 1) for age in range(95)]
OLDER = [(f"{age} jaar", 1) for age in range(95, 105)]


def table(path, ages, *, sex="Mannen", place="GM0193", year="2020JJ00", more=()):
    """Write a table with titles, as people download it; women stand beside men."""
    sexes = (sex, "Vrouwen") if sex == "Mannen" else (sex,)
    lines = [
        f"{at};{each};{age};{place};{year};{number}"
        for each in sexes
        for at, (age, number) in enumerate(ages)
    ]
    path.write_text("\n".join([TITLES, *lines, *more]) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "03759ned.csv"


class TestWriteAges:
    def test_keeps_the_finest_line_of_ages(self, path, tmp_path):
        ages = [*SINGLE, *OLDER, ("95 jaar of ouder", 13), ("105 jaar of ouder", 3)]
        table(path, [*ages, ("0 tot 5 jaar", 5), ("Totaal", 108)])

        written = write_ages(path, tmp_path / "out")

        people = read_past(tmp_path / "out").history.people
        assert has_ages(path)
        assert (written.regions, written.years, written.last_age) == (1, (2020, 2020), 105)
        assert people[0, 0, 1].tolist() == [1.0] * 100 + [8.0]

    def test_falls_back_on_the_open_age_that_was_counted(self, path, tmp_path):
        empty = [(age, ".") for age, _one in OLDER]
        table(path, [*SINGLE, *empty, ("95 jaar of ouder", 13), ("105 jaar of ouder", "")])

        assert write_ages(path, tmp_path / "out").last_age == 95

    def test_takes_both_sexes_together_where_they_do_not_stand_apart(self, path, tmp_path):
        table(path, [*SINGLE, ("95 jaar of ouder", 13)], sex="Totaal mannen en vrouwen")
        told = path.read_text(encoding="utf-8-sig").replace("Totaal mannen en vrouwen", "T001038")
        path.write_text(told)

        write_ages(path, tmp_path / "out")

        assert read_past(tmp_path / "out").history.people.shape == (1, 1, 1, 96)

    @pytest.mark.parametrize(
        ("ages", "more", "why"),
        [
            (
                [*SINGLE, *OLDER, ("95 jaar of ouder", 14), ("105 jaar of ouder", 3)],
                (),
                r"is 95\+ 14, maar de delen zijn samen 13",
            ),
            (
                [*SINGLE, ("95 jaar of ouder", 13), ("Totaal", 109)],
                (),
                "alle leeftijden 109, maar de delen zijn samen 108",
            ),
            (
                [*SINGLE[:37], *SINGLE[38:], ("95 jaar of ouder", 13)],
                (),
                "ontbreekt leeftijd 37",
            ),
            ([*SINGLE], (), "ontbreekt leeftijd 95"),
            (
                [*SINGLE, ("95 jaar of ouder", 13)],
                ["9;Mannen;4 jaar;GM0193;2020;2"],
                "leeftijd 4 er twee keer",
            ),
            (
                [*SINGLE, ("95 jaar of ouder", 13)],
                ["9;T001038;4 jaar;GM0193;2020;3"],
                "is 4 3, maar de delen zijn samen 2",
            ),
            (
                [*SINGLE, ("95 jaar of ouder", 13)],
                ["9;Mannen;0 jaar;GM0166;2020;2"],
                "alleen mannen of alleen vrouwen",
            ),
            ([("Totaal", ".")], (), "geen gemeente met inwoners"),
        ],
    )
    def test_refuses_ages_that_are_not_whole(self, path, tmp_path, ages, more, why):
        table(path, ages, more=more)

        with pytest.raises(FolderError, match=why):
            write_ages(path, tmp_path / "out")

        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize(
        ("cells", "code"),
        [("Mannen;jong;GM0193;2020;2", "unknown_age"), ("X;1 jaar;GM0193;2020;2", "unknown_sex")],
    )
    def test_names_the_cell_that_cannot_be_read(self, path, tmp_path, cells, code):
        table(path, [*SINGLE, ("95 jaar of ouder", 13)], more=[f"9;{cells}"])

        with pytest.raises(UnreadableCellsError, match="Regel 194") as refused:
            write_ages(path, tmp_path / "out")

        assert [item["code"] for item in refused.value.fields["issues"]] == [code]

    def test_leaves_out_provinces_and_municipalities_without_people(self, path, tmp_path):
        table(
            path,
            [*SINGLE, ("95 jaar of ouder", 13)],
            more=["9;Mannen;0 jaar;PV23;2020;2", "9;Mannen;0 jaar;GM0166;2020;."],
        )

        assert write_ages(path, tmp_path / "out").regions == 1


class TestTheCommand:
    def test_says_what_the_last_age_is(self, path, tmp_path):
        table(path, [*SINGLE, ("95 jaar of ouder", 13)])

        words, code = forecast("import-cbs", str(path), "--out", str(tmp_path / "out"))

        assert code == 0
        assert words.startswith("1 gemeenten, 2020 tot en met 2020, in ")
        assert words.rstrip().endswith("Iedereen van 95 jaar en ouder is één groep.")
