"""The local outbox: where mail goes on an install without a mail server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from coalition.models import OutgoingMail


class LocalOutboxBackend(BaseEmailBackend):
    """Keeps messages in the database; the demo shows them at ``/outbox/``."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            OutgoingMail.objects.create(
                to=", ".join(message.recipients())[:300],
                subject=message.subject[:300],
                body=message.body,
            )
        return len(email_messages)
