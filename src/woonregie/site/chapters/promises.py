"""The chapter of commitments: who promised whom what, one met, one at risk, one suspended.

Invented: nobody promised this. What would be unkind to say of a real municipality, Sallandermark
does.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.commitments.models import Commitment
from woonregie.foundation.commitments.services import (
    Wanted,
    WantedMeasure,
    add_condition,
    judge,
    make_commitment,
    observe,
    recompute,
)
from woonregie.foundation.region.models import Municipality, Region

SAID_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SEEN_ON = date(2026, 11, 1)
SINCE, NEXT, LATER, LAST = (date(year, 1, 1) for year in (2026, 2027, 2028, 2031))
Of = Callable[[str], Organisation]


def tell(region: Region, *, at: datetime) -> None:
    """Let municipalities, corporations, province and region promise each other ten things."""

    def of(slug: str) -> Organisation:
        if slug.startswith("GM"):
            return Municipality.objects.select_related("organisation").get(code=slug).organisation
        return Organisation.objects.get(slug=slug)

    _live(region, of)
    sites = _sites(region, of)
    _waiting(region, of, sites)
    _unmeasured(region, of)
    _replaced(region, of)
    recompute(on=max(localdate(at), SEEN_ON), at=max(at, SAID_AT), regions=[region])


def _make(
    region: Region,
    debtor: Organisation,
    *creditors: Organisation,
    title: str,
    text: str,
    hardness: str = "result",
    reach: str = "region",
    theme: str = "Woningbouw",
    measures: tuple[WantedMeasure, ...] = (),
    replaces: Commitment | None = None,
    replaces_why: str = "",
) -> Commitment:
    return make_commitment(
        by=None,
        at=SAID_AT,
        region=region,
        wanted=Wanted(
            debtor=debtor,
            creditors=creditors,
            title=title,
            text=f"{text} (Verzonnen voorbeeld.)",
            hardness=hardness,
            reach=reach,
            starts_on=SINCE,
            theme=theme,
            measures=measures,
            replaces=replaces,
            replaces_why=replaces_why,
            invented=True,
        ),
    )


def _live(region: Region, of: Of) -> None:
    """Make what is measured on the registers: homes in plans, hard capacity, realisation."""
    here, province = region.organisation, of("overijssel")
    for slug, target, tolerance in (("GM0193", 15_000, 1500), ("GM0166", 4000, 400)):
        town = of(slug)
        _make(
            region,
            town,
            province,
            here,
            title=f"Genoeg plannen in {town.name}",
            text=f"{town.name} houdt tot 2031 minstens {target} woningen netto in plannen.",
            measures=(
                WantedMeasure(
                    title=f"Netto woningen in plannen van {town.name}",
                    metric="plans.net_homes",
                    scope=town,
                    unit="dwellings",
                    direction="at_least",
                    target=Decimal(target),
                    due_on=LAST,
                    path=[(SINCE, Decimal(target) / 2), (LATER, Decimal(target) * 3 / 4)],
                    tolerance=Decimal(tolerance),
                    margin=Decimal(tolerance),
                ),
            ),
        )
    _make(
        region,
        here,
        province,
        title="Harde plannen niet boven de norm",
        text="De regio houdt harde plannen op hoogstens 130 % van de behoefte.",
        theme="Plancapaciteit",
        measures=(
            WantedMeasure(
                title="Harde plannen als deel van de behoefte",
                metric="balance.hard_share",
                scope=here,
                profile="legal-hard",
                unit="share",
                direction="at_most",
                target=Decimal("1.3"),
                due_on=LAST,
                path=[(SINCE, Decimal("1.3"))],
                margin=Decimal("0.1"),
            ),
        ),
    )
    _make(
        region,
        here,
        province,
        title="Tweeduizend woningen opgeleverd",
        text="De gemeenten van de regio leveren samen voor 2031 tweeduizend woningen op.",
        hardness="effort",
        measures=(
            WantedMeasure(
                title="Gerealiseerde woningen in de regio",
                metric="plans.realised",
                scope=here,
                unit="dwellings",
                direction="at_least",
                target=Decimal(2000),
                due_on=LAST,
            ),
            WantedMeasure(
                title="Gerealiseerde sociale huurwoningen in de regio",
                metric="plans.realised",
                segment="social_rent",
                scope=here,
                unit="dwellings",
                direction="at_least",
                target=Decimal(600),
                due_on=LAST,
            ),
        ),
    )


def _sites(region: Region, of: Of) -> Commitment:
    """Return what Sallandermark promised, and is late with."""
    sallandermark, corporation = of("sallandermark"), of("vechtdal-wonen")
    made = _make(
        region,
        sallandermark,
        corporation,
        title="Vier locaties voor sociale huur aanwijzen",
        text="Sallandermark wijst voor 1 juli 2027 vier locaties aan, waarvan drie in 2026.",
        theme="Locaties",
        measures=(
            WantedMeasure(
                title="Aangewezen locaties",
                unit="count",
                direction="at_least",
                target=Decimal(4),
                due_on=date(2027, 7, 1),
                path=[(SINCE, Decimal(0)), (NEXT, Decimal(3))],
                margin=Decimal(2),
                lasting=True,
                evidence_wanted="Besluit van het college",
            ),
        ),
    )
    _see(made, sallandermark, 1, "Collegebesluit over het stationsgebied")
    return made


def _waiting(region: Region, of: Of, sites: Commitment) -> None:
    """Make what a corporation did already, and what it does once there are sites."""
    corporation, delta, zwolle = of("vechtdal-wonen"), of("deltawonen"), of("GM0193")
    homes = _make(
        region,
        corporation,
        of("sallandermark"),
        title="Zestig sociale huurwoningen in Sallandermark",
        text="Vechtdal Wonen bouwt zestig sociale huurwoningen op de locaties die er komen.",
        measures=(_homes("Gebouwde sociale huurwoningen", 60, date(2029, 1, 1)),),
    )
    add_condition(
        by=None, at=SAID_AT, commitment=homes, depends_on=sites, deadline=date(2027, 7, 1)
    )
    done = _make(
        region,
        delta,
        zwolle,
        title="Veertig woningen verduurzaamd",
        text="deltaWonen verduurzaamt in 2026 veertig huurwoningen in Holtenbroek.",
        theme="Verduurzaming",
        measures=(_homes("Verduurzaamde woningen", 40, NEXT),),
    )
    _see(done, delta, 42, "Opleveringen tot en met oktober")


def _homes(title: str, target: int, due_on: date) -> WantedMeasure:
    return WantedMeasure(
        title=title,
        unit="dwellings",
        direction="at_least",
        target=Decimal(target),
        due_on=due_on,
        path=[(SINCE, Decimal(0))],
        tolerance=Decimal(5),
        margin=Decimal(5),
        lasting=True,
    )


def _unmeasured(region: Region, of: Of) -> None:
    """Make an intention that waits for somebody outside, and that the office judged."""
    made = _make(
        region,
        of("overijssel"),
        region.organisation,
        title="Meedenken over versnelling",
        text="De provincie denkt mee over plannen die vastlopen op stikstof en stroom.",
        hardness="intention",
        theme="Versnelling",
    )
    add_condition(
        by=None,
        at=SAID_AT,
        commitment=made,
        event="Provinciale Staten stellen geld beschikbaar",
        deadline=LATER,
    )
    judge(
        by=None,
        at=SAID_AT,
        commitment=made,
        organisation=region.organisation,
        result="on_course",
        reason="Het eerste gesprek was nuttig en er zijn namen genoemd",
    )


def _replaced(region: Region, of: Of) -> None:
    """Make an agreement on neighbourhoods, and a later one that came in its place."""
    zwolle, delta = of("GM0193"), of("deltawonen")
    old, new = (
        "Zwolle en deltaWonen kijken elk jaar samen naar de leefbaarheid in Holtenbroek.",
        "Zwolle en deltaWonen kijken elk half jaar naar de leefbaarheid in Holtenbroek en in de "
        "Aa-landen.",
    )
    first = _make(
        region, zwolle, delta, title="Samen kijken naar Holtenbroek", text=old, hardness="effort"
    )
    _make(
        region,
        zwolle,
        delta,
        title="Samen kijken naar Holtenbroek en de Aa-landen",
        text=new,
        hardness="effort",
        replaces=first,
        replaces_why="De Aa-landen horen er sinds dit jaar bij (voorbeeld).",
    )


def _see(made: Commitment, organisation: Organisation, value: int, note: str) -> None:
    observe(
        by=None,
        at=SAID_AT,
        measure=made.measures.get(),
        organisation=organisation,
        as_of=SEEN_ON,
        value=Decimal(value),
        note=note,
    )
