"""The columns of a building programme."""

COLUMNS = (
    "gemeente",
    "segment",
    "van jaar",
    "tot en met jaar",
    "woningen",
    "telwijze",
    "geldt vanaf",
    "orgaan",
    "besluit",
    "nummer",
    "besloten op",
    "bron",
    # Says that these are examples; it stands for the reader, not for us.
    "gegevens",
)
NEEDED = frozenset({"segment", "van jaar", "tot en met jaar", "woningen"})
SYNONYMS = {
    "gemeentenaam": "gemeente",
    "gemeentecode": "gemeente",
    "van": "van jaar",
    "vanaf jaar": "van jaar",
    "tot en met": "tot en met jaar",
    "t/m jaar": "tot en met jaar",
    "t/m": "tot en met jaar",
    "aantal": "woningen",
    "aantal woningen": "woningen",
    "netto of bruto": "telwijze",
    "peildatum": "geldt vanaf",
    "besluitnummer": "nummer",
    "datum besluit": "besloten op",
    "titel": "besluit",
}
BASES = {"": "net", "netto": "net", "bruto": "gross", "net": "net", "gross": "gross"}
MOST_DWELLINGS = 1_000_000
