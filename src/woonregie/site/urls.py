"""Every address of the house; the region stands in front of what belongs to a region."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from woonregie.site import portal, views
from woonregie.site.api import api

urlpatterns = [
    path("", views.front, name="front"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("gezond/leeft", views.alive, name="alive"),
    path("gezond/klaar", views.ready, name="ready"),
    path("gezond/post", views.mail_goes_out, name="mail_goes_out"),
    path("account/", include("woonregie.foundation.accounts.urls")),
    path("", include("woonregie.foundation.notices.urls")),
    path("account/", include("woonregie.foundation.accounts.entrance")),
    # Also for whoever has yet to log in.
    path("taal/", login_not_required(set_language), name="set_language"),
    path("bronnen/", include("woonregie.foundation.sources.urls")),
    path("taken/", include("woonregie.foundation.runs.urls")),
    path("api/v1/", api.urls),
    path("openbaar/<slug:regio>/", portal.portal, name="portal"),
    path("openbaar/<slug:regio>/plannen.geojson", portal.portal_features, name="portal_features"),
    path("openbaar/<slug:regio>/grenzen.geojson", portal.portal_borders, name="portal_borders"),
    path("openbaar/<slug:regio>/plannen/<slug:number>/", portal.portal_plan, name="portal_plan"),
    path(
        "openbaar/<slug:regio>/plannen/<slug:number>/vlak.geojson",
        portal.portal_shape,
        name="portal_shape",
    ),
    path("<slug:region>/", views.home, name="home"),
    path("<slug:region>/", include("woonregie.foundation.region.urls")),
    path("<slug:region>/", include("woonregie.foundation.consents.urls")),
    path("<slug:region>/zoeken/", include("woonregie.foundation.search.urls")),
    path("<slug:region>/", include("woonregie.foundation.meetings.urls")),
    path("<slug:region>/documenten/", include("woonregie.foundation.documents.urls")),
    path("<slug:region>/afspraken/", include("woonregie.foundation.commitments.urls")),
    path("<slug:region>/normen/", include("woonregie.foundation.norms.urls")),
    path("<slug:region>/plannen/", include("woonregie.subjects.plans.urls")),
    path("<slug:region>/prognoses/", include("woonregie.subjects.forecast.urls")),
    path("<slug:region>/", include("woonregie.subjects.balance.urls")),
]

handler400 = "woonregie.site.views.bad_request"
handler403 = "woonregie.site.views.forbidden"
handler404 = "woonregie.site.views.not_found"
handler500 = "woonregie.site.views.broken"
