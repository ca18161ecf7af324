"""No template holds what a strict Content-Security-Policy or htmx 4 would break on."""

import re
from pathlib import Path

import pytest

import woonregie

PACKAGE = Path(woonregie.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
ASSETS = sorted((PACKAGE / "foundation" / "pages" / "assets").glob("*.*"))

_DJANGO = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)
_ASKS = re.compile(r"\shx-(?:get|post|put|patch|delete)=")
_INHERITS = re.compile(r"\shx-(?:headers|target|swap|vals|include|select|boost|confirm|sync)=")
_ELSEWHERE = re.compile(
    r"\s(?:src|href|action|poster|srcset)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
)
_FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.DOTALL)


def _faults(source):
    html = _DJANGO.sub("", source)
    found = [fault for tag in _TAG.findall(html) for fault in _faults_of_tag(tag)]
    if "javascript:" in html.lower():
        found.append("javascript: address")
    if re.search(r"\|\s*safe\b|autoescape off", source):
        found.append("unescaped text")
    found.extend(
        "form without csrf_token"
        for form in _FORM.finditer(source)
        if 'method="post"' in form["head"] and "{% csrf_token %}" not in form["body"]
    )
    return found


def _faults_of_tag(tag):
    if re.match(r"<script\b", tag, re.IGNORECASE) and " src=" not in tag:
        yield "inline script"
    if re.match(r"<style\b", tag, re.IGNORECASE):
        yield "inline style sheet"
    if re.search(r"\sstyle\s*=", tag, re.IGNORECASE):
        yield "style attribute"
    if re.search(r"\son[a-z]+\s*=", tag, re.IGNORECASE):
        yield "event attribute"
    if _ELSEWHERE.search(tag):
        yield "address of somebody else"
    if _INHERITS.search(tag) and not _ASKS.search(tag):
        yield "htmx attribute that no child inherits"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_keeps_to_the_policy(path):
    assert _faults(path.read_text(encoding="utf-8")) == []


def test_all_templates_are_looked_at():
    assert len(TEMPLATES) > 30
    assert {"base.html", "form.html", "list.html"} <= {path.name for path in TEMPLATES}


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_our_own_styles_and_scripts_fetch_from_nobody(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"(?:url\(|import\s|fetch\(|src=)[\"' ]*(?:https?:)?//", text)
    assert "eval(" not in text
    assert "new Function" not in text


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ("<style>p {}</style>", "inline style sheet"),
        ('<p class="x"\n style="color: red">', "style attribute"),
        ('<p {% if x %}style="color: red"{% endif %}>', "style attribute"),
        ('<a onclick="x()">', "event attribute"),
        ('<a href="javascript:x()">', "javascript: address"),
        ('<script src="https://cdn.example/x.js"></script>', "address of somebody else"),
        ('<link href="//cdn.example/x.css">', "address of somebody else"),
        ('<body hx-headers=\'{"X-CSRFToken": "x"}\'>', "htmx attribute that no child inherits"),
        ('<div hx-target="#resultaat"><a hx-get="/x/">', "htmx attribute that no child inherits"),
        ("{{ name|safe }}", "unescaped text"),
        ('<form method="post"></form>', "form without csrf_token"),
    ],
)
def test_each_fault_is_seen(source, fault):
    assert fault in _faults(source)


@pytest.mark.parametrize(
    "source",
    [
        '<body hx-headers:inherited=\'{"X-CSRFToken": "{{ csrf_token }}"}\'>',
        '<div hx-get="/x/" hx-target="#resultaat" hx-swap="outerMorph">',
        '<script type="module" src="{% static \'pages/dist/app.js\' %}"></script>',
        '<form method="get"></form>',
        "Een plan met 3 > 2 woningen; once=1",
    ],
)
def test_what_is_good_is_left_alone(source):
    assert _faults(source) == []


@pytest.mark.django_db
class TestPolicy:
    def test_every_page_sends_it(self, client):
        policy = client.get("/")["Content-Security-Policy"]

        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy

    def test_a_page_that_is_not_there_sends_it_too(self, client):
        assert "script-src 'self'" in client.get("/bestaat/niet/")["Content-Security-Policy"]

    def test_the_token_of_every_form_reaches_htmx(self, client):
        html = client.get("/").content.decode()

        assert re.search(r"<body[^>]*hx-headers:inherited='{\"X-CSRFToken\": \"\w{64}\"}'", html)
