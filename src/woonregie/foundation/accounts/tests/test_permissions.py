"""One table says who may do what; the code asks for nothing else, and the table holds no more."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import woonregie
from woonregie.foundation.accounts.models import Role
from woonregie.foundation.accounts.permissions import (
    OWN,
    PERMISSIONS,
    REGION,
    Grant,
    grants,
    memberships_on,
)

PACKAGE = Path(woonregie.__file__).parent
TABLE = PACKAGE / "foundation" / "accounts" / "permissions.py"
VERBS = {name.split(".")[1] for name in PERMISSIONS}
LOOKS_LIKE_ONE = re.compile(rf"[a-z_]+\.(?:{'|'.join(sorted(VERBS))})")
ASKING = {
    "grants",
    "permitted",
    "may",
    "require",
    "reachable_municipalities",
    "regions_with",
}


def _code():
    return [
        path
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and path != TABLE and path.name != "conftest.py"
    ]


def _texts(tree):
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _asked(tree):
    """Return what the functions that ask are called with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ASKING:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


@pytest.fixture(scope="module")
def trees():
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in _code()}


class TestTable:
    def test_holds_every_permission_that_the_code_asks(self, trees):
        asked = {
            text: path.relative_to(PACKAGE).as_posix()
            for path, tree in trees.items()
            for text in _asked(tree)
            if "." in text
        }

        assert {text: path for text, path in asked.items() if text not in PERMISSIONS} == {}
        assert len(asked) > 5

    def test_holds_everything_in_the_code_that_looks_like_a_permission(self, trees):
        alike = {
            text
            for tree in trees.values()
            for text in _texts(tree)
            if LOOKS_LIKE_ONE.fullmatch(text)
        }

        assert alike - set(PERMISSIONS) == set()

    def test_holds_no_permission_that_nothing_asks(self, trees):
        texts = set().union(*(_texts(tree) for tree in trees.values()))

        assert set(PERMISSIONS) - texts == set()

    def test_names_roles_that_there_are(self):
        for permission, roles in PERMISSIONS.items():
            assert set(roles) <= set(Role.values), permission
            assert set(roles.values()) <= {OWN, REGION}, permission

    @pytest.mark.parametrize("permission", [name for name in PERMISSIONS if "plans." in name])
    def test_shows_plans_to_no_more_than_the_issue_says(self, permission):
        """Corporations, tenants, guests, readers and market parties see totals, not plans."""
        assert set(PERMISSIONS[permission]) <= {
            Role.OFFICIAL,
            Role.EXECUTIVE,
            Role.REGION_SECRETARY,
            Role.ACCOUNT_MANAGER,
        }

    def test_lets_only_the_administrator_change_the_rules(self):
        for permission in ("norms.edit", "borders.import", "people.manage"):
            assert set(PERMISSIONS[permission]) == {Role.ADMINISTRATOR}

    def test_gives_a_guest_nothing(self):
        assert [name for name, roles in PERMISSIONS.items() if Role.GUEST in roles] == []


@pytest.mark.django_db
class TestMembershipsOn:
    @pytest.mark.parametrize(
        ("day", "holds"),
        [
            (date(2019, 12, 31), False),
            (date(2020, 1, 1), True),
            (date(2026, 6, 30), True),
            (date(2026, 7, 1), False),
            (date(2030, 1, 1), False),
        ],
    )
    def test_hold_from_the_first_day_to_before_the_last(self, official_kampen, day, holds):
        official_kampen.memberships.update(ends_before=date(2026, 7, 1))

        assert bool(memberships_on(official_kampen, day)) is holds
        assert bool(grants(official_kampen, "plans.edit", day)) is holds

    def test_without_an_end_go_on(self, official_kampen):
        assert memberships_on(official_kampen, date(2199, 1, 1))

    def test_of_a_closed_account_do_not_hold(self, official_kampen):
        official_kampen.is_active = False

        assert memberships_on(official_kampen, date(2026, 1, 1)) == []

    def test_of_a_passer_by_are_none(self, client, region):
        request = client.get("/").wsgi_request

        assert memberships_on(request.user, date(2026, 1, 1)) == []

    def test_a_superuser_has_none_of_her_own(self, db, django_user_model):
        owner = django_user_model.objects.create_superuser(
            "eigenaar@voorbeeld.example", "wachtwoord-voor-toetsen", display_name="Eigenaar"
        )

        assert all(grants(owner, permission, date(2026, 1, 1)) == [] for permission in PERMISSIONS)


@pytest.mark.django_db
class TestGrants:
    def test_tell_through_which_organisation_and_how_far(self, official_kampen, kampen):
        on = date(2026, 1, 1)

        assert grants(official_kampen, "plans.view", on) == [Grant(kampen.organisation_id, OWN)]
        assert grants(official_kampen, "totals.view", on) == [
            Grant(kampen.organisation_id, REGION)
        ]
        assert grants(official_kampen, "norms.edit", on) == []

    def test_add_up_over_memberships(self, official_kampen, kampen, zwolle):
        official_kampen.memberships.create(
            organisation=zwolle.organisation, role=Role.OFFICIAL, starts_on=date(2026, 1, 1)
        )

        found = grants(official_kampen, "plans.edit", date(2026, 1, 1))

        assert set(found) == {
            Grant(kampen.organisation_id, OWN),
            Grant(zwolle.organisation_id, OWN),
        }

    def test_of_an_unknown_permission_is_a_mistake_of_ours(self, official_kampen):
        with pytest.raises(KeyError):
            grants(official_kampen, "plans.destroy", date(2026, 1, 1))
