"""The equations as they are written: sums done by hand."""

import numpy as np
import pytest

from woonregie.engines.household import (
    SUPPLY,
    ZERO,
    Domestic,
    EngineError,
    NationalTotals,
    OwnNeed,
    Position,
    Programme,
    Scenario,
    invented,
    reference,
)
from woonregie.engines.household.tests.towns import (
    MEN,
    RAALTE,
    WOMEN,
    ZWOLLE,
    people,
    taking,
    towns,
)

TREND = Scenario()


class TestOneYearByHand:
    def test_a_hundred_men_grow_a_year_older(self):
        found = reference(towns(), TREND, 1)

        assert found.final[RAALTE, MEN, 51, Position.ALONE] == 100
        assert found.final.sum() == 100

    def test_whoever_is_a_hundred_stays_a_hundred(self):
        base = towns(population=people((0, MEN, 99, 1, 3), (0, MEN, 100, 1, 4)))

        found = reference(base, TREND, 1)

        assert found.final[RAALTE, MEN, 100, Position.ALONE] == 7

    def test_two_thirds_a_year_is_half_of_those_who_were_there(self):
        # (2/3) / (1 + 1/3) = 1/2
        found = reference(towns(mortality=2 / 3), TREND, 1)

        assert found.ledger.deaths[0].tolist() == [50, 0]
        assert found.final.sum() == 50

    def test_death_and_moving_compete(self):
        found = reference(towns(mortality=1 / 3, leaving=1 / 3), TREND, 1)

        assert found.ledger.deaths[0].tolist() == pytest.approx([25, 0])
        assert found.ledger.departures[0].tolist() == pytest.approx([25, 0])
        assert found.ledger.arrivals[0].tolist() == pytest.approx([0, 25])
        assert found.ledger.leavers[0, 50] == pytest.approx(25)

    def test_identities_are_exact_in_whole_numbers(self):
        found = reference(towns(mortality=2 / 3), TREND, 1).ledger

        assert not found.imbalance.any()
        assert not found.adrift.any()

    def test_children_are_born_where_their_mothers_live(self):
        base = towns(
            population=people((ZWOLLE, WOMEN, 30, Position.COUPLE, 1000)),
            fertility=0.125,
            newborn_mortality=np.array([0.1, 0.0]),
        )

        found = reference(base, TREND, 1)

        assert found.ledger.births[0].tolist() == [0, 125]
        assert found.ledger.deaths[0].tolist() == pytest.approx([0, 6.4])
        assert found.final[ZWOLLE, :, 0, Position.CHILD].tolist() == pytest.approx([57.6, 61])

    def test_as_many_men_as_women_begin_to_live_together(self):
        base = towns(
            population=people((0, MEN, 30, 1, 80), (0, WOMEN, 28, 1, 120)),
            transitions=taking(0.25, Position.ALONE, Position.COUPLE),
        )

        found = reference(base, TREND, 1)

        # 20 men and 30 women would; their mean does.
        assert found.final[RAALTE, MEN, 31, Position.COUPLE] == pytest.approx(25)
        assert found.final[RAALTE, WOMEN, 29, Position.COUPLE] == pytest.approx(25)
        assert found.ledger.couples_apart[0].tolist() == pytest.approx([0, 0])

    def test_what_cannot_fit_is_told(self):
        base = towns(transitions=taking(0.25, Position.ALONE, Position.COUPLE))

        found = reference(base, TREND, 1)

        assert found.final[RAALTE, MEN, 51, Position.COUPLE] == pytest.approx(12.5)
        assert found.ledger.couples_apart[0].tolist() == pytest.approx([12.5, 0])

    def test_people_from_abroad_and_permit_holders_are_added(self):
        profile = np.zeros((2, 101, 8))
        profile[WOMEN, 25, Position.ALONE] = 1
        base = towns(
            immigration=np.array([10.0, 0.0]),
            immigration_profile=profile,
            permit_holders=np.array([4.0, 6.0]),
            permit_profile=profile,
        )

        found = reference(base, Scenario(immigration=2.0, permit_holders=0.5), 1)

        assert found.ledger.immigration[0].tolist() == [22, 3]
        assert found.final[:, WOMEN, 26, Position.ALONE].tolist() == [22, 3]


