from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.services import record
from woonregie.foundation.commitments import registry
from woonregie.foundation.commitments.errors import (
    AlreadyWithdrawnError,
    CommitmentError,
    MeasureError,
    ObservationError,
)
from woonregie.foundation.commitments.models import (
    Assessment,
    Commitment,
    Observation,
)
from woonregie.foundation.commitments.queries import readable, with_result
from woonregie.foundation.commitments.services import (
    add_measure,
    follow,
    judge,
    make_commitment,
    observe,
    recompute,
    withdraw_commitment,
    withdraw_measure,
)
from woonregie.foundation.commitments.tests.factories import AT, TODAY, by_hand, make, wanted
from woonregie.foundation.pages.errors import ForbiddenError


def result_of(commitment):
    """Return how the engine last said that a commitment stands."""
    return with_result(Commitment.objects.filter(pk=commitment.pk)).get().result


def count_rooms(organisation, **values):
    """Return a measure of rooms: 365 on 1 January 2027, from none a year earlier."""
    return by_hand(
        **{
            "metric": "tests.rooms",
            "scope": organisation,
            "target": Decimal(365),
            "due_on": date(2027, 1, 1),
            "path": [(date(2026, 1, 1), Decimal(0))],
            **values,
        }
    )


class TestMaking:
    def test_keeps_parties_words_and_path(self, region, zwolle, corporation, tenants):
        made = make(
            region,
            zwolle.organisation,
            corporation,
            tenants,
            measures=[by_hand(path=[(date(2027, 1, 1), Decimal(1))])],
        )

        assert made.debtor == zwolle.organisation
        assert {item.organisation for item in made.creditors.all()} == {corporation, tenants}
        assert made.measures.get().path.get().value == 1

    def test_tells_the_trail_of_ids_only(self, sites, corporation):
        event = Event.objects.get(act="commitments.made")

        assert event.target_id == sites.pk
        assert event.organisation_id == sites.debtor_id
        assert event.payload["parties"] == [str(corporation.pk)]
        assert "locaties" not in str(event.payload)

    def test_is_for_whoever_speaks_for_a_party(self, region, zwolle, corporation, official_zwolle):
        asked = wanted(zwolle.organisation, corporation)

        made = make_commitment(by=official_zwolle, at=AT, region=region, wanted=asked)

        assert made.recorded_by == official_zwolle

    def test_is_not_for_another_municipality(self, region, zwolle, corporation, official_kampen):
        asked = wanted(zwolle.organisation, corporation)

        with pytest.raises(ForbiddenError, match=r"partijen spreekt: Zwolle\."):
            make_commitment(by=official_kampen, at=AT, region=region, wanted=asked)

        assert not Commitment.objects.exists()

    def test_is_not_for_an_alderman_or_council(
        self, region, kampen, corporation, executive_kampen, reader
    ):
        asked = wanted(kampen.organisation, corporation)

        for account in (executive_kampen, reader):
            with pytest.raises(ForbiddenError):
                make_commitment(by=account, at=AT, region=region, wanted=asked)

    def test_comes_from_a_thing_that_she_may_see(
        self, region, zwolle, corporation, official_zwolle, a_source
    ):
        seen = wanted(zwolle.organisation, corporation, origin=("bronnen", a_source.pk))
        unseen = wanted(zwolle.organisation, corporation, origin=("plannen", a_source.pk))

        made = make_commitment(by=official_zwolle, at=AT, region=region, wanted=seen)

        assert (made.origin_kind, made.origin_key) == ("bronnen", a_source.pk)
        with pytest.raises(CommitmentError, match="is er niet, of u mag het niet zien"):
            make_commitment(by=official_zwolle, at=AT, region=region, wanted=unseen)

    def test_refuses_a_debtor_who_promises_herself(self, region, zwolle, corporation):
        for owed in ([zwolle.organisation], [corporation, zwolle.organisation], []):
            with pytest.raises(CommitmentError, match="iemand anders dan Zwolle"):
                make(region, zwolle.organisation, *owed)

    def test_refuses_a_party_from_elsewhere(self, region, zwolle, hellendoorn):
        with pytest.raises(CommitmentError, match="Hellendoorn"):
            make(region, zwolle.organisation, hellendoorn.organisation)

    def test_refuses_an_end_before_its_start(self, region, zwolle, corporation):
        with pytest.raises(CommitmentError, match="na de begindag"):
            make(region, zwolle.organisation, corporation, ends_before=date(2026, 1, 1))

    def test_refuses_empty_and_endless_texts(self, region, zwolle, corporation):
        for title in (" ", "x" * 201, "a\x00b"):
            with pytest.raises(CommitmentError, match="van 1 tot 200 tekens"):
                make(region, zwolle.organisation, corporation, title=title)

    def test_leaves_nothing_when_a_measure_is_refused(self, region, zwolle, corporation):
        with pytest.raises(MeasureError):
            make(
                region,
                zwolle.organisation,
                corporation,
                measures=[by_hand(), by_hand(target=Decimal("NaN"))],
            )

        assert not Commitment.objects.exists()

    def test_comes_in_the_place_of_another(self, region, zwolle, corporation, sites):
        newer = make(region, zwolle.organisation, corporation, title="Drie", replaces=sites)

        sites.refresh_from_db()
        assert sites.withdrawn_at == AT
        assert sites.replaced_by == newer

    def test_cannot_free_the_debtor(self, region, zwolle, corporation, sites, official_zwolle):
        asked = wanted(zwolle.organisation, corporation, title="Geen", replaces=sites)

        with pytest.raises(ForbiddenError, match="Corporatie de IJssel"):
            make_commitment(by=official_zwolle, at=AT, region=region, wanted=asked)

    def test_the_database_keeps_it_as_it_was(self, sites):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=sites.pk).update(title="Iets anders")


