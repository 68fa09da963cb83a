"""Mail that an install without a mail server keeps, so that a newcomer can click the invitation."""

from django.db import models


class OutgoingMail(models.Model):
    """One message of the local outbox. Used only where no mail server is set (the demo)."""

    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
