"""The addresses of the house with two that nobody wrote into the table."""

from django.http import HttpResponse
from django.urls import path

from woonregie.site.urls import urlpatterns as listed

urlpatterns = [
    *listed,
    path("vergeten/", lambda _request: HttpResponse("vergeten"), name="forgotten"),
    path("naamloos/", lambda _request: HttpResponse("naamloos")),
]
