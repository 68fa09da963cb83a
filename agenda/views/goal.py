"""Forms for goals and outcomes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from agenda import services
from agenda.forms import GoalForm, OutcomeForm
from agenda.models import Goal, Outcome
from coalition.http import CoalitionRequest
from coalition.roles import Permission, requires


@requires(Permission.EDIT_AGENDA)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request: CoalitionRequest, coalition: str, goal: str | None = None) -> HttpResponse:
    found = get_object_or_404(Goal, code=goal) if goal else Goal()
    form = GoalForm(request.POST or None, instance=found)
    if form.is_valid():
        services.save_goal(goal=form.save(commit=False), by=request.membership)
        messages.success(request, "Goal saved.")
        return redirect("agenda:agenda", coalition)
    context = {"form": form, "title": "Change goal" if goal else "Add a goal"}
    return render(request, "agenda/edit.html", context, status=422 if form.errors else 200)


@requires(Permission.EDIT_AGENDA)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_edit(
    request: CoalitionRequest, coalition: str, outcome: str | None = None
) -> HttpResponse:
    found = get_object_or_404(Outcome, code=outcome) if outcome else Outcome()
    form = OutcomeForm(request.POST or None, instance=found)
    if form.is_valid():
        services.save_outcome(outcome=form.save(commit=False), by=request.membership)
        messages.success(request, "Outcome saved.")
        return redirect("agenda:agenda", coalition)
    context = {"form": form, "title": "Change outcome" if outcome else "Add an outcome"}
    return render(request, "agenda/edit.html", context, status=422 if form.errors else 200)