class TestMeasures:
    @pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e12"])
    def test_refuse_what_is_no_number(self, sites, value):
        with pytest.raises(MeasureError, match="onder een miljard"):
            add_measure(by=None, at=AT, commitment=sites, wanted=by_hand(target=Decimal(value)))

    def test_refuse_thirty_as_a_share(self, sites):
        with pytest.raises(MeasureError, match="0,3 is 30 %"):
            add_measure(
                by=None,
                at=AT,
                commitment=sites,
                wanted=by_hand(unit="share", target=Decimal(30)),
            )

    def test_refuse_the_unit_of_another_metric(self, sites, zwolle, rooms):
        asked = count_rooms(zwolle.organisation, unit="dwellings")

        with pytest.raises(MeasureError, match="hier telt aantal"):
            add_measure(by=None, at=AT, commitment=sites, wanted=asked)

    def test_refuse_a_metric_that_nobody_registers(self, sites, zwolle, rooms):
        asked = count_rooms(zwolle.organisation, metric="tests.chairs")

        with pytest.raises(MeasureError, match=r"tests\.chairs"):
            add_measure(by=None, at=AT, commitment=sites, wanted=asked)

    def test_refuse_a_place_elsewhere(self, sites, hellendoorn, sallandermark, rooms):
        for place in (hellendoorn, sallandermark):
            with pytest.raises(MeasureError, match="een gemeente van de regio"):
                add_measure(
                    by=None, at=AT, commitment=sites, wanted=count_rooms(place.organisation)
                )

    def test_refuse_segments_and_definitions_that_the_metric_has_not(self, sites, zwolle, rooms):
        for asked in ({"segment": "social_rent"}, {"profile": "legal-hard"}):
            with pytest.raises(MeasureError):
                add_measure(
                    by=None,
                    at=AT,
                    commitment=sites,
                    wanted=count_rooms(zwolle.organisation, **asked),
                )

    @pytest.mark.parametrize(
        "path",
        [
            [(date(2027, 7, 1), Decimal(1))],
            [(date(2027, 1, 1), Decimal(1)), (date(2027, 1, 1), Decimal(2))],
            [(date(2027, 1, 1) + timedelta(days=at), Decimal(1)) for at in range(41)],
        ],
    )
    def test_refuse_a_path_that_cannot_be_walked(self, sites, path):
        with pytest.raises(MeasureError, match="Tussendoelen"):
            add_measure(by=None, at=AT, commitment=sites, wanted=by_hand(path=path))

    def test_refuse_a_target_outside_the_commitment(self, region, zwolle, corporation):
        with pytest.raises(MeasureError, match="looptijd"):
            make(
                region,
                zwolle.organisation,
                corporation,
                ends_before=date(2027, 7, 1),
                measures=[by_hand()],
            )

    def test_are_withdrawn_by_who_was_promised(self, sites, official_zwolle, corporation_adviser):
        measure = sites.measures.get()

        with pytest.raises(ForbiddenError):
            withdraw_measure(by=official_zwolle, at=AT, measure=measure, why="Te hoog")
        withdraw_measure(by=corporation_adviser, at=AT, measure=measure, why="Dubbel")

        assert measure.withdrawn_why == "Dubbel"


