"""Pages outside any coalition: the front page, my coalitions, help, and the demo's outbox."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coalition import people
from coalition.models import OutgoingMail


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "coalition/front.html")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    memberships = people.coalitions_of(user=request.user)  # type: ignore[arg-type]
    return render(request, "coalition/mine.html", {"memberships": memberships})


@require_safe
def words(request: HttpRequest, page: str) -> HttpResponse:
    return render(request, f"coalition/{page}.html")


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The demo's mail; an install with real people has none of it."""
    if not settings.DEMO:
        raise Http404
    mails = OutgoingMail.objects.order_by("-pk")[:50]
    return render(request, "coalition/outbox.html", {"mails": mails})
