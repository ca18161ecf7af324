"""The data of a line, for whoever reads the log."""

from django.utils.translation import override

from woonregie.foundation.audit.wording import LABELS, data_text


class TestDataText:
    def test_names_what_it_holds_in_dutch(self):
        with override("nl"):
            assert data_text({"dwellings": 600, "from": 2026}) == "woningen: 600; van: 2026"

    def test_names_it_in_the_language_of_the_reader(self):
        with override("en"):
            assert data_text({"dwellings": 600}) == "dwellings: 600"

    def test_leaves_an_unknown_key_as_it_is(self):
        assert data_text({"colour": "red"}) == "colour: red"

    def test_names_the_fields_that_changed(self):
        with override("nl"):
            said = data_text({"fields": ["name", "planning_status", "colour"]})

        assert said == "velden: naam, planologische status, colour"

    def test_tells_what_stood_there_before(self):
        with override("nl"):
            said = data_text({"value": "1.3", "value_was": "1.2", "ends_before_was": None})

        assert said == "waarde: 1.3; waarde was: 1.2; geldt tot was: –"

    def test_says_nothing_of_a_line_without_data(self):
        assert data_text({}) == ""


def test_the_labels_stand_in_order():
    assert list(LABELS) == sorted(LABELS)
