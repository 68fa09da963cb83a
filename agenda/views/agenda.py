"""The agenda page, and the form for its vision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agenda import queries, services
from agenda.forms import VisionForm
from coalition.http import CoalitionRequest
from coalition.roles import Permission, requires


@requires(Permission.VIEW_RESULTS)
@require_safe
def agenda(request: CoalitionRequest, coalition: str) -> HttpResponse:
    context = {
        "agenda": services.current_agenda(),
        "goals": queries.goals_with_outcomes(),
        "may_edit": request.membership.may(Permission.EDIT_AGENDA),
    }
    return render(request, "agenda/agenda.html", context)


@requires(Permission.EDIT_AGENDA)
@require_http_methods(["GET", "HEAD", "POST"])
def vision_edit(request: CoalitionRequest, coalition: str) -> HttpResponse:
    current = services.current_agenda()
    form = VisionForm(request.POST or None, instance=current)
    theirs = None
    if form.is_valid():
        try:
            services.save_vision(by=request.membership, **form.cleaned_data)
        except services.StaleAgendaError as stale:
            theirs = stale.current
            form.data = form.data.copy()
            form.data["version"] = str(theirs.version)
        else:
            messages.success(request, "Vision saved.")
            return redirect("agenda:agenda", coalition)
    status = 409 if theirs else 422 if form.errors else 200
    context = {"form": form, "theirs": theirs, "title": "Vision"}
    return render(request, "agenda/edit.html", context, status=status)
