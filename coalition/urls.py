"""Addresses of backbone support."""

from django.urls import URLPattern

app_name = "coalition"
urlpatterns: list[URLPattern] = []
