import pytest

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.reading import find, read
from woonregie.foundation.intake.tables import FileRefusedError

HEADING = "Boomnummer;Soort;Plantdatum;Hoogte;Aantal"
OAK = "B1;eik;3-4-2010;12,5;1"
BEECH = "B2;beuk;5-6-2011;8;3"


def matches(found):
    return {column.heading: (column.field, column.how) for column in found.columns}


class TestFind:
    def test_knows_columns_by_name_whatever_case_signs_and_order(self, text_file, trees):
        path = text_file("HOOGTE (in meters);boom-soort;Tree_ID\n12;eik;B1\n")

        found = find(open_file(path, path.name), trees)

        assert found.recognised
        assert matches(found) == {
            "HOOGTE (in meters)": ("height", "name"),
            "boom-soort": ("species", "name"),
            "Tree_ID": ("number", "name"),
        }

    def test_finds_the_heading_below_notes_numbers_and_empty_rows(self, text_file, trees):
        notes = "Bomenlijst gemeente Raalte;;;;\n;;;;\nVragen? Bel de gemeente;;;;\n1;2;3;4;5\n"
        path = text_file(f"{notes}{HEADING}\nverplicht;verplicht;optioneel;optioneel;\n{OAK}\n")

        table = read(path, path.name, trees)

        assert table.found.header_rows == (5,)
        assert table.lines == [7]
        assert [(item.line, item.reason) for item in table.left_out] == [(6, "explanation")]

    def test_reads_a_heading_of_two_rows_with_merged_cells(self, workbook, trees):
        rows = [
            ["Boomnummer", "Groei", "", "Ligging", ""],
            ["", "Hoogte", "Plantdatum", "x", "y"],
            ["B1", 12.5, "3-4-2010", 191500, 507600],
        ]
        path = workbook({"Bomen": rows}, [(0, 1, 0, 2, "Groei"), (0, 3, 0, 4, "Ligging")])

        table = read(path, path.name, trees)

        assert table.found.header_rows == (1, 2)
        assert table.rows == [
            {"number": "B1", "height": 12.5, "planted": "3-4-2010", "x": 191500.0, "y": 507600.0}
        ]

    def test_turns_a_pivoted_table(self, text_file, trees):
        path = text_file("Boomnummer;B1;B2\nSoort;eik;beuk\nHoogte;12;8\nAantal;1;3\n")

        table = read(path, path.name, trees)

        assert table.found.transposed
        assert [row["number"] for row in table.rows] == ["B1", "B2"]
        assert [row["height"] for row in table.rows] == ["12", "8"]

    def test_learned_headings_win_over_names(self, text_file, trees):
        path = text_file("Boomnummer;Aantal;Kruin\nB1;12;3\nB2;8;4\n")

        found = find(open_file(path, path.name), trees, {"aantal": "height", "KRUIN": "count"})

        assert matches(found)["Aantal"] == ("height", "learned")
        assert matches(found)["Kruin"] == ("count", "learned")

    def test_a_heading_learned_to_mean_nothing_stays_aside(self, text_file, trees):
        path = text_file(f"{HEADING}\n{OAK}\n")

        found = find(open_file(path, path.name), trees, {"Hoogte": ""})

        assert matches(found)["Hoogte"] == (None, "")

    def test_a_slip_of_the_pen_is_like_a_name_when_the_cells_agree(self, text_file, trees):
        path = text_file("Boomnummer;Plantdatumm;Opmerkingn\nB1;3-4-2010;mooi\n")

        found = find(open_file(path, path.name), trees)

        assert matches(found)["Plantdatumm"] == ("planted", "like")

    def test_a_remark_in_every_heading_hides_none(self, text_file, trees):
        path = text_file(
            "Boomnummer: uniek;Soort [verplicht];Hoogte - graag invullen\nB1;Soort;12\nB2;eik;8\n"
        )

        found = find(open_file(path, path.name), trees)

        assert found.header_rows == (1,)
        assert [column.field for column in found.columns] == ["number", "species", "height"]

    def test_names_of_which_a_map_file_kept_ten_signs_are_known(self, text_file, trees):
        path = text_file("Boomnummer;Plantdat_1;Opmerkinge\nB1;3-4-2010;mooi\n")

        found = find(open_file(path, path.name), trees)

        assert [column.field for column in found.columns] == ["number", "planted", "notes"]

    def test_a_likeness_that_the_cells_deny_does_not_count(self, text_file, trees):
        path = text_file("Boomnummer;Soort;Plantdatumm\nB1;eik;mooi\nB2;eik;lelijk\n")

        found = find(open_file(path, path.name), trees)

        assert matches(found)["Plantdatumm"] == (None, "")

    def test_cells_tell_a_code_list_without_a_name(self, text_file, trees):
        path = text_file("Boomnummer;;Hoogte\nB1;eik;12\nB2;beuk;8\nB3;eik;9\n")

        found = find(open_file(path, path.name), trees)

        assert found.columns[1].field == "species"
        assert found.columns[1].how == "content"

    def test_personal_columns_are_never_read(self, text_file, trees):
        path = text_file("Boomnummer;Soort;Telefoon\nB1;eik;038-1234567\n")

        table = read(path, path.name, trees)

        assert matches(table.found)["Telefoon"] == (None, "personal")
        assert "038-1234567" not in str(table.rows)

    def test_takes_the_sheet_with_the_list_out_of_many(self, workbook, trees):
        sheets = {f"Blad {number}": [["Toelichting"], ["Zie de lijst"]] for number in range(39)}
        sheets["Lijst"] = [HEADING.split(";"), OAK.split(";")]
        path = workbook(sheets)

        found = find(open_file(path, path.name), trees)

        assert found.sheet.title == "Lijst"
        assert found.number == 39

    def test_prefers_the_list_to_its_example(self, workbook, trees):
        rows = [HEADING.split(";"), OAK.split(";")]
        path = workbook({"Voorbeeld": rows, "Lijst": rows})

        found = find(open_file(path, path.name), trees)

        assert found.sheet.title == "Lijst"

    def test_of_two_pairs_of_coordinates_the_one_that_lies_somewhere_counts(
        self, text_file, trees
    ):
        path = text_file("Boomnummer;x;y;x;y\nB1;5,91;5,91;191500;507600\n")

        table = read(path, path.name, trees)

        assert table.rows == [{"number": "B1", "x": "191500", "y": "507600"}]

    def test_a_heading_without_rows_is_a_table_without_rows(self, text_file, trees):
        path = text_file(f"{HEADING}\n;;;;\n;;;;\n")

        table = read(path, path.name, trees)

        assert table.rows == []
        assert {item.reason for item in table.left_out} == {"empty"}


