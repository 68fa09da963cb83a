"""Settings: members, invitations and the audit log."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition import services
from coalition.forms import InviteForm
from coalition.http import CoalitionRequest
from coalition.models import AuditEvent, Invitation, Membership
from coalition.roles import Permission, requires, sentence


@requires(Permission.VIEW_AUDIT)
@require_safe
def members(request: CoalitionRequest, coalition: str) -> HttpResponse:
    found = Membership.objects.select_related("user", "organisation").filter(ended_at__isnull=True)
    rows = [
        {"membership": m, "rights": sentence(m.role, m.organisation.name if m.organisation else None)}
        for m in found.order_by("user__name", "user__email")
    ]
    waiting = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    context = {
        "rows": rows,
        "invitations": waiting.select_related("organisation").order_by("-created_at"),
        "may_end": request.membership.may(Permission.MANAGE_MEMBERS),
    }
    return render(request, "coalition/members.html", context)


@requires(Permission.INVITE_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: CoalitionRequest, coalition: str) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid():
        organisation = form.cleaned_data["organisation"]
        try:
            services.invite(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=form.cleaned_data["role"],
                organisation_id=organisation.pk if organisation else None,
                by=request.membership,
            )
        except services.NotAllowedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Invitation sent to {form.cleaned_data['email']}.")
            may_see = request.membership.may(Permission.VIEW_AUDIT)
            return redirect("coalition:members" if may_see else "coalition:invite", coalition)
    return render(
        request, "coalition/invite.html", {"form": form}, status=422 if form.errors else 200
    )


@requires(Permission.INVITE_ANYONE)
@require_POST
def revoke(request: CoalitionRequest, coalition: str, invitation: int) -> HttpResponse:
    found = get_object_or_404(Invitation, pk=invitation, accepted_at__isnull=True)
    services.revoke_invitation(invitation=found, by=request.membership)
    messages.success(request, f"The invitation to {found.email} does not work any more.")
    return redirect("coalition:members", coalition)


@requires(Permission.MANAGE_MEMBERS)
@require_POST
def end(request: CoalitionRequest, coalition: str, member: int) -> HttpResponse:
    found = get_object_or_404(Membership, pk=member, ended_at__isnull=True)
    try:
        services.end_membership(membership=found, by=request.membership)
    except services.NotAllowedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{found.user} is not a member any more.")
    return redirect("coalition:members", coalition)


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_log(request: CoalitionRequest, coalition: str) -> HttpResponse:
    events = AuditEvent.objects.select_related("actor__user").order_by("-at", "-pk")
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    return render(request, "coalition/audit.html", {"page": page})