class TestMeasuring:
    """On 24 November 2026, the 327th day of the path, 327 rooms are expected."""

    def test_happens_at_once(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327

        made = make(
            region,
            zwolle.organisation,
            corporation,
            measures=[count_rooms(zwolle.organisation)],
        )

        seen = Observation.objects.get()
        assert (seen.value, seen.as_of, seen.source) == (327, TODAY, "live")
        assert Assessment.objects.get(measure__isnull=False).expected == 327
        assert result_of(made) == "on_course"

    def test_keeps_a_value_only_when_it_changed(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        make(region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)])

        same = recompute(on=TODAY, at=AT)
        rooms[zwolle.organisation_id] = 320
        other = recompute(on=TODAY, at=AT + timedelta(hours=1))

        assert same == {"measures": 1, "changed": 0, "assessments": 0}
        # The measure and its commitment are both behind now.
        assert other == {"measures": 1, "changed": 1, "assessments": 2}
        assert Event.objects.filter(act="commitments.measured").count() == 1

    def test_goes_on_when_only_time_passes(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        recompute(on=TODAY + timedelta(days=1), at=AT + timedelta(days=1))

        assert result_of(made) == "behind"
        assert Observation.objects.count() == 1

    def test_says_that_it_cannot_when_it_cannot(self, region, zwolle, corporation, rooms):
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        assert Observation.objects.get().value is None
        assert result_of(made) == "not_measurable"

    def test_forgets_a_metric_that_is_no_longer_registered(
        self, region, zwolle, corporation, rooms, monkeypatch
    ):
        rooms[zwolle.organisation_id] = 400
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        monkeypatch.setattr(registry, "_METRICS", {})
        recompute(on=TODAY, at=AT + timedelta(hours=1))

        assert result_of(made) == "not_measurable"
        assert Observation.objects.get().value == 400

    def test_follows_an_act_that_can_change_it(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )
        rooms[zwolle.organisation_id] = 1

        event = record(
            act="region.facts_recorded", by=None, at=AT, organisation_id=zwolle.organisation_id
        )
        follow(event)

        assert result_of(made) == "behind"

    def test_does_not_follow_what_cannot(
        self, region, zwolle, kampen, corporation, rooms, hellendoorn
    ):
        rooms[zwolle.organisation_id] = 327
        make(region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)])
        rooms[zwolle.organisation_id] = 1

        for act, owner in (
            ("commitments.judged", zwolle.organisation_id),
            ("region.facts_recorded", hellendoorn.organisation_id),
        ):
            follow(record(act=act, by=None, at=AT, organisation_id=owner))

        assert Observation.objects.count() == 1

    def test_waits_for_the_last_of_many_acts(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        make(region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)])
        rooms[zwolle.organisation_id] = 1
        first, last = (
            record(
                act="region.facts_recorded",
                by=None,
                at=AT,
                organisation_id=zwolle.organisation_id,
            )
            for _time in range(2)
        )

        follow(first)
        untouched = Observation.objects.count()
        follow(last)

        assert (untouched, Observation.objects.count()) == (1, 2)


class TestObserving:
    def test_keeps_a_value_with_its_evidence_for_a_party(self, sites, zwolle, official_zwolle):
        seen = observe(
            by=official_zwolle,
            at=AT,
            measure=sites.measures.get(),
            organisation=zwolle.organisation,
            as_of=TODAY,
            value=Decimal(2),
            note="Raadsbesluit van 20 november",
        )

        assert (seen.value, seen.source, seen.organisation) == (2, "manual", zwolle.organisation)
        assert len(seen.digest) == 64
        assert result_of(sites) == "on_course"

    def test_is_final_on_the_day_of_the_target(self, sites, zwolle):
        due = AT.replace(year=2027, month=7, day=1)

        observe(
            by=None,
            at=due,
            measure=sites.measures.get(),
            organisation=zwolle.organisation,
            as_of=due.date(),
            value=Decimal(2),
        )

        assert result_of(sites) == "met"

    def test_is_not_for_another_party(self, sites, zwolle, kampen, official_kampen):
        for speaks_for in (zwolle, kampen):
            with pytest.raises(ForbiddenError):
                observe(
                    by=official_kampen,
                    at=AT,
                    measure=sites.measures.get(),
                    organisation=speaks_for.organisation,
                    as_of=TODAY,
                    value=Decimal(2),
                )

    def test_refuses_tomorrow_and_what_is_no_number(self, sites, zwolle):
        for error, as_of, value in (
            (ObservationError, TODAY + timedelta(days=1), Decimal(2)),
            (MeasureError, TODAY, Decimal("NaN")),
        ):
            with pytest.raises(error):
                observe(
                    by=None,
                    at=AT,
                    measure=sites.measures.get(),
                    organisation=zwolle.organisation,
                    as_of=as_of,
                    value=value,
                )

    def test_refuses_a_measure_that_reads_for_itself(self, region, zwolle, corporation, rooms):
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        with pytest.raises(ObservationError, match="uit de registers"):
            observe(
                by=None,
                at=AT,
                measure=made.measures.get(),
                organisation=zwolle.organisation,
                as_of=TODAY,
                value=Decimal(2),
            )


