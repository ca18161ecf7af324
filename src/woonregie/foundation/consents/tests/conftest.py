"""A question of the region to Kampen, Zwolle and the corporation, about one source."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pytest
import time_machine

from woonregie.foundation.accounts.models import Account, Membership, Role
from woonregie.foundation.consents.models import Request
from woonregie.foundation.consents.services import (
    Given,
    Question,
    answer,
    ask,
    sign_digitally,
)
from woonregie.foundation.consents.tests.authority import AT, PASSPHRASE, Authority
from woonregie.foundation.files.services import store

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


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def of_kampen(authority):
    return authority.pkcs12("Gemeente Kampen")


@pytest.fixture(scope="module")
def plain_pdf():
    made = io.BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        book.docinfo["/Title"] = "Regionaal bouwprogramma"
        book.save(made)
    return made.getvalue()


@pytest.fixture
def _day_of_signing():
    """Let it be the day on which is signed: what signs looks at the clock itself."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def laid(asked, plain_pdf, moment):
    """Return a question with a PDF to sign."""
    file = store(io.BytesIO(plain_pdf), name="programma.pdf", at=moment)
    return asked(file=file)


@pytest.fixture
def agreed(laid, kampen, zwolle, official_kampen, official_zwolle, moment):
    """Return the question with a PDF; Kampen and Zwolle agreed, the corporation has yet to."""
    for by, place in ((official_kampen, kampen), (official_zwolle, zwolle)):
        answer(
            by=by,
            at=moment,
            request=laid,
            organisation=place.organisation,
            given=Given("agreed"),
        )
    return laid


@pytest.fixture
def digital(agreed, official_kampen, kampen, of_kampen, moment):
    """Return a function that signs with a certificate; as Kampen unless told otherwise."""

    def do(
        *,
        by=official_kampen,
        organisation=kampen.organisation,
        pkcs12=of_kampen,
        passphrase=PASSPHRASE,
        at=moment,
    ):
        return sign_digitally(
            by=by,
            at=at,
            request=agreed,
            organisation=organisation,
            pkcs12=pkcs12,
            passphrase=passphrase,
        )

    return do
