"""Addresses of mail and calendar: of somebody herself, so no region stands in front."""

from django.urls import path

from woonregie.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("account/berichten/", views.settings, name="settings"),
    path("account/berichten/gelezen/", views.read, name="read"),
    path("account/agenda/nieuw/", views.make_calendar, name="make_calendar"),
    path("account/agenda/intrekken/", views.revoke_calendar, name="revoke_calendar"),
    path("agenda/<str:secret>.ics", views.calendar, name="feed"),
    path("post/", views.mail, name="mail"),
    path("post/opnieuw/", views.try_again, name="try_again"),
]