class TestRead:
    def test_tells_rows_that_are_none_from_rows(self, text_file, trees):
        path = text_file(
            f"{HEADING}\n{OAK}\n;;;;\n{HEADING}\n{BEECH}\nTotaal;;;20,5;4\n;eik;;;\n"
            "Bron: de boomwachter;;;;\n"
        )

        table = read(path, path.name, trees)

        assert [row["number"] for row in table.rows] == ["B1", "B2"]
        assert table.lines == [2, 5]
        assert [(item.line, item.reason) for item in table.left_out] == [
            (3, "empty"),
            (4, "heading"),
            (6, "total"),
            (7, "note"),
            (8, "note"),
        ]

    def test_refuses_a_table_without_the_column_that_it_needs(self, text_file, trees):
        path = text_file("Soort;Hoogte;Plantdatum\neik;12;3-4-2010\n")

        with pytest.raises(FileRefusedError) as refused:
            read(path, path.name, trees)

        assert refused.value.code == "column_missing"
        assert "Boomnummer" in str(refused.value)

    def test_refuses_a_file_about_something_else(self, text_file, trees):
        path = text_file("Straat;Huisnummer;Postcode\nDorpsstraat;1;8101 AA\n")

        with pytest.raises(FileRefusedError) as refused:
            read(path, path.name, trees)

        assert refused.value.code == "header_not_found"

    def test_a_second_column_of_the_same_field_fills_what_the_first_leaves_empty(
        self, text_file, trees
    ):
        path = text_file("Nummer;Boomnummer;Soort\n;B1;eik\nB2;;beuk\n")

        table = read(path, path.name, trees)

        assert [row["number"] for row in table.rows] == ["B1", "B2"]