class TestWidowhood:
    """Of a hundred couples of 80, of whom men die more than women."""

    # 2/3 / (1 + 1/3) = 1/2 of the men, 2/19 / (1 + 1/19) = 1/10 of the women.
    MORTALITY = np.broadcast_to(np.array([2 / 3, 2 / 19])[None, :, None], (2, 2, 101))

    def couples(self, position=Position.COUPLE, **changed):
        cells = ((RAALTE, sex, 80, position, 100) for sex in (MEN, WOMEN))
        return towns(population=people(*cells), mortality=self.MORTALITY, **changed)

    def test_as_many_are_widowed_as_partners_die(self):
        found = reference(self.couples(), TREND, 1)

        # Women: 100 - 10 - 50 widows; men: 100 - 50 - 10 widowers.
        assert found.final[RAALTE, MEN, 81, Position.COUPLE] == pytest.approx(40)
        assert found.final[RAALTE, WOMEN, 81, Position.COUPLE] == pytest.approx(40)
        assert found.final[RAALTE, MEN, 81, Position.ALONE] == pytest.approx(10)
        assert found.final[RAALTE, WOMEN, 81, Position.ALONE] == pytest.approx(50)
        assert found.ledger.partners_apart[:, RAALTE].tolist() == pytest.approx([0, 0])

    def test_who_has_children_at_home_becomes_a_lone_parent(self):
        found = reference(self.couples(Position.COUPLE_WITH_CHILDREN), TREND, 1)

        assert found.final[RAALTE, WOMEN, 81, Position.LONE_PARENT] == pytest.approx(50)
        assert not found.positions[1, RAALTE, Position.ALONE]

    def test_no_lever_and_no_shortage_acts_on_it(self):
        scarce = Programme(np.zeros((1, 2)), np.zeros((1, 2)), np.array([[200.0, 0]]))
        levers = Scenario(separation=0.0, restraint=100.0, programme=scarce)

        found = reference(self.couples(), levers, 1)

        assert found.final[RAALTE, WOMEN, 81, Position.ALONE] == pytest.approx(50)

    def test_a_partner_is_left_behind_by_whoever_goes_into_an_institution(self):
        entering = taking(0.2, Position.COUPLE, Position.INSTITUTION)
        entering[WOMEN] = 0
        base = self.couples(transitions=entering)

        found = reference(base, TREND, 1)

        # 50 men stay, 10 of them are admitted: 50 + 10 women are left behind.
        assert found.final[RAALTE, MEN, 81, Position.INSTITUTION] == pytest.approx(10)
        assert found.final[RAALTE, WOMEN, 81, Position.ALONE] == pytest.approx(60)
        assert found.ledger.partners_apart[1, RAALTE] == pytest.approx(0)

    def test_who_has_no_partner_to_lose_is_told(self):
        base = towns(population=people((0, MEN, 80, 2, 100)), mortality=2 / 3)

        found = reference(base, TREND, 1)

        assert found.ledger.partners_apart[:, RAALTE].tolist() == pytest.approx([100, 50])

    def test_partners_stay_as_many_men_as_women_for_thirty_years(self):
        base = invented(3)
        nobody = dict.fromkeys(("leaving", "emigration", "immigration", "permit_holders"), 0.0)
        closed = base.from_arrays(regions=base.regions, year=2026, arrays=base.arrays() | nobody)

        for separation in (0.5, 1.5):
            found = reference(closed, Scenario(separation=separation), 30)

            assert found.ledger.couples_apart.max() < 1e-6
            assert found.ledger.partners_apart.max() < 1e-6


