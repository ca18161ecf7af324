"""The chapter of the lists: Sallandermark hands in its own list twice, and the second one asks.

The first says what the register holds, so it changes no number; it teaches how this municipality
names its columns and its phases. The second is only looked at: somebody has to answer first.
Then the region delivers what all its municipalities plan.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.runs.services import perform, start
from woonregie.subjects.plans import services
from woonregie.subjects.plans.formats import outlet_named
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.queries import holdings, versions_on
from woonregie.subjects.plans.services import Asked
from woonregie.subjects.plans.services.delivering import Ask

FIRST, SECOND = datetime(2026, 1, 12, 9, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC)
# What the council works department calls where a plan stands; our codes are learned from it.
STAGES = {
    "1A": "Onherroepelijk",
    "2A": "Raad akkoord",
    "3": "In de maak",
    "4A": "Visie",
    "4B": "Idee",
    "unknown": "",
}
Line = list[str]


def tell(region: Region, place: Municipality) -> None:
    """Record the chapter.

    Args:
        region: the demonstration region, with the chapter of the register told.
        place: the municipality that does not exist.
    """
    official = Account.objects.get(email="beleid.sallandermark@voorbeeld.example")
    day = FIRST.date()
    lines = list(_lines(day, place))
    words = {word.lower(): code for code, word in STAGES.items() if word}
    learned = Meanings.kept(
        {
            "columns": {"projectnaam": "naam", "stand van zaken": "planologische status"},
            "words": {"planologische status": words},
        }
    )
    file = _list(lines, day)
    asked = Asked(path_of(file), file.name, region, place, day, meanings=learned)
    look = services.look_at_list(by=official, at=FIRST, asked=asked)
    first = services.keep_look(by=official, at=FIRST, look=look, file=file)
    # Every name in it is the name of a plan, so each is that plan.
    services.settle_import(
        by=official, at=FIRST, delivery=first, given=services.Given(accept_from=1.0)
    )
    services.apply_import(by=official, at=FIRST, delivery=first)
    services.preview_import(
        by=official,
        at=SECOND,
        file=_list(_half_a_year_later(lines), SECOND.date()),
        region=region,
        reference_date=SECOND.date(),
        municipality=place,
    )
    _deliver(region)


def _deliver(region: Region) -> None:
    """Let the region deliver its plans, as a large region does it: by the worker."""
    ask = Ask(outlet=outlet_named("bzk"), on=SECOND.date(), region=region)
    job = start(
        kind="plans.deliver",
        parameters=ask.as_json(),
        by=Account.objects.get(email="regiosecretaris@voorbeeld.example"),
        at=SECOND,
        enqueue=str,
    )
    perform(job_id=str(job.pk), clock=lambda: SECOND)


def _lines(day: date, place: Municipality) -> Iterable[Line]:
    """Yield name, stage and homes to build of each plan, as the register holds them."""
    plans = list(
        versions_on(day).filter(municipality=place).select_related("plan").order_by("name")
    )
    held = holdings((version.plan_id for version in plans), on=day)
    for version in plans:
        yield [version.name, STAGES[version.stated_status], str(held[version.plan_id].build)]


def _half_a_year_later(lines: Sequence[Line]) -> list[Line]:
    """Return the list of the autumn: one name is written otherwise, one number was changed."""
    later = [list(line) for line in lines]
    for line in later:
        if line[0] == "Zuivelfabriek Markeloo":
            line[0] = "Zuivelfabriek te Markeloo"
        elif line[0] == "Sallanderveld Noord":
            line[2] = str(int(line[2]) - 30)
    return later


def _list(lines: Iterable[Line], day: date) -> StoredFile:
    """Return a list as a municipality makes it: a title above, a total below."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    lines = list(lines)
    writer.writerows(
        [
            ["Projectenlijst gemeente Sallandermark (voorbeeld)"],
            ["Bijgewerkt tot", f"{day:%d-%m-%Y}"],
            [],
            ["Projectnaam", "Stand van zaken", "Te bouwen"],
            *lines,
            ["Totaal", "", str(sum(int(line[2]) for line in lines))],
        ]
    )
    content = io.BytesIO(text.getvalue().encode("cp1252"))
    return store(content, name=f"projectenlijst-{day}.csv", at=FIRST)
