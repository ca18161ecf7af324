"""Addresses of commitments."""

from django.urls import path

from woonregie.foundation.commitments import views

app_name = "commitments"
urlpatterns = [
    path("", views.listed, name="list"),
    path("nieuw/", views.add, name="add"),
    path("maten/<uuid:key>/waarde/", views.give_value, name="observe"),
    path("maten/<uuid:key>/intrekken/", views.drop_measure, name="drop_measure"),
    path("waarden/<uuid:key>/bewijs/", views.evidence, name="evidence"),
    path("voorwaarden/<uuid:key>/vervuld/", views.meet, name="meet"),
    path("voorwaarden/<uuid:key>/intrekken/", views.drop_condition, name="drop_condition"),
    path("<uuid:key>/", views.detail, name="detail"),
    path("<uuid:key>/maat/", views.add_some_measures, name="measure"),
    path("<uuid:key>/voorwaarde/", views.add_one_condition, name="condition"),
    path("<uuid:key>/oordeel/", views.judge_it, name="judge"),
    path("<uuid:key>/vervangen/", views.replace, name="replace"),
    path("<uuid:key>/intrekken/", views.withdraw, name="withdraw"),
]