class TestHouseholdsAndDwellings:
    def test_households_need_and_shortage_by_hand(self):
        base = towns(
            population=people(
                (0, MEN, 40, Position.ALONE, 100),
                (0, MEN, 40, Position.COUPLE, 150),
                (0, WOMEN, 40, Position.COUPLE_WITH_CHILDREN, 150),
                (0, WOMEN, 40, Position.LONE_PARENT, 20),
                (0, WOMEN, 20, Position.OTHER, 50),
                (0, WOMEN, 10, Position.CHILD, 500),
                (0, WOMEN, 90, Position.INSTITUTION, 30),
            ),
            elsewhere=0.1,
            vacancy=0.04,
            stock=np.array([250.0, 10.0]),
        )

        found = reference(base, TREND, 1)

        # 100 + 150/2 + 150/2 + 20 + 0.4 x 50 = 290; x 0.9 / 0.96 = 271.875
        assert found.households[0].tolist() == pytest.approx([290, 0])
        assert found.need[0].tolist() == pytest.approx([271.875, 0])
        assert found.shortage[0].tolist() == pytest.approx([21.875, 0])
        assert sum(found.households_by_type().values())[0].tolist() == pytest.approx([290, 0])

    def test_task_is_growth_and_what_goes_and_the_shortage_of_the_start(self):
        base = towns(stock=np.array([80.0, 10.0]))
        programme = Programme(
            hard=np.array([[6.0, 0], [2, 0]]),
            soft=np.array([[8.0, 0], [0, 0]]),
            demolition=np.array([[1.0, 0], [0, 0]]),
        )
        scenario = Scenario(programme=programme, realisation_soft=0.25, catch_up_years=4)

        found = reference(base, scenario, 2)

        assert found.stock[:, RAALTE].tolist() == [80, 87, 89]
        # Nobody comes or goes: (100 - 80) / 4 a year, and one that is pulled down.
        assert found.task[:, RAALTE].tolist() == pytest.approx([0, 6, 5])
        assert found.margin[:, RAALTE].tolist() == pytest.approx([0, -6, -8])


class TestNetDomesticMigration:
    def test_zero_is_zero_for_every_age(self):
        found = reference(invented(4), Scenario(own_need=ZERO), 5).ledger

        assert np.array_equal(found.arrivals, found.departures)

    def test_zero_within_balances_the_members_among_each_other(self):
        base = invented(4)
        members = base.regions[:2]
        within = OwnNeed("within", Domestic.ZERO_WITHIN, source="woondeal", members=members)
        only_members = np.zeros((6, 4, 4))
        only_members[:, 0, 1] = only_members[:, 1, 0] = 1
        only_members[:, 2, 3] = only_members[:, 3, 2] = 1
        apart = base.from_arrays(
            regions=base.regions,
            year=base.year,
            arrays=base.arrays() | {"destinations": only_members},
        )

        inside = reference(apart, Scenario(own_need=within), 3).ledger
        outside = reference(base, Scenario(own_need=within), 3).ledger

        assert np.allclose(inside.arrivals[:, :2], inside.departures[:, :2], rtol=1e-12)
        assert not np.allclose(inside.arrivals[:, 2:], inside.departures[:, 2:], rtol=1e-3)
        assert outside.worst() < 1e-9

    def test_what_is_stated_is_kept_and_the_others_make_up_the_rest(self):
        base = invented(5)
        own = OwnNeed(
            "own", Domestic.STATED, source="raad", stated={base.regions[0]: [100.0, 50.0, 0.0]}
        )

        found = reference(base, Scenario(own_need=own), 3).ledger

        net = found.arrivals - found.departures
        assert net[:, 0].tolist() == pytest.approx([100, 50, 0], abs=0.01)
        assert net.sum(axis=1).tolist() == pytest.approx([0, 0, 0], abs=1e-8)

    @pytest.mark.parametrize("stating", [3, 4])
    def test_what_nearly_every_region_states_is_kept(self, stating):
        base = invented(5)
        asked = [120.0, -80.0, 60.0, -40.0][:stating]
        own = OwnNeed(
            "own",
            Domestic.STATED,
            source="raad",
            stated=dict(zip(base.regions, asked, strict=False)),
        )

        found = reference(base, Scenario(own_need=own), 3)

        net = found.ledger.arrivals - found.ledger.departures
        assert np.abs(net[:, :stating] - asked).max() < 0.05
        # The others make up the rest.
        assert net[:, stating:].sum(axis=1).tolist() == pytest.approx([-sum(asked)] * 3, abs=0.05)
        assert found.unmet == []

    @pytest.mark.parametrize("asked", [-5_000.0, 100_000.0])
    def test_what_cannot_be_is_told(self, asked):
        base = invented(5)
        own = OwnNeed("own", Domestic.STATED, source="raad", stated={base.regions[0]: asked})

        found = reference(base, Scenario(own_need=own), 1)

        (unmet,) = found.unmet
        net = (found.ledger.arrivals - found.ledger.departures)[0, 0]
        assert (unmet.year, unmet.region, unmet.asked) == (2026, base.regions[0], asked)
        assert unmet.found == net
        assert abs(net) < abs(asked) - 1_000
        assert found.ledger.worst() < 1e-12

    def test_households_track_dwellings_at_lambda_one(self):
        base, years = invented(5), 8
        plans = np.full((years, 5), 150.0)
        plans[:, 4] = np.nan
        plans[:, 0] = 230.0
        programme = Programme(plans, np.zeros((years, 5)), np.zeros((years, 5)))
        gaps = {}
        for lam in (0.0, 0.5, 1.0):
            found = reference(base, Scenario(own_need=SUPPLY, lam=lam, programme=programme), years)
            ratio = found.need / found.stock
            gaps[lam] = np.abs(ratio[-1] / ratio[0] - 1)[:4].max()

        assert gaps[1.0] < 0.004 < gaps[0.5] < gaps[0.0]

    def test_a_zone_where_nobody_lived_has_dwellings_for_who_comes(self):
        none = np.zeros((2, 2))
        programme = Programme(np.array([[0.0, np.nan]] * 2), none, none)
        # (2/3) / (1 + 1/3) = 1/2: fifty men move from Raalte.
        base = towns(leaving=2 / 3, stock=np.array([400.0, 20.0]))

        found = reference(base, Scenario(programme=programme), 2)

        assert found.need[:2, ZWOLLE].tolist() == pytest.approx([0, 50])
        assert found.stock[:2, ZWOLLE].tolist() == pytest.approx([20, 50])
        assert np.isfinite(found.final).all()


