"""Addresses of requests for consent and of decisions, behind the region."""

from django.urls import path

from woonregie.foundation.consents import views

app_name = "consents"
urlpatterns = [
    path("instemming/", views.requests, name="list"),
    path("instemming/vragen/", views.ask, name="ask"),
    path("instemming/controleren/", views.verify, name="verify"),
    path("instemming/uitgevers/", views.roots, name="roots"),
    path("instemming/uitgevers/<uuid:key>/opzeggen/", views.end_root, name="end_root"),
    path("instemming/<uuid:key>/", views.detail, name="detail"),
    path("instemming/<uuid:key>/intrekken/", views.withdraw, name="withdraw"),
    path("instemming/<uuid:key>/verlengen/", views.extend, name="extend"),
    path("instemming/<uuid:key>/stuk/", views.file, name="file"),
    path("instemming/<uuid:key>/antwoord/<slug:party>/", views.answer, name="answer"),
    path("instemming/<uuid:key>/voorbehoud/<slug:party>/", views.settle, name="settle"),
    path("instemming/<uuid:key>/bewijs/<uuid:answer>/", views.evidence, name="evidence"),
    path("instemming/<uuid:key>/tekenen/<slug:party>/", views.sign, name="sign"),
    path("instemming/<uuid:key>/handtekeningen/", views.signatures, name="signatures"),
    path(
        "instemming/<uuid:key>/getekend/<uuid:signature>/", views.signed_file, name="signed_file"
    ),
    path("besluiten/", views.decisions, name="decisions"),
    path("besluiten/nieuw/", views.note, name="note"),
    path("besluiten/<uuid:key>/", views.decision, name="decision"),
    path("besluiten/<uuid:key>/bestand/", views.decision_file, name="decision_file"),
]
