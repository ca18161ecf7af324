"""Numbers to try a calibration with: round ones, of nobody's country."""

from woonregie.engines.household import STEPS, Position, Priors

CURVE = {
    "childhood": 0.02,
    "childhood_slope": 0.1,
    "peak": 0.2,
    "peak_age": 21,
    "rise": 0.4,
    "fall": 0.12,
    "late": 0.01,
    "apart": 0.01,
}
SHARES = {
    "CHILD": {0: 1.0, 15: 0.95, 30: 0.05, 100: 0},
    "ALONE": {15: 0, 20: 0.2, 60: 0.2, 90: 0.5},
    "COUPLE": {15: 0, 25: 0.3, 40: 0.1, 65: 0.6, 90: 0.2},
    "COUPLE_WITH_CHILDREN": {20: 0, 40: 0.6, 65: 0.05, 100: 0},
    "LONE_PARENT": {18: 0, 45: 0.08, 80: 0.02},
    "OTHER": {0: 0.005, 100: 0.02},
    "LODGER": {0: 0.005, 100: 0.02},
    "INSTITUTION": {70: 0, 100: 0.4},
}


def values():
    """Return every number that priors ask for."""
    found = {"fertility/total": 1.6, "fertility/spread": 4.5, "fertility/centre": 31.0}
    for sex, level in (("men", 0.008), ("women", 0.005)):
        of_sex = {"level": level, "slope": 0.1, "apart": 1e-4, "newborn": 0.003}
        found |= {f"mortality/{sex}/{part}": value for part, value in of_sex.items()}
    for name in ("leaving", "emigration", "immigration", "permit"):
        found |= {f"{name}/{part}": value for part, value in CURVE.items()}
    for name in ("fertility", "mortality", "leaving"):
        found |= {f"{name}/by/{item.name}": 1.0 for item in Position}
    for name in ("abroad", "permit_holder", "arriving"):
        found |= {f"{name}/times/{item.name}": 1.0 for item in Position}
    for item, knots in SHARES.items():
        found |= {f"position/{item}/{age}": share for age, share in knots.items()}
    found |= {f"apart/LONE_PARENT/{age}": 2.0 for age in (20, 50)}
    found |= {"people/0": 1.2, "people/60": 1.2, "people/100": 0.02, "women/0": 0.5}
    found |= {f"decay/{age}": 1.5 for age in (0, 15, 20, 30, 45, 65)}
    for step in STEPS:
        name = f"step/{step.origin.name}>{step.destination.name}"
        found |= {f"{name}/height": 0.03, f"{name}/peak": 35, f"{name}/width": 15}
    return found | {
        "permit/per_thousand": 1.0,
        "pull/size": 0.8,
        "pull/access": -0.1,
        "household/other_size": 2.5,
        "dwelling/elsewhere": 0.02,
        "dwelling/vacancy": 0.02,
    }


def priors(**changed):
    """Return priors of these numbers; a key has "__" for "/"."""
    return Priors.from_values(
        values() | {key.replace("__", "/"): value for key, value in changed.items()}
    )