class TestLevers:
    def test_a_shortage_keeps_the_young_at_home(self):
        base = invented(3)
        scarce = Programme(*(np.zeros((6, 3)) for _part in range(2)), np.full((6, 3), 300.0))

        free = reference(base, Scenario(programme=scarce), 6)
        held = reference(base, Scenario(programme=scarce, restraint=3.0), 6)

        children = held.positions[-1, :, Position.CHILD] - free.positions[-1, :, Position.CHILD]
        assert (children > 0).all()

    def test_extramural_care_keeps_people_out_of_institutions(self):
        base = invented(2)

        trend, fewer = (
            reference(base, Scenario(institution=share), 5).positions[-1, :, Position.INSTITUTION]
            for share in (1.0, 0.8)
        )

        assert (fewer < trend).all()


class TestNationalTotals:
    def test_are_met_and_the_factors_told(self):
        base = invented(4)
        totals = NationalTotals(
            "CBS 2025",
            births=np.array([2000.0, 2100.0]),
            deaths=np.array([[700.0, 1100.0]] * 2),
            immigration=np.array([[900.0, 1500.0]] * 2),
            bands=(0, 80),
        )

        found = reference(base, Scenario(national=totals), 2)

        assert found.ledger.births.sum(axis=1).tolist() == pytest.approx([2000, 2100])
        assert found.ledger.deaths.sum(axis=1).tolist() == pytest.approx([1800, 1800])
        assert found.ledger.immigration.sum(axis=1).tolist() == pytest.approx([2400, 2400])
        assert {(item.component, item.from_age) for item in found.scaling} == {
            ("births", 0),
            ("deaths", 0),
            ("deaths", 80),
            ("immigration", 0),
            ("immigration", 80),
        }
        assert found.alarms()
        assert found.ledger.worst() < 1e-12

    @pytest.mark.parametrize("component", ["births", "deaths", "emigration", "immigration"])
    def test_of_what_there_is_none_are_refused(self, component):
        asked = np.full((2,) if component == "births" else (2, 1), 10.0)
        national = NationalTotals("CBS 2025", **{component: asked})

        with pytest.raises(EngineError, match=f"{component} from age 0 in 2026") as caught:
            reference(towns(), Scenario(national=national), 2)

        assert caught.value.fields["from_age"] == 0

    def test_of_nothing_ask_nothing(self):
        national = NationalTotals("CBS 2025", births=np.zeros(2))

        assert reference(towns(), Scenario(national=national), 2).unmet == []

    def test_beyond_all_people_are_told(self):
        national = NationalTotals("CBS 2025", deaths=np.array([[150.0]]))

        found = reference(towns(mortality=0.1), Scenario(national=national), 1)

        (unmet,) = found.unmet
        assert (unmet.what, unmet.region, unmet.asked) == ("deaths", "", 150)
        assert unmet.found == pytest.approx(100)

    def test_totals_that_fit_alarm_nobody(self):
        base = invented(4)
        births = reference(base, TREND, 2).ledger.births.sum(axis=1)

        found = reference(base, Scenario(national=NationalTotals("own", births=births * 1.02)), 2)

        assert [item.factor for item in found.scaling] == pytest.approx([1.02, 1.02], abs=1e-3)
        assert found.alarms() == []
