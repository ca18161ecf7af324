"""A question of the region to Kampen, Zwolle and the corporation, about one source."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from woonregie.foundation.accounts.models import Account, Membership, Role
from woonregie.foundation.consents.models import Request
from woonregie.foundation.consents.services import Given, Question, answer, ask

LAST_DAY = date(2026, 12, 15)


@pytest.fixture
def question(a_source, kampen, zwolle, corporation):
    """Return what is asked: whether they agree with a source."""
    return Question(
        pointer=("bronnen", a_source.pk),
        text="Stemt u in met deze cijfers?",
        parties=[kampen.organisation, zwolle.organisation, corporation],
        answer_by=LAST_DAY,
    )


@pytest.fixture
def asked(region, secretary, question, moment):
    """Return a function that asks, with some things said otherwise."""

    def do(*, by: Account = secretary, organisation=region.organisation, **changes) -> Request:
        return ask(
            by=by,
            at=moment,
            region=region,
            organisation=organisation,
            question=replace(question, **changes),
        )

    return do


@pytest.fixture
def request_of_region(asked):
    """Return the question, asked."""
    return asked()


@pytest.fixture
def answered(request_of_region, official_kampen, kampen, moment):
    """Return a function that answers; as Kampen, at the usual moment, unless told otherwise."""

    def do(
        reply="agreed",
        *,
        by=official_kampen,
        organisation=kampen.organisation,
        days=0,
        base=None,
        **said,
    ):
        return answer(
            by=by,
            at=moment + timedelta(days=days),
            request=request_of_region,
            organisation=organisation,
            given=Given(reply, **said),
            base=base,
        )

    return do


@pytest.fixture
def former_alderman(kampen, moment):
    """Return the alderman of Kampen whose mandate ended yesterday."""
    account = Account.objects.create_user(
        "oud-wethouder@voorbeeld.example", "wachtwoord-voor-toetsen", display_name="Oud-wethouder"
    )
    Membership.objects.create(
        account=account,
        organisation=kampen.organisation,
        role=Role.EXECUTIVE,
        starts_on=date(2022, 6, 1),
        ends_before=moment.date(),
    )
    return account
