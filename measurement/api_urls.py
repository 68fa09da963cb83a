"""Addresses of the measurement API, under /api/v1/c/<coalition>/."""

from django.urls import URLPattern

app_name = "measurement-api"
urlpatterns: list[URLPattern] = []
