"""Addresses of the measurement API, under /api/v1/c/<coalition>/."""

from django.urls import path

from coalition.roles import open_to
from measurement.api import SeriesView

app_name = "measurement-api"
urlpatterns = [path("series/", open_to("token")(SeriesView.as_view()), name="series")]
