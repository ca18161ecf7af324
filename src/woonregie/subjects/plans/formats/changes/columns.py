"""The columns of a list of building changes, and what a change may be called."""

from woonregie.subjects.plans.models import ChangeKind

HEADINGS = ("Object", "Soort", "Datum", "Woningen", "X", "Y", "Gemeente")
COLUMNS = tuple(name.lower() for name in HEADINGS)
NEEDED = frozenset({"object", "soort", "datum", "x", "y"})
SYNONYMS = {
    "objectnummer": "object",
    "identificatie": "object",
    "bag-id": "object",
    "verblijfsobject": "object",
    "mutatie": "soort",
    "soort mutatie": "soort",
    "status": "soort",
    "datum mutatie": "datum",
    "mutatiedatum": "datum",
    "begindatum": "datum",
    "aantal": "woningen",
    "aantal woningen": "woningen",
    "x-coördinaat": "x",
    "x-coordinaat": "x",
    "x (rd)": "x",
    "lengtegraad": "x",
    "longitude": "x",
    "lon": "x",
    "y-coördinaat": "y",
    "y-coordinaat": "y",
    "y (rd)": "y",
    "breedtegraad": "y",
    "latitude": "y",
    "lat": "y",
    "gemeentenaam": "gemeente",
    "gemeentecode": "gemeente",
}
KINDS: dict[str, ChangeKind] = {
    "nieuwbouw": ChangeKind.BUILT,
    "bouw": ChangeKind.BUILT,
    "verblijfsobject in gebruik": ChangeKind.BUILT,
    "verblijfsobject in gebruik (niet ingemeten)": ChangeKind.BUILT,
    "toevoeging": ChangeKind.ADDED,
    "overige toevoeging": ChangeKind.ADDED,
    "transformatie": ChangeKind.ADDED,
    "splitsing": ChangeKind.ADDED,
    "sloop": ChangeKind.DEMOLISHED,
    "gesloopt": ChangeKind.DEMOLISHED,
    "pand gesloopt": ChangeKind.DEMOLISHED,
    "onttrekking": ChangeKind.WITHDRAWN,
    "overige onttrekking": ChangeKind.WITHDRAWN,
    "samenvoeging": ChangeKind.WITHDRAWN,
    "verblijfsobject ingetrokken": ChangeKind.WITHDRAWN,
    **{kind.value: kind for kind in ChangeKind},
}
"""What a change may be called, in small letters."""
