"""The project's configuration; importing it makes the Celery application known to tasks."""
