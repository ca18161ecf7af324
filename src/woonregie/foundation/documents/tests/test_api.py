"""Documents for machines: what the caller may read, by page, by day, and as a difference."""

from datetime import date

import pytest

from woonregie.foundation.documents.models import Reach
from woonregie.foundation.documents.services import accept, adopt, open_work
from woonregie.foundation.documents.values import NewClause

ADDRESS = "/api/v1/documenten"
HIDDEN = [
    "/{}?regio=testregio",
    "/{}/tekst?regio=testregio",
    "/{}/edities/1?regio=testregio",
    "/verschil?regio=testregio&van={}:1&naar={}:1",
]


@pytest.fixture
def ask_for(client_for):
    """Return a function that asks the API for somebody, and gives status and body."""

    def asked(account, path):
        answer = client_for(account).get(f"{ADDRESS}{path}")
        return answer.status_code, answer.json()

    return asked


@pytest.fixture
def changed(adopted, ask, secretary, moment):
    """Return the agreement with a second edition, in which 100 became 220, from July on."""
    proposal = ask(adopted, "replace", "1.1", text="De corporatie bouwt **220** woningen.")
    accept(by=secretary, at=moment, proposal=proposal)
    adopt(by=secretary, at=moment, work=adopted, starts_on=date(2027, 7, 1), decided="Raad")
    return adopted


class TestList:
    def test_holds_what_the_caller_may_read(self, ask_for, agreement, programme, official_zwolle):
        status, body = ask_for(official_zwolle, "?regio=testregio")

        assert status == 200
        assert [item["kenmerk"] for item in body["documenten"]] == ["AP"]
        assert body["documenten"][0]["wieLeest"] == "region"
        assert body["links"]["self"]["href"].endswith(f"{ADDRESS}?regio=testregio")

    def test_tells_parties_editions_and_page(self, ask_for, adopted, official_kampen):
        _status, body = ask_for(official_kampen, "?regio=testregio&soort=agreement")

        found = body["documenten"][0]
        assert found["partijen"] == sorted(found["partijen"])
        assert "Kampen" in found["partijen"]
        assert (found["nieuwste"], found["stand"], found["geldt"]) == (1, "adopted", None)
        assert found["pagina"]["href"].endswith("/testregio/documenten/KAM-2027/")
        assert found["voorbeeldgegevens"] is False

    def test_pages_by_key_and_holds_each_once(self, ask_for, region, kampen, moment, secretary):
        for number in range(5):
            open_work(
                by=None,
                at=moment,
                region=region,
                kind="minutes",
                code=f"VERSLAG-{number}",
                title="Verslag",
                parties=[kampen.organisation],
                clauses=[NewClause("1", "Opening")],
            )
        seen, path = [], "?regio=testregio&aantal=2"

        while path:
            _status, body = ask_for(secretary, path)
            seen.append([item["kenmerk"] for item in body["documenten"]])
            following = body["links"]["volgende"]
            path = following["href"].partition(ADDRESS)[2] if following else ""

        assert [len(page) for page in seen] == [2, 2, 1]
        assert len({code for page in seen for code in page}) == 5

    def test_refuses_a_page_that_we_did_not_make(self, ask_for, official_kampen, agreement):
        status, body = ask_for(official_kampen, "?regio=testregio&na=verzonnen")

        assert status == 400
        assert body["code"] == "unknown_cursor"


class TestHidden:
    @pytest.mark.parametrize("path", HIDDEN)
    def test_answers_as_if_it_were_not_there(self, ask_for, agreement, official_zwolle, path):
        kept = ask_for(official_zwolle, path.replace("{}", "KAM-2027"))
        absent = ask_for(official_zwolle, path.replace("{}", "RAA-2027"))

        assert kept == absent
        assert kept[0] == 404

    def test_is_not_compared_with_what_she_reads(
        self, ask_for, agreement, programme, official_zwolle
    ):
        status, body = ask_for(
            official_zwolle, "/verschil?regio=testregio&van=AP:1&naar=KAM-2027:1"
        )

        assert status == 404
        assert "KAM" not in str(body)

    def test_is_not_there_for_a_stranger(self, ask_for, programme, stranger):
        assert ask_for(stranger, "/AP?regio=testregio")[0] == 404

    def test_is_read_when_it_is_opened_to_the_region(self, ask_for, agreement, official_zwolle):
        agreement.reach = Reach.REGION
        agreement.save()

        assert ask_for(official_zwolle, "/KAM-2027?regio=testregio")[0] == 200