class TestJudging:
    def test_stands_beside_the_engine(self, sites, corporation, corporation_adviser):
        judge(
            by=corporation_adviser,
            at=AT,
            commitment=sites,
            organisation=corporation,
            result="behind",
            reason="Er is nog geen locatie gevonden",
        )

        assert result_of(sites) == "not_measurable"
        assert Assessment.objects.get(organisation=corporation).result == "behind"

    def test_asks_a_reason(self, sites, corporation):
        with pytest.raises(CommitmentError, match="Reden"):
            judge(
                by=None,
                at=AT,
                commitment=sites,
                organisation=corporation,
                result="met",
                reason=" ",
            )

    def test_is_for_the_office_as_the_region(self, sites, region, secretary):
        judge(
            by=secretary,
            at=AT,
            commitment=sites,
            organisation=region.organisation,
            result="at_risk",
            reason="De grond is duur",
        )

        assert Assessment.objects.filter(organisation=region.organisation).exists()


class TestWithdrawing:
    def test_is_for_whom_it_was_promised(self, sites, official_zwolle, corporation_adviser):
        with pytest.raises(ForbiddenError):
            withdraw_commitment(by=official_zwolle, at=AT, commitment=sites, why="Te duur")
        withdraw_commitment(by=corporation_adviser, at=AT, commitment=sites, why="Achterhaald")

        assert sites.withdrawn_why == "Achterhaald"

    def test_is_done_once(self, sites):
        withdraw_commitment(by=None, at=AT, commitment=sites, why="Achterhaald")

        with pytest.raises(AlreadyWithdrawnError):
            withdraw_commitment(by=None, at=AT, commitment=sites, why="Nogmaals")

    def test_ends_all_changes(self, sites, corporation):
        withdraw_commitment(by=None, at=AT, commitment=sites, why="Achterhaald")

        with pytest.raises(AlreadyWithdrawnError):
            add_measure(by=None, at=AT, commitment=sites, wanted=by_hand())
        with pytest.raises(AlreadyWithdrawnError):
            judge(
                by=None,
                at=AT,
                commitment=sites,
                organisation=corporation,
                result="met",
                reason="Toch",
            )


class TestReading:
    @pytest.fixture
    def kept(self, region, zwolle, corporation):
        """Return a commitment that only its parties and the office read."""
        return make(region, zwolle.organisation, corporation, reach="parties")

    def reads(self, account, region):
        return readable(account, region, today=TODAY).exists()

    def test_is_for_the_parties_and_the_office(
        self, kept, region, theme_lead, corporation_adviser, secretary
    ):
        for account in (theme_lead, corporation_adviser, secretary):
            assert self.reads(account, region)

    def test_is_not_for_others(
        self,
        kept,
        region,
        official_kampen,
        tenants_representative,
        account_manager,
        administrator,
        guest,
        market_expert,
        stranger,
    ):
        for account in (
            official_kampen,
            tenants_representative,
            account_manager,
            administrator,
            guest,
            market_expert,
            stranger,
        ):
            assert not self.reads(account, region)

    def test_reaches_as_wide_as_was_said(
        self,
        sites,
        region,
        official_kampen,
        tenants_representative,
        guest,
        market_expert,
        stranger,
    ):
        for account in (official_kampen, tenants_representative):
            assert self.reads(account, region)
        for account in (guest, market_expert, stranger):
            assert not self.reads(account, region)

    def test_passes_to_whoever_a_party_went_up_in(
        self, kept, region, zwolle, kampen, official_kampen
    ):
        zwolle.organisation.successor = kampen.organisation
        zwolle.organisation.save()

        assert self.reads(official_kampen, region)


class TestManyMeasures:
    def test_ask_as_many_questions_as_one(
        self, region, zwolle, corporation, rooms, django_assert_max_num_queries
    ):
        rooms[zwolle.organisation_id] = 400
        for at in range(20):
            make(
                region,
                zwolle.organisation,
                corporation,
                title=f"Kamers {at}",
                measures=[count_rooms(zwolle.organisation, target=Decimal(365 + at))],
            )
        rooms[zwolle.organisation_id] = 3

        with django_assert_max_num_queries(25, connection=connection):
            done = recompute(on=TODAY, at=AT)

        assert done["changed"] == 20
