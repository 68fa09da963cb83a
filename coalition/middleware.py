"""Opens the coalition named in the URL for its members, in a transaction of its own."""

from collections.abc import Callable


from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.defaults import page_not_found

from coalition import people
from coalition.models import Coalition
from coalition.roles import Permission, Role
from coalition.tenancy import in_coalition

Handler = Callable[[HttpRequest], HttpResponse]
# PostgreSQL's answers to a row of another coalition: refused by a policy, missing by a key.
FOREIGN_ROW = {"42501", "23503"}


class ResponseHeadersMiddleware:
    """Headers on every response: nothing private is kept by a cache (reliability.md 6.1)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        )
        return response


class CoalitionMiddleware:
    """Resolve the coalition from the URL, let its members in, roll back what goes wrong.

    A stranger and a missing coalition get the same 404, a member without the right gets 403. The
    transaction is opened here and not by ATOMIC_REQUESTS: there the scope would be lost, and
    half-done writes would be committed with a 400 (reliability.md, findings 3 and 2.5).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        slug = match.kwargs.get("coalition")
        if slug is None:
            return self.get_response(request)
        access = getattr(match.func, "coalition_access", None)
        if access is None:
            raise ImproperlyConfigured(f"{match.view_name} declares no permission.")
        if isinstance(access, Permission) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        coalition = Coalition.objects.filter(slug=slug).first()
        if coalition is None and access == "token":
            return self.get_response(request)  # the API answers 401, as to a wrong token
        if coalition is None:
            raise Http404
        with in_coalition(coalition.pk):
            response = self._admit(request, coalition, access) or self.get_response(request)
            return self._finish(request, response)

    def _admit(
        self, request: HttpRequest, coalition: Coalition, access: Permission | str
    ) -> HttpResponse | None:
        """Put coalition and membership on the request; answer instead where there is no way in."""
        request.coalition = coalition  # type: ignore[attr-defined]
        request.membership = None  # type: ignore[attr-defined]
        if not isinstance(access, Permission):
            return None
        membership = people.live_membership(user=request.user)
        if membership is None:
            raise Http404
        request.membership = membership  # type: ignore[attr-defined]
        if (
            settings.SECOND_FACTOR_FOR_LEADS
            and membership.role == Role.LEAD
            and not people.has_second_factor(request)
        ):
            return redirect("mfa_index")
        if not membership.may(access):
            raise PermissionDenied
        return None

    def _finish(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.streaming and not isinstance(response, FileResponse):
            raise RuntimeError("A coalition's page cannot stream: its scope ends here.")
        if getattr(request, "_failed", False) or response.status_code >= 400:
            transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Remember that the request failed; a row behind the wall answers like a missing one."""
        request._failed = True  # type: ignore[attr-defined]  # noqa: SLF001
        if (
            isinstance(exception, IntegrityError | ProgrammingError)
            and getattr(exception.__cause__, "sqlstate", None) in FOREIGN_ROW
        ):
            transaction.set_rollback(True)
            return page_not_found(request, Http404())
        return None


