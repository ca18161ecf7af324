"""What is pasted into a clause comes out as text; only a few marks become marks."""

import pytest

from woonregie.foundation.documents.markdown import as_html


class TestAsHtml:
    @pytest.mark.parametrize(
        "pasted",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            '<a href="javascript:alert(1)">klik</a>',
            "<!-- <b> -->",
            "![x](https://voorbeeld.example/x.png)",
            "[klik](javascript:alert(1))",
            "[klik](data:text/html;base64,PHNjcmlwdD4=)",
            "<style>body{display:none}</style>",
            "<javascript:alert(1)>",
        ],
    )
    def test_runs_and_loads_nothing(self, pasted):
        html = as_html(pasted)

        assert "<script" not in html
        assert "<img" not in html
        assert "<style" not in html
        assert 'href="javascript' not in html
        assert 'href="data' not in html
        assert "<!--" not in html

    def test_shows_pasted_html_as_the_text_it_is(self):
        assert as_html("<b>vet</b>") == "<p>&lt;b&gt;vet&lt;/b&gt;</p>"

    def test_makes_no_heading_inside_a_clause(self):
        assert as_html("# Groot") == "<p># Groot</p>"

    def test_knows_lists_marks_and_links(self):
        html = as_html("Zie [de wet](https://wetten.overheid.nl).\n\n- **een**\n- _twee_")

        assert 'href="https://wetten.overheid.nl"' in html
        assert "<li><strong>een</strong></li>" in html
        assert "<li><em>twee</em></li>" in html
