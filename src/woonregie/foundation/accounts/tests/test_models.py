"""What the database keeps of people and organisations."""

from datetime import date

import pytest
from django.db import IntegrityError, models, transaction

from woonregie.foundation.accounts.models import Account, Membership, Organisation, Role

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)


def _account(email="anna@kampen.example", name="Anna"):
    return Account.objects.create_user(email, "wachtwoord-voor-toetsen", display_name=name)


class TestAccount:
    def test_logs_in_with_its_address_in_small_letters(self):
        account = _account("Anna@Kampen.Example")

        assert account.email == "anna@kampen.example"
        assert account.check_password("wachtwoord-voor-toetsen")
        assert Account.USERNAME_FIELD == "email"

    def test_is_there_once_per_address_whatever_the_capitals(self):
        _account()

        with pytest.raises(IntegrityError), transaction.atomic():
            _account("ANNA@kampen.example")

    def test_without_a_password_cannot_log_in(self):
        account = Account.objects.create_user("anna@kampen.example", display_name="Anna")

        assert not account.has_usable_password()

    def test_shows_its_name_and_else_its_address(self):
        assert str(_account()) == "Anna"
        assert str(_account("bea@kampen.example", name="")) == "bea@kampen.example"

    def test_keeps_the_names_that_django_asks(self):
        account = _account()

        assert (account.get_full_name(), account.get_short_name()) == ("Anna", "Anna")

    def test_with_work_cannot_be_deleted(self, official_kampen):
        with pytest.raises(models.ProtectedError):
            official_kampen.delete()


class TestMembership:
    @pytest.mark.parametrize("ends_before", [START, date(2025, 1, 1)])
    def test_cannot_end_before_it_begins(self, kampen, ends_before):
        with (
            pytest.raises(IntegrityError, match="membership_ends_after_start"),
            transaction.atomic(),
        ):
            Membership.objects.create(
                account=_account(),
                organisation=kampen.organisation,
                role=Role.OFFICIAL,
                starts_on=START,
                ends_before=ends_before,
            )

    def test_may_hold_one_day(self, kampen):
        membership = Membership.objects.create(
            account=_account(),
            organisation=kampen.organisation,
            role=Role.OFFICIAL,
            starts_on=START,
            ends_before=date(2026, 1, 2),
        )

        assert str(membership) == "Anna, beleidsadviseur Kampen"

    def test_one_person_may_have_many(self, kampen, zwolle):
        account = _account()
        for place in (kampen, zwolle):
            Membership.objects.create(
                account=account,
                organisation=place.organisation,
                role=Role.OFFICIAL,
                starts_on=START,
            )

        assert account.memberships.count() == 2


class TestOrganisation:
    def test_has_a_short_name_of_its_own(self, kampen):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.create(kind="market", name="Kampen", slug="kampen")

    def test_with_people_cannot_be_deleted(self, official_kampen, kampen):
        with pytest.raises(models.ProtectedError):
            kampen.organisation.delete()

    def test_that_others_went_up_in_cannot_be_deleted(self, kampen, raalte):
        raalte.organisation.successor = kampen.organisation
        raalte.organisation.save()

        with pytest.raises(models.ProtectedError):
            kampen.organisation.delete()
