"""Addresses of documents."""

from django.urls import path

from woonregie.foundation.documents.views import (
    comparing,
    files,
    library,
    proposing,
    reading,
    taking_in,
    text_proposals,
    works,
)

app_name = "documents"
urlpatterns = [
    path("", reading.works, name="list"),
    path("nieuw/", works.begin, name="begin"),
    path("verschil/", comparing.compared, name="difference"),
    path("modelbepalingen/", library.models, name="models"),
    path("inlezen/", taking_in.take_in, name="take_in"),
    path("inlezen/<uuid:key>/", taking_in.staged, name="staged"),
    path("<slug:code>/", reading.work, name="work"),
    path("<slug:code>/bestand/<slug:kind>/", files.file, name="file"),
    path("<slug:code>/wijzigen/", works.change, name="change"),
    path("<slug:code>/voorleggen/", works.freeze, name="freeze"),
    path("<slug:code>/vaststellen/", works.adopt, name="adopt"),
    path("<slug:code>/geen-opmerkingen/", reading.no_remarks, name="no_remarks"),
    path("<slug:code>/inlezen/", text_proposals.take_in_for, name="take_in_for"),
    path("<slug:code>/inlezen/<uuid:key>/", text_proposals.matched, name="matched"),
    path("<slug:code>/bepaling/<str:number>/", reading.clause, name="clause"),
    path("<slug:code>/voorstel/<uuid:key>/", proposing.proposal, name="proposal"),
    path("<slug:code>/voorstel/<slug:op>/", proposing.propose, name="propose"),
]
