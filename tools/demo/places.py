"""Facts about the eleven municipalities, and where their settlements lie (approximately)."""

from typing import NamedTuple


class Facts(NamedTuple):
    """Public totals per municipality, in dwellings; the sources stand in `SOURCES` of build.py."""

    code: str
    stock_2014: int
    stock_2020: int
    built_2012_2020: int
    hard_2021: int
    soft_2021: int
    realised_2022_2024: int | None
    key_projects: int
    households_2020: int
    demolished_2012_2020: int
    population: tuple[int, int, int]


# CBS dwelling stock, built and demolished; Data Bewijst 2021; woondeal 2025; CBS 71486ned for
# households on 1 January
# 2020; population on 1 January 2015, 2020, 2023. Realised and
# key projects of Staphorst and Steenwijkerland are published together: 694 and 1,160; key projects
# are divided here by stock.
FACTS = {
    "Dalfsen": Facts(
        "GM0148", 11_238, 12_056, 1_184, 495, 500, 479, 1_039, 11_609, 137, (27677, 28587, 29612)
    ),
    "Deventer": Facts(
        "GM0150",
        42_858,
        46_224,
        2_938,
        2_401,
        2_382,
        1_816,
        4_550,
        46_648,
        899,
        (98540, 100719, 102781),
    ),
    "Hardenberg": Facts(
        "GM0160", 23_662, 25_177, 1_794, 542, 2_100, 974, 2_773, 24_358, 165, (59577, 60948, 62509)
    ),
    "Kampen": Facts(
        "GM0166",
        21_149,
        22_785,
        1_991,
        1_389,
        2_275,
        940,
        2_479,
        22_217,
        356,
        (51432, 54319, 55614),
    ),
    "Olst-Wijhe": Facts(
        "GM1773", 7_302, 7_828, 608, 243, 63, 417, 841, 7_567, 73, (17839, 18252, 18682)
    ),
    "Ommen": Facts(
        "GM0175", 6_831, 7_601, 653, 73, 129, 290, 508, 7_467, 183, (17341, 18009, 18955)
    ),
    "Raalte": Facts(
        "GM0177", 15_231, 16_049, 1_124, 309, 413, 491, 1_301, 15_670, 161, (36603, 37712, 38500)
    ),
    "Staphorst": Facts(
        "GM0180", 5_655, 5_988, 559, 318, 66, None, 264, 5_962, 105, (16421, 17145, 17628)
    ),
    "Steenwijkerland": Facts(
        "GM1708", 19_627, 20_276, 1_075, 333, 357, None, 896, 19_361, 385, (43219, 44126, 45376)
    ),
    "Zwartewaterland": Facts(
        "GM1896", 8_574, 9_013, 696, 191, 508, 244, 559, 8_565, 103, (22166, 22685, 23368)
    ),
    "Zwolle": Facts(
        "GM0193",
        54_761,
        59_491,
        5_329,
        3_329,
        8_530,
        1_615,
        9_000,
        60_093,
        744,
        (123861, 128840, 132411),
    ),
}
NORTH = (
    "Dalfsen",
    "Hardenberg",
    "Kampen",
    "Ommen",
    "Staphorst",
    "Steenwijkerland",
    "Zwartewaterland",
    "Zwolle",
)
FICTITIOUS = ("GM9901", "Sallandermark")

# RD metres, to about 500 m, from memory; only for schematic borders and example plans.
SETTLEMENTS = {
    "Dalfsen": [
        ("Dalfsen", 214_500, 502_500),
        ("Nieuwleusen", 214_500, 510_500),
        ("Lemelerveld", 219_500, 495_500),
    ],
    "Deventer": [
        ("Deventer", 207_500, 474_500),
        ("Schalkhaar", 210_000, 476_500),
        ("Bathmen", 218_500, 473_500),
        ("Diepenveen", 207_500, 479_000),
    ],
    "Hardenberg": [
        ("Hardenberg", 239_000, 510_000),
        ("Dedemsvaart", 229_000, 512_500),
        ("Gramsbergen", 242_500, 515_000),
        ("Bergentheim", 238_000, 504_500),
    ],
    "Kampen": [
        ("Kampen", 191_200, 507_900),
        ("IJsselmuiden", 193_000, 509_000),
        ("Grafhorst", 194_000, 511_000),
        ("Zalk", 196_500, 503_500),
    ],
    "Olst-Wijhe": [
        ("Olst", 203_500, 483_500),
        ("Wijhe", 205_500, 490_500),
        ("Wesepe", 209_500, 483_000),
    ],
    "Ommen": [
        ("Ommen", 225_500, 504_000),
        ("Lemele", 226_500, 498_500),
        ("Vilsteren", 220_500, 502_500),
    ],
    "Raalte": [
        ("Raalte", 215_000, 488_500),
        ("Heino", 212_500, 494_000),
        ("Heeten", 218_000, 484_000),
        ("Luttenberg", 221_500, 489_500),
    ],
    "Staphorst": [
        ("Staphorst", 210_000, 517_000),
        ("Rouveen", 208_500, 514_500),
        ("IJhorst", 214_500, 519_500),
    ],
    "Steenwijkerland": [
        ("Steenwijk", 203_500, 533_500),
        ("Vollenhove", 193_500, 522_500),
        ("Oldemarkt", 195_500, 536_500),
        ("Giethoorn", 201_000, 525_500),
    ],
    "Zwartewaterland": [
        ("Hasselt", 203_200, 511_800),
        ("Genemuiden", 199_200, 515_300),
        ("Zwartsluis", 203_000, 517_500),
    ],
    "Zwolle": [
        ("Zwolle", 203_000, 503_000),
        ("Stadshagen", 200_500, 505_500),
        ("Wijthmen", 207_500, 501_500),
        ("Windesheim", 203_500, 497_500),
    ],
    "Sallandermark": [("Markeloo", 231_000, 488_500), ("Sallanderveld", 233_000, 486_000)],
}
