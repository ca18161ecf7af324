"""The page of people: who sees it, what an administrator does there, and the mail that follows."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from woonregie.foundation.accounts.forms import InviteForm
from woonregie.foundation.accounts.models import Account, Membership, Organisation, Role
from woonregie.foundation.audit.models import Event
from woonregie.foundation.region.people import organisations_in

SECRET = "een-lang-geheim-9"  # noqa: S105  of nobody


@pytest.fixture
def desk(administrator, client_for):
    """Return the browser of the administrator."""
    return client_for(administrator)


@pytest.fixture
def invitation(kampen):
    """Return a form that is filled in well."""
    return {
        "email": "anna@kampen.example",
        "display_name": "Anna de Vries",
        "organisation": kampen.organisation_id,
        "role": Role.OFFICIAL,
        "starts_on": "2026-11-01",
    }


def words(answer):
    return answer.content.decode()


def link_in(message):
    return re.search(r"https?://[^/]+(/account/wachtwoord/kiezen/\S+)", message.body)[1]


class TestList:
    def test_shows_who_works_here_now(self, desk, official_kampen, stranger):
        text = words(desk.get("/testregio/mensen/"))

        assert "adviseur-kampen@voorbeeld.example" in text
        assert "beleidsadviseur, Kampen" in text
        assert "vreemdeling@voorbeeld.example" not in text

    def test_shows_who_worked_here_once_when_that_is_asked(self, desk, official_kampen):
        official_kampen.memberships.update(ends_before=date(2024, 1, 1))

        now, once = (words(desk.get(f"/testregio/mensen/{q}")) for q in ("", "?toon=ook-vroeger"))

        assert official_kampen.email not in now
        assert official_kampen.email in once
        assert "van 1 januari 2020 tot 1 januari 2024" in once

    def test_shows_who_begins_later(self, desk, official_kampen):
        official_kampen.memberships.update(starts_on=date(2098, 1, 1))

        assert official_kampen.email in words(desk.get("/testregio/mensen/"))

    def test_counts_people_and_not_roles(self, desk, administrator, official_kampen, kampen):
        Membership.objects.create(
            account=official_kampen,
            organisation=kampen.organisation,
            role=Role.THEME_LEAD,
            starts_on=date(2020, 1, 1),
        )

        answer = desk.get("/testregio/mensen/")

        assert answer.context["count"] == 2
        assert [len(roles) for _person, roles in answer.context["people"]] == [2, 1]

    def test_lets_the_secretary_look_and_not_touch(self, secretary, official_kampen, client_for):
        text = words(client_for(secretary).get("/testregio/mensen/"))
        person = words(client_for(secretary).get(f"/testregio/mensen/{official_kampen.pk}/"))

        assert official_kampen.email in text
        assert "uitnodigen/" not in text
        assert "beeindigen" not in person
        assert "Account sluiten" not in person

    def test_tells_others_who_may_see_it(self, official_kampen, client_for):
        answer = client_for(official_kampen).get("/testregio/mensen/")

        assert answer.status_code == 403
        assert "Alleen de beheerder en de regiosecretaris" in words(answer)

    def test_pages(self, desk, kampen):
        for number in range(60):
            account = Account.objects.create_user(
                f"raadslid-{number}@kampen.example", display_name=f"Raadslid {number:02}"
            )
            Membership.objects.create(
                account=account,
                organisation=kampen.organisation,
                role=Role.READER,
                starts_on=date(2022, 3, 30),
            )

        first = desk.get("/testregio/mensen/")
        second = desk.get(f"/testregio/mensen/?na={first.context['page'].next_cursor}")

        assert first.context["count"] == 61
        assert len(first.context["people"]) + len(second.context["people"]) == 61


class TestInviting:
    def test_sends_a_mail_with_which_she_chooses_a_password_and_comes_in(self, desk, invitation):
        answer = desk.post("/testregio/mensen/uitnodigen/", invitation, follow=True)
        newcomer = Client(headers={"accept-language": "nl"})
        form = newcomer.get(link_in(mail.outbox[0]), follow=True)
        newcomer.post(form.request["PATH_INFO"], {"password1": SECRET, "password2": SECRET})
        newcomer.post("/account/login/", {"login": "anna@kampen.example", "password": SECRET})

        assert "Anna de Vries kreeg een mail" in words(answer)
        assert mail.outbox[0].to == ["anna@kampen.example"]
        assert mail.outbox[0].subject == "Woonregie: Kies uw wachtwoord"
        assert "Dag Anna de Vries," in mail.outbox[0].body
        assert "Kies uw wachtwoord" in words(form)
        assert newcomer.get("/testregio/").status_code == 200

    def test_link_works_once(self, desk, invitation):
        desk.post("/testregio/mensen/uitnodigen/", invitation)
        link = link_in(mail.outbox[0])
        first = Client()
        form = first.get(link, follow=True)
        first.post(form.request["PATH_INFO"], {"password1": SECRET, "password2": SECRET})

        again = Client(headers={"accept-language": "nl"}).get(link, follow=True)

        assert "Deze link werkt niet meer" in words(again)

    def test_refuses_a_password_that_is_too_short(self, desk, invitation):
        desk.post("/testregio/mensen/uitnodigen/", invitation)
        newcomer = Client(headers={"accept-language": "nl"})
        form = newcomer.get(link_in(mail.outbox[0]), follow=True)

        newcomer.post(form.request["PATH_INFO"], {"password1": "kort9", "password2": "kort9"})

        assert not Account.objects.get(email="anna@kampen.example").has_usable_password()

    def test_sends_no_mail_to_who_has_a_password(self, desk, invitation, official_zwolle):
        answer = desk.post(
            "/testregio/mensen/uitnodigen/",
            {**invitation, "email": official_zwolle.email},
            follow=True,
        )

        assert mail.outbox == []
        assert "had al een account" in words(answer)

    def test_says_so_when_the_mail_does_not_go(self, desk, invitation, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

        answer = desk.post("/testregio/mensen/uitnodigen/", invitation, follow=True)

        assert answer.status_code == 200
        assert "De mail ging niet weg" in words(answer)
        assert Membership.objects.filter(account__email="anna@kampen.example").exists()

    def test_may_be_mailed_again(self, desk, invitation):
        desk.post("/testregio/mensen/uitnodigen/", invitation)
        person = Account.objects.get(email="anna@kampen.example")
        text = words(desk.get(f"/testregio/mensen/{person.pk}/"))

        desk.post(f"/testregio/mensen/{person.pk}/mail/")

        assert "Stuur de mail opnieuw" in text
        assert len(mail.outbox) == 2

    def test_offers_only_organisations_of_the_region(self, desk, kampen, corporation, hellendoorn):
        form = desk.get("/testregio/mensen/uitnodigen/").context["form"]

        offered = set(form.fields["organisation"].queryset.values_list("name", flat=True))
        assert offered == {"Testregio", "Kampen", "Corporatie de IJssel"}

    def test_refuses_an_organisation_that_was_not_offered(self, desk, invitation, hellendoorn):
        answer = desk.post(
            "/testregio/mensen/uitnodigen/",
            {**invitation, "organisation": hellendoorn.organisation_id},
        )

        assert answer.status_code == 400
        assert not Account.objects.filter(email="anna@kampen.example").exists()

    def test_says_what_is_wrong_beside_the_form(self, desk, invitation):
        answer = desk.post(
            "/testregio/mensen/uitnodigen/", {**invitation, "role": Role.ACCOUNT_MANAGER}
        )

        assert answer.status_code == 400
        assert "De rol accounthouder past niet bij Kampen (gemeente)." in words(answer)
        assert mail.outbox == []

    def test_asks_for_all_that_is_needed(self, desk, invitation):
        answer = desk.post("/testregio/mensen/uitnodigen/", {"email": "geen adres"})

        assert set(answer.context["form"].errors) == set(InviteForm.base_fields)

    def test_does_not_let_her_serve_herself(self, desk, administrator, invitation, region):
        answer = desk.post(
            "/testregio/mensen/uitnodigen/",
            {
                **invitation,
                "email": administrator.email,
                "organisation": region.organisation_id,
                "role": Role.REGION_SECRETARY,
            },
        )

        assert answer.status_code == 400
        assert administrator.memberships.count() == 1

    def test_takes_no_form_from_elsewhere(self, administrator, invitation):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(administrator)

        answer = strict.post("/testregio/mensen/uitnodigen/", invitation)

        assert answer.status_code == 403
        assert not Account.objects.filter(email="anna@kampen.example").exists()


class TestPerson:
    def test_hides_what_she_does_in_other_regions(self, desk, official_kampen, hellendoorn):
        Membership.objects.create(
            account=official_kampen,
            organisation=hellendoorn.organisation,
            role=Role.GUEST,
            starts_on=date(2020, 1, 1),
        )

        text = words(desk.get(f"/testregio/mensen/{official_kampen.pk}/"))

        assert "Kampen" in text
        assert "Hellendoorn" not in text

    def test_is_not_there_for_who_works_elsewhere(self, desk, stranger):
        assert desk.get(f"/testregio/mensen/{stranger.pk}/").status_code == 404

    def test_offers_the_administrator_nothing_about_herself(self, desk, administrator):
        text = words(desk.get(f"/testregio/mensen/{administrator.pk}/"))

        assert "beeindigen" not in text
        assert "Account sluiten" not in text


class TestRole:
    def test_is_given(self, desk, official_kampen, kampen):
        answer = desk.post(
            f"/testregio/mensen/{official_kampen.pk}/rol/",
            {
                "organisation": kampen.organisation_id,
                "role": Role.THEME_LEAD,
                "starts_on": "2026-12-01",
            },
            follow=True,
        )

        assert "trekker" in words(answer).lower()
        assert official_kampen.memberships.count() == 2

    def test_is_ended_after_a_day(self, desk, official_kampen):
        membership = official_kampen.memberships.get()
        address = reverse("region:end_role", args=["testregio", membership.pk])

        answer = desk.post(address, {"last_day": "2099-12-31"}, follow=True)

        membership.refresh_from_db()
        assert membership.ends_before == date(2100, 1, 1)
        assert "tot 1 januari 2100" in words(answer)

    def test_is_not_ended_over_the_head_of_a_colleague(self, desk, official_kampen):
        membership = official_kampen.memberships.get()
        address = reverse("region:end_role", args=["testregio", membership.pk])
        form = desk.get(address).context["form"]
        Membership.objects.filter(pk=membership.pk).update(ends_before=date(2090, 1, 1))

        answer = desk.post(
            address,
            {
                "last_day": "2099-12-31",
                "base_ends_before": form["base_ends_before"].value() or "",
            },
        )

        membership.refresh_from_db()
        assert answer.status_code == 400
        assert "intussen aangepast" in words(answer)
        assert membership.ends_before == date(2090, 1, 1)

    def test_elsewhere_is_not_there(self, desk, stranger):
        address = reverse("region:end_role", args=["testregio", stranger.memberships.get().pk])

        assert desk.post(address, {"last_day": "2099-12-31"}).status_code == 404


class TestAccount:
    def test_that_is_closed_is_out_at_once(self, desk, official_kampen, client_for):
        inside = client_for(official_kampen)
        before = inside.get("/testregio/").status_code

        desk.post(f"/testregio/mensen/{official_kampen.pk}/account/", {"stand": "gesloten"})

        assert before == 200
        assert inside.get("/testregio/").status_code == 302
        assert "gesloten" in words(desk.get("/testregio/mensen/"))

    def test_that_is_opened_again_is_in(self, desk, official_kampen, client_for):
        address = f"/testregio/mensen/{official_kampen.pk}/account/"
        desk.post(address, {"stand": "gesloten"})

        desk.post(address, {"stand": "open"})

        assert client_for(official_kampen).get("/testregio/").status_code == 200
        assert Event.objects.count() == 2

    def test_of_who_also_works_elsewhere_stays_open(self, desk, official_kampen, hellendoorn):
        Membership.objects.create(
            account=official_kampen,
            organisation=hellendoorn.organisation,
            role=Role.OFFICIAL,
            starts_on=date(2020, 1, 1),
        )

        answer = desk.post(
            f"/testregio/mensen/{official_kampen.pk}/account/", {"stand": "gesloten"}, follow=True
        )

        official_kampen.refresh_from_db()
        assert official_kampen.is_active
        assert "Deze persoon werkt ook waar u niets regelt" in words(answer)

    def test_is_not_closed_by_reading(self, desk, official_kampen):
        answer = desk.get(f"/testregio/mensen/{official_kampen.pk}/account/")

        assert answer.status_code == 405


class TestForgottenPassword:
    def test_sends_a_mail_to_who_is_known(self, official_kampen):
        Client().post("/account/wachtwoord/vergeten/", {"email": official_kampen.email})

        assert [message.to for message in mail.outbox] == [[official_kampen.email]]

    def test_tells_nobody_whether_an_address_is_known(self, official_kampen):
        known, unknown = (
            Client().post("/account/wachtwoord/vergeten/", {"email": email}, follow=True)
            for email in (official_kampen.email, "niemand@elders.example")
        )

        assert known.redirect_chain == unknown.redirect_chain
        assert len(mail.outbox) == 1

    def test_sends_nothing_to_a_closed_account(self, official_kampen):
        Account.objects.update(is_active=False)

        Client().post("/account/wachtwoord/vergeten/", {"email": official_kampen.email})

        assert mail.outbox == []


class TestNoAdmin:
    @pytest.mark.parametrize("address", ["/beheer/", "/admin/", "/account/signup/"])
    def test_there_is_no_other_door(self, administrator, client_for, address):
        administrator.is_superuser = True
        administrator.save()

        assert client_for(administrator).get(address).status_code == 404


class TestOrganisations:
    def test_are_the_region_its_members_and_who_works_there(
        self, region, kampen, province, corporation, tenants, hellendoorn
    ):
        region.members.filter(organisation=tenants).delete()

        names = {item.name for item in organisations_in([region.pk], on=date(2026, 11, 24))}

        assert names == {
            "Testregio",
            "Kampen",
            "Overijssel",
            "Corporatie de IJssel",
            "Huurders aan de IJssel",
        }

    def test_leave_out_who_left(self, region, kampen):
        region.members.update(ends_before=date(2025, 1, 1))

        found = organisations_in([region.pk], on=date(2026, 11, 24))

        assert list(found) == [Organisation.objects.get(slug="testregio")]
