"""Everything that a plan can say, one plan each: what goes out and comes back must keep it."""

from datetime import date

import shapely

from woonregie.subjects.plans.formats.written import LONGEST_CELL
from woonregie.subjects.plans.tests.factories import homes
from woonregie.subjects.plans.values import Cell, HomeKind, located

SQUARE = shapely.box(191_000, 507_000, 191_100, 507_100)
FULL = HomeKind(
    "apartment", "rent", "", "elderly", "clustered", "permanent", 85_050, date(2026, 1, 1)
)
# Everything of a plan that a template has to carry over.
CASES = {
    "phased": {"cells": homes({2027: 100, (2030, 2035): 50, None: 5})},
    "demolished": {"cells": homes({2027: 1}, {2026: 3, None: 4})},
    "a year long ago": {"cells": homes({1995: 7, (2040, 2101): 9})},
    "types and prices": {
        "cells": homes({2027: 100}, type={"apartment": 40}, price={"rent_mid": 20}),
    },
    "types per period": {
        "cells": {
            Cell("build", "total", "", 2027, 2030): 90,
            Cell("build", "type", "apartment", 2027, 2030): 30,
            Cell("build", "type", "apartment", None, None): 10,
            Cell("build", "price", "owner_affordable", 2028, 2029): 7,
            Cell("build", "tenure", "rent", 2027, 2030): 8,
        }
    },
    "types of what goes": {
        "cells": {
            Cell("demolition", "total", "", 2027, 2028): 9,
            Cell("demolition", "type", "ground_bound", 2027, 2028): 6,
            Cell("demolition", "tenure", "rent", None, None): 2,
        }
    },
    "a point": located(shapely.Point(191_200.6, 507_900.125)),
    "a point to the hair": located(shapely.Point(191_200.123456789, 507_900.987654321)),
    "an area": located(SQUARE),
    "an area to the hair": located(shapely.Point(191_000.1, 507_000.2).buffer(100.3)),
    "areas with a hole": located(
        shapely.MultiPolygon(
            [
                SQUARE.difference(SQUARE.buffer(-20)),
                shapely.box(191_300, 507_000, 191_400, 507_050),
            ]
        )
    ),
    "an area too long for a cell": located(
        shapely.Point(191_000.1, 507_000.2).buffer(500.3, quad_segs=400)
    ),
    "codes": {
        "planning_status": "2B",
        "project_phase": "4",
        "location_kind": "expansion_other",
    },
    "judgements": {
        "programme_class": "agreed",
        "built_up_area": "adjacent",
        "client_kind": "several",
        "living_environment": "green_urban",
        "regional_function": "supralocal_facility",
        "key_project": True,
    },
    "for whom": {
        "cells": homes(
            {2027: 100},
            target_group={"regular": 4, "elderly": 6},
            care={"regular": 5, "no_stairs": 7},
            flexible={"permanent": 90},
        )
    },
    "a full division": {
        "cells": homes({2027: 100})
        | {
            Cell("build", "cell", FULL.written(), 2027, 2028): 6,
            Cell("build", "cell", FULL.written(), 2029, 2032): 3,
            Cell("build", "cell", HomeKind().written(), None, None): 2,
        }
    },
    "a division too long for a cell": {
        "cells": homes({2027: 900})
        | {
            Cell("build", "cell", HomeKind(price_cents=cents).written(), 2027, 2028): 1
            for cents in range(30_000, 30_900)
        }
    },
    "a division of what goes": {
        "cells": {
            Cell("demolition", "total", "", 2027, 2028): 9,
            Cell("demolition", "cell", HomeKind("apartment").written(), 2027, 2028): 4,
        }
    },
    "unknown codes": {"planning_status": "unknown"},
    "remarks on lines": {"note": "Eerste regel\nTweede  regel\tmet tab"},
    "remarks from a browser": {"note": "Eerste regel\r\nTweede regel"},
    "remarks too long for a cell": {"note": "x" * (LONGEST_CELL + 1)},
    "remarks with signs": {"note": "<b>\"Dure\" & 'goede' woningen; 12,5 %</b>"},
    "a remark that looks like a formula": {"note": "=HYPERLINK(A1)"},
    "a remark with an apostrophe": {"note": "'=1+1"},
}
NAMES = [
    "Reeve",
    "Plan  met twee spaties",
    "=1+1",
    "-12",
    "'t Hof",
    "1.389",
    "007",
    "Café é ß ☃",
    "Totaal plan De Maten",
    "12-2026",
    "N" * 200,
]