class TestWork:
    def test_tells_its_editions(self, ask_for, changed, official_kampen):
        _status, body = ask_for(official_kampen, "/KAM-2027?regio=testregio")

        told = [(item["nummer"], item["vanaf"]) for item in body["edities"]]
        assert told == [(1, "2027-01-01"), (2, "2027-07-01")]
        assert all(len(item["vingerafdruk"]) == 64 for item in body["edities"])
        assert body["edities"][1]["vastgesteldDoor"] == "Raad"

    def test_leads_to_the_text_of_each(self, ask_for, changed, official_kampen):
        _status, body = ask_for(official_kampen, "/KAM-2027?regio=testregio")

        path = body["edities"][1]["tekst"]["href"].partition(ADDRESS)[2]
        status, text = ask_for(official_kampen, path)

        assert status == 200
        assert text["bepalingen"][1]["tekst"] == "De corporatie bouwt **220** woningen."


class TestText:
    @pytest.mark.parametrize(
        ("day", "number", "homes"),
        [("2027-01-01", 1, "100"), ("2027-06-30", 1, "100"), ("2027-07-01", 2, "220")],
    )
    def test_is_what_held_on_a_day(self, ask_for, changed, official_kampen, day, number, homes):
        _status, body = ask_for(official_kampen, f"/KAM-2027/tekst?regio=testregio&op={day}")

        assert body["editie"]["nummer"] == number
        assert homes in body["bepalingen"][1]["tekst"]

    def test_before_the_first_edition_is_not_there(self, ask_for, changed, official_kampen):
        status, _body = ask_for(official_kampen, "/KAM-2027/tekst?regio=testregio&op=2026-12-31")

        assert status == 404

    def test_without_a_day_is_the_newest_when_none_holds(self, ask_for, adopted, official_kampen):
        _status, body = ask_for(official_kampen, "/KAM-2027/tekst?regio=testregio")

        assert (body["editie"]["nummer"], body["editie"]["stand"]) == (1, "adopted")

    def test_of_a_clause_names_it_and_where_it_stands(self, ask_for, agreement, official_kampen):
        _status, body = ask_for(official_kampen, "/KAM-2027/edities/1?regio=testregio")

        clause = body["bepalingen"][1]
        assert body["aantal"] == 5
        assert clause["naam"] == "KAM-2027-1.1"
        assert (clause["onder"], clause["diepte"], clause["soort"]) == ("1", 1, "agreement")
        assert clause["herkomst"] == "written"

    @pytest.mark.parametrize("number", ["2", "0", "-1", "9" * 40])
    def test_of_an_edition_that_is_not_there(self, ask_for, agreement, official_kampen, number):
        status, _body = ask_for(official_kampen, f"/KAM-2027/edities/{number}?regio=testregio")

        assert status == 404

    def test_goes_on_where_it_stopped(self, ask_for, region, kampen, moment, official_kampen):
        open_work(
            by=None,
            at=moment,
            region=region,
            kind="agreement",
            code="LANG",
            title="Lang",
            parties=[kampen.organisation],
            clauses=[NewClause(str(number), f"Punt {number}.") for number in range(1, 502)],
        )
        _status, first = ask_for(official_kampen, "/LANG/edities/1?regio=testregio")
        path = first["links"]["volgende"]["href"].partition(ADDRESS)[2]

        _status, second = ask_for(official_kampen, path)

        assert len(first["bepalingen"]) == 500
        assert [item["nummer"] for item in second["bepalingen"]] == ["501"]
        assert second["links"]["volgende"] is None


class TestDifference:
    def test_tells_words_and_numbers(self, ask_for, changed, official_kampen):
        _status, body = ask_for(
            official_kampen, "/verschil?regio=testregio&van=KAM-2027:1&naar=KAM-2027:2"
        )

        assert (body["gewijzigd"], body["nieuw"], body["geschrapt"]) == (1, 0, 0)
        assert [item["nummer"] for item in body["bepalingen"]] == ["1.1"]
        one = body["bepalingen"][0]
        assert (one["verschil"], one["wijzigingen"]) == ("gewijzigd", 1)
        words = {
            piece["wat"]: piece["tekst"].strip()
            for piece in one["stukken"]
            if piece["wat"] != "gelijk"
        }
        assert words == {"eruit": "100", "erbij": "220"}

    def test_tells_what_stayed_when_that_is_asked(self, ask_for, changed, official_kampen):
        _status, body = ask_for(
            official_kampen,
            "/verschil?regio=testregio&van=KAM-2027:1&naar=KAM-2027:2&alles=true",
        )

        assert [item["verschil"] for item in body["bepalingen"]].count("gelijk") == 4

    @pytest.mark.parametrize("name", ["KAM-2027", "KAM-2027:", ":1", "KAM-2027:x", "KAM-2027:³"])
    def test_of_no_edition_is_not_there(self, ask_for, agreement, official_kampen, name):
        status, _body = ask_for(
            official_kampen, f"/verschil?regio=testregio&van={name}&naar=KAM-2027:1"
        )

        assert status == 404
