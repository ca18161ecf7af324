"""The columns of yearly totals: our own, and those of CBS StatLine table 81955NED."""

HEADINGS = ("Gemeente", "Jaar", "Nieuwbouw", "Overige toevoeging", "Sloop", "Overige onttrekking")
NEEDED = frozenset({"gemeente", "jaar", "nieuwbouw"})
SYNONYMS = {
    "regios": "gemeente",
    "regio's": "gemeente",
    "regio": "gemeente",
    "gemeentenaam": "gemeente",
    "gemeentecode": "gemeente",
    "perioden": "jaar",
    "periode": "jaar",
    "overigetoevoeging": "overige toevoeging",
    "toevoeging": "overige toevoeging",
    "overigeonttrekking": "overige onttrekking",
    "onttrekking": "overige onttrekking",
}
# Stands in StatLine for what the rows count; a total row of dwellings has this code or name.
USE = "gebruiksfunctie"
DWELLINGS = frozenset({"", "a045364", "woning", "woningen", "woningen totaal"})
# What StatLine has more, and what says that these are examples: not read, and no reason to warn.
SILENT = frozenset(
    {
        "id",
        USE,
        "beginstandvoorraad",
        "beginstand voorraad",
        "correctie",
        "saldovoorraad",
        "saldo voorraad",
        "eindstandvoorraad",
        "eindstand voorraad",
        "gegevens",
    }
)
MOST_DWELLINGS = 100_000
