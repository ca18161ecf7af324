"""Write the national list of municipalities since 2012, checked against the CBS population table.

`python -m tools.demo.municipalities
../shared/data/demography/nl_population_components_2012_2023.csv`

Codes, names and years come from the table. Successors are ours, from the decisions to merge; where
a municipality was divided, the one that got most inhabitants is named, and the note names the
others. Provinces follow from the ranges in which codes were given out; both are checked: the
municipalities of a province must add up to the province's own population in every year.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

OUT = Path("src/woonregie/foundation/region/fixtures/municipalities.csv")
RANGES = (
    (3, 56, "PV20"),
    (58, 98, "PV21"),
    (106, 119, "PV22"),
    (140, 140, "PV21"),
    (141, 193, "PV23"),
    (196, 302, "PV25"),
    (304, 304, "PV25"),
    (305, 356, "PV26"),
    (358, 480, "PV27"),
    (482, 644, "PV28"),
    (645, 653, "PV21"),
    (654, 718, "PV29"),
    (733, 733, "PV25"),
    (736, 736, "PV26"),
    (737, 737, "PV21"),
    (738, 879, "PV30"),
    (881, 994, "PV31"),
)
# Codes given out later or out of range.
SINGLE = {
    "PV20": "0765 1651 1663 1895 1950 1952 1966 1969 1979 1987",
    "PV21": "0051 0055 1722 1891 1900 1908 1921 1940 1949 1970",
    "PV22": "1680 1681 1690 1699 1701 1730 1731",
    "PV23": "1700 1708 1735 1742 1773 1774 1896",
    "PV24": "0034 0050 0171 0184 0303 0995",
    "PV25": "0668 1509 1586 1705 1734 1740 1859 1876 1945 1955 1960",
    "PV26": "0589 0620 0632 1581 1904 1961",
    "PV27": "0498 0532 0852 0880 1598 1696 1911 1942 1980",
    "PV28": "0689 0693 0694 0707 1525 1621 1672 1783 1842 1884 1892 "
    "1901 1916 1924 1926 1927 1930 1931 1963 1978 1992",
    "PV29": "1676 1695 1714",
    "PV30": "1652 1655 1658 1659 1667 1671 1674 1684 1685 1702 1706 "
    "1709 1719 1721 1723 1724 1728 1771 1948 1959 1982 1991",
    "PV31": "1507 1640 1641 1669 1711 1729 1883 1894 1903 1954",
}
BY_CODE = {
    f"GM{code}": province
    for province, codes in SINGLE.items()
    for code in codes.split()
    if code.isdigit()
}
# Successor -> the municipalities that went into it.
MERGERS = {
    "0441": "0395 0476",
    "1924": "0504 0511 0559 0580",
    "1927": "0571 0693 0694",
    "1921": "0051 0082 0653",
    "0074": "0055",
    "0484": "0499 1672",
    "0241": "0265 0282",
    "0361": "0365 0458",
    "1931": "0491 0608 0623 0643 0644",
    "1930": "0568 0612",
    "0796": "1671",
    "1945": "0241",
    "1942": "0381 0424 0425",
    "0385": "0478",
    "1940": "1921",
    "1948": "0844 0846 0860",
    "1950": "0007 0048",
    "1952": "0018 0040 1987",
    "1949": "0063 0070 1908",
    "0080": "0081 0140",
    "0299": "0196",
    "1966": "0005 0053 1651 1663",
    "0014": "0009 0017",
    "1969": "0015 0022 0025 0056",
    "1970": "0058 0079 1722",
    "1960": "0236 0304 0733",
    "0394": "0393",
    "1961": "0545 0620 0707",
    "0575": "0576",
    "1963": "0584 0585 0588 0611 0617",
    "1978": "0689 1927",
    "1959": "0738 0870 0874",
    "1954": "0881 0951 0962",
    "1979": "0003 0010 0024",
    "0824": "0788",
    "0439": "0370",
    "1980": "0398 0416",
    "1982": "0756 0786 0815 1684 1702",
    "1991": "0856 1685",
    "0363": "0457",
    "1992": "0501 0530 0614",
}
DIVIDED = {
    "GM0055": "verdeeld over Heerenveen, Leeuwarden, Súdwest-Fryslân "
    "en De Friese Meren; Leeuwarden kreeg de meeste inwoners",
    "GM1671": "verdeeld over 's-Hertogenbosch en Oss",
    "GM0140": "verdeeld over Leeuwarden, Súdwest-Fryslân en Waadhoeke",
    "GM0788": "verdeeld over Oisterwijk, Vught, Boxtel en Tilburg",
    "GM0053": "Het Hogeland; een klein deel naar Westerkwartier",
    "GM0393": "Haarlemmermeer",
}
SUCCESSOR = {f"GM{old}": f"GM{new}" for new, olds in MERGERS.items() for old in olds.split()}
SUCCESSOR["GM0055"] = "GM0080"
NAMES = {"GM0518": "'s-Gravenhage", "GM0796": "'s-Hertogenbosch"}


def province_of(code: str) -> str:
    """Return the province of a municipality."""
    if code in BY_CODE:
        return BY_CODE[code]
    number = int(code[2:])
    found = [province for first, last, province in RANGES if first <= number <= last]
    if not found:
        raise KeyError(code)
    return found[0]


def main(table: Path) -> None:
    """Read, check and write."""
    people: dict[str, dict[int, int]] = defaultdict(dict)
    names: dict[str, str] = {}
    with table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["Sex"] == "T001038" and row["PopulationOn1January_1"]:
                code = row["Regions"].strip()
                people[code][int(row["Periods"][:4])] = int(row["PopulationOn1January_1"])
                names[code] = row["Regions Label"]
    codes = sorted(code for code in people if code.startswith("GM"))
    check_provinces(people, codes)
    with OUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["code", "name", "province", "starts_on", "ends_before", "successor", "note"]
        )
        for code in codes:
            first, last = min(people[code]), max(people[code])
            ends = f"{last + 1}-01-01" if last < 2023 else ""
            if code == "GM0457":
                # The table has no figures for Weesp in 2022; it joined Amsterdam on 24 March 2022.
                ends = "2022-03-24"
            writer.writerow(
                [
                    code,
                    clean(code, names[code]),
                    province_of(code),
                    f"{first}-01-01" if first > 2012 else "",
                    ends,
                    SUCCESSOR.get(code, ""),
                    DIVIDED.get(code, ""),
                ]
            )


def clean(code: str, name: str) -> str:
    """Return the Dutch name: the table's labels are partly English."""
    return NAMES.get(
        code,
        name.removesuffix(" Municipality")
        .removesuffix(" (municipality)")
        .removesuffix(" (gemeente)")
        .strip(),
    )


def check_provinces(people: dict[str, dict[int, int]], codes: list[str]) -> None:
    """Compare the sum of municipalities with the province, year by year."""
    wrong = []
    for year in range(2012, 2024):
        sums: dict[str, int] = defaultdict(int)
        for code in codes:
            sums[province_of(code)] += people[code].get(year, 0)
        wrong += [
            (year, province, total - people[province][year])
            for province, total in sums.items()
            if total != people[province][year]
        ]
    if wrong:
        sys.stdout.write(f"provinces that do not add up: {wrong}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
