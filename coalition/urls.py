"""Addresses of backbone support."""

from django.urls import path

from coalition.views import front, health, join, members

app_name = "coalition"
urlpatterns = [
    path("", front.front, name="front"),
    path("me/", front.mine, name="mine"),
    path("help/", front.words, {"page": "help"}, name="help"),
    path("privacy/", front.words, {"page": "privacy"}, name="privacy"),
    path("accessibility/", front.words, {"page": "accessibility"}, name="accessibility"),
    path("outbox/", front.outbox, name="outbox"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("c/<slug:coalition>/join/<str:token>/", join.join, name="join"),
    path("c/<slug:coalition>/settings/members/", members.members, name="members"),
    path("c/<slug:coalition>/settings/members/invite/", members.invite, name="invite"),
    path(
        "c/<slug:coalition>/settings/invitations/<int:invitation>/withdraw/",
        members.revoke,
        name="revoke",
    ),
    path("c/<slug:coalition>/settings/members/<int:member>/end/", members.end, name="end"),
    path("c/<slug:coalition>/settings/audit/", members.audit_log, name="audit"),
]
