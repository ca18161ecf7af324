"""Whatever bytes somebody sends, a file is opened or refused with a sentence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.intake.tests.oldfiles import old_workbook

quietly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MAKERS = {
    "xls": lambda path: old_workbook(path, [["Naam", "Bouw 2027"], ["Reeve", 600], ["#REF!"]])
}


def opened(path):
    """Open a file and load its sheets, or return why it is refused."""
    try:
        return [sheet.load() for sheet in open_file(path, path.name)]
    except FileRefusedError as refused:
        return refused.code


@pytest.mark.parametrize("kind", MAKERS)
class TestDamage:
    @quietly
    @given(data=st.data())
    def test_somewhere_gives_a_table_or_a_refusal(self, kind, data, tmp_path):
        path = tmp_path / f"plannen.{kind}"
        content = bytearray(MAKERS[kind](path).read_bytes())
        for _blow in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(content) - 1))
            piece = data.draw(st.binary(min_size=1, max_size=6))
            content[at : at + len(piece)] = piece
        path.write_bytes(bytes(content))

        assert opened(path) is not None

    @quietly
    @given(share=st.floats(0, 1))
    def test_that_cuts_the_file_off_gives_a_table_or_a_refusal(self, kind, share, tmp_path):
        path = tmp_path / f"plannen.{kind}"
        content = MAKERS[kind](path).read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

        assert opened(path) is not None
