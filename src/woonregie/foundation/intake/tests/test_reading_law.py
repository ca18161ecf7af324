"""However a table is written, it reads back the same."""

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.foundation.intake.harmonise import harmonise
from woonregie.foundation.intake.reading import read
from woonregie.foundation.intake.schema import read_schema
from woonregie.foundation.intake.tests.conftest import TREES

HEADINGS = {
    "number": ["Boomnummer", "NUMMER", "tree_id", "1. Boomnummer *", "Boomnummer (verplicht)"],
    "species": ["Soort", "boom soort", "Species of tree", "Soort: eik, beuk of leeg"],
    "planted": ["Plantdatum", "GEPLANT OP", "planted", "Plantdatm"],
    "height": ["Hoogte", "hoogte (in meters)", "Hoogte in meters"],
    "notes": ["Opmerkingen", "opmerking­en", "Opmerkingen\nvan de beheerder"],
}
PREFACES = [
    [],
    [["Bomenlijst van de gemeente"], []],
    [["Peildatum", "1-1-2026"], ["Vragen? Bel ons."], []],
    [[], ["1", "2", "3", "4", "5"]],
]
SPECIES = {"oak": ["eik", "Zomereik", "OAK"], "beech": ["beuk", "Beech"], None: ["", "onbekend"]}
words = st.text("abcdefgh éëü", max_size=12).map(lambda text: f"b{text}m")
trees = st.tuples(
    st.sampled_from([(code, text) for code, texts in SPECIES.items() for text in texts]),
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.integers(1, 599),
    words,
)
SCHEMA = read_schema(TREES, "trees")


@settings(max_examples=60, deadline=None)
@given(
    grown=st.lists(trees, min_size=1, max_size=6),
    data=st.data(),
    preface=st.sampled_from(PREFACES),
    separator=st.sampled_from(";,\t|"),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    comma=st.booleans(),
    total=st.booleans(),
)
def test_a_table_reads_back_whatever_its_clothes(
    grown, data, preface, separator, ending, encoding, comma, total
):
    order = data.draw(st.permutations(sorted(HEADINGS)))
    headings = [data.draw(st.sampled_from(HEADINGS[name])) for name in order]
    rows = []
    for at, ((_code, spelling), planted, decimetres, note) in enumerate(grown):
        height = f"{decimetres / 10:.1f}"
        row = {
            "number": f"B-{at}",
            "species": spelling,
            "planted": f"{planted:%d-%m-%Y}",
            "height": height.replace(".", ",") if comma else height,
            "notes": note,
        }
        rows.append([row[name] for name in order])
    last = [["Totaal", "", "", "", ""]] if total else []
    text = io.StringIO(newline="")
    # The writer of the standard library leaves a line feed bare where lines end otherwise.
    writer = csv.writer(text, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([*preface, headings, *rows, *last])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bomen.csv"
        path.write_bytes(text.getvalue().encode(encoding, errors="ignore"))

        table = read(path, path.name, SCHEMA)
        told = harmonise(table, SCHEMA)

    assert told.rows == [
        {
            "number": f"B-{at}",
            "species": code,
            "planted": planted,
            "height": decimetres / 10,
            "notes": note,
        }
        for at, ((code, _spelling), planted, decimetres, note) in enumerate(grown)
    ]
    assert told.issues == []
