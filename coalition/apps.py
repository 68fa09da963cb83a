"""Starts the room: the run-time role is looked at on connect, rights are granted after migrate."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoalitionConfig(AppConfig):
    name = "coalition"
    verbose_name = "Backbone support"

    def ready(self) -> None:
        from coalition import database  # noqa: PLC0415  (needs the app registry)

        connection_created.connect(database.check_on_connect)
        post_migrate.connect(database.grant_after_migrate, sender=self)
