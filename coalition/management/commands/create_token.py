"""``manage.py create_token``: print an API token once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition import services
from coalition.models import Coalition
from coalition.roles import Role
from coalition.tenancy import in_coalition


class Command(BaseCommand):
    help = "Make an API token for a role of a coalition and print it; it is not kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--coalition", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="made by the operator")

    def handle(self, *args: Any, **options: Any) -> None:
        coalition = Coalition.objects.filter(slug=options["coalition"]).first()
        if coalition is None:
            raise CommandError(f"There is no coalition “{options['coalition']}”.")
        with in_coalition(coalition.pk):
            token = services.create_token(name=options["name"], role=options["role"], by=None)
        self.stdout.write(token)
