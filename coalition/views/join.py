"""The invitation page: looking changes nothing, the button joins."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coalition import services
from coalition.forms import JoinForm
from coalition.models import User
from coalition.roles import open_to, sentence

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to("invited")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, coalition: str, token: str) -> HttpResponse:
    invitation = services.find_invitation(token)
    if invitation is None:
        raise Http404
    known = User.objects.filter(email=invitation.email).first()
    here = request.user if request.user.is_authenticated else None
    form = JoinForm(request.POST or None, initial={"name": invitation.name})
    ready = known is not None or form.is_valid()
    problem = ""
    if request.method == "POST" and ready:
        cleaned = {} if known else form.cleaned_data
        try:
            membership = services.accept_invitation(
                token=token,
                user=here,  # type: ignore[arg-type]
                name=cleaned.get("name", ""),
                password=cleaned.get("password", ""),
            )
        except services.NotAllowedError as refused:
            problem = str(refused)
        else:
            login(request, membership.user, backend=BACKEND)
            request.session.pop("coalitions", None)
            messages.success(request, "You are in.")
            return redirect("reports:home", coalition)
    organisation = invitation.organisation.name if invitation.organisation else None
    context = {
        "invitation": invitation,
        "rights": sentence(invitation.role, organisation),
        "form": None if known else form,
        "must_sign_in": known is not None and (here is None or here.pk != known.pk),
        "errors": [{"text": problem}] if problem else [],
    }
    status = 422 if problem or (request.method == "POST" and not ready) else 200
    response = render(request, "coalition/join.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
