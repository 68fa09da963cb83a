"""The address map of an install: members under /c/<coalition>/, the API under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("coalition.urls")),
    path("accounts/", include("allauth.urls")),
    path("c/<slug:coalition>/", include("agenda.urls")),
    path("c/<slug:coalition>/", include("partners.urls")),
    path("c/<slug:coalition>/", include("measurement.urls")),
    path("c/<slug:coalition>/", include("reports.urls")),
    path("api/v1/c/<slug:coalition>/", include("measurement.api_urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
]
