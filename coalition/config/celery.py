"""The Celery application: it moves work, PostgreSQL remembers it (docs/adr/0003-dirty-table.md)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.config.settings")
app = Celery("collective")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
