"""Addresses of meetings and actions of a region."""

from django.urls import path

from woonregie.foundation.meetings import views

app_name = "meetings"
ONE = "vergaderingen/<uuid:key>/"
ITEM = f"{ONE}agenda/<uuid:item>/"
urlpatterns = [
    path("vergaderingen/", views.meetings, name="list"),
    path("vergaderingen/nieuw/", views.plan, name="plan"),
    path("vergaderingen/reeks/", views.series, name="series"),
    path("vergaderingen/voorraad/", views.backlog, name="backlog"),
    path(
        "vergaderingen/voorraad/<uuid:key>/weghalen/",
        views.withdraw_backlog,
        name="withdraw_backlog",
    ),
    path("vergaderingen/besluiten/", views.decisions, name="decisions"),
    path(ONE, views.detail, name="detail"),
    path(f"{ONE}vergadering.ics", views.calendar, name="calendar"),
    path(f"{ONE}wijzigen/", views.change, name="change"),
    path(f"{ONE}uitnodigen/", views.invite, name="invite"),
    path(f"{ONE}afzeggen/", views.cancel, name="cancel"),
    path(f"{ONE}datum/", views.poll, name="poll"),
    path(f"{ONE}datum/<uuid:option>/kiezen/", views.choose, name="choose"),
    path(f"{ONE}agenda/", views.agenda, name="agenda"),
    path(f"{ONE}agenda/uit-voorraad/", views.from_backlog, name="from_backlog"),
    path(f"{ITEM}verplaatsen/", views.move, name="move"),
    path(f"{ITEM}weghalen/", views.remove, name="remove"),
    path(f"{ITEM}stuk/", views.deliver, name="deliver"),
    path(f"{ONE}stukken/<uuid:document>/", views.document, name="document"),
    path(f"{ONE}verslag/", views.minutes, name="minutes"),
    path(f"{ONE}verslag/<uuid:item>/", views.notes, name="notes"),
    path(f"{ONE}verslag/<uuid:item>/uitkomst/<slug:kind>/", views.outcome, name="outcome"),
    path(f"{ONE}afsluiten/", views.close, name="close"),
    path("acties/", views.actions, name="actions"),
    path("acties/<uuid:key>/klaar/", views.finish, name="finish"),
]
