"""The styleguide: tokens, type, every component and every chart state on one page."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.charts import samples
from reports.charts.draw import draw
from reports.charts.panels import draw_sparkline

TOKENS = (
    ("paper", "page"),
    ("surface", "inputs, menus"),
    ("sunken", "zones, tags"),
    ("ink", "text"),
    ("ink2", "second text"),
    ("ink3", "quiet text"),
    ("line", "hairline"),
    ("edge", "input border"),
    ("spruce", "buttons, the thread"),
    ("link", "links"),
    ("attn", "needs you"),
    ("danger", "errors, late"),
    ("ok", "approved"),
    ("info", "notes"),
    ("toward", "toward target"),
    ("away", "away from target"),
    ("flat", "about the same"),
    ("s1", "series 1"),
    ("s2", "series 2"),
    ("s3", "series 3"),
    ("s4", "series 4"),
    ("s5", "series 5"),
    ("m1", "map, lowest"),
    ("m2", "map"),
    ("m3", "map"),
    ("m4", "map"),
    ("m5", "map, highest"),
)
STATUSES = (
    "Not open yet",
    "Not started",
    "Draft, 5 of 12",
    "Sent",
    "Needs a fix",
    "Approved",
    "Can’t report",
    "4 days late",
    "Corrected",
    "Provisional",
    "Not in yet",
    "On track",
    "At risk",
    "Off track",
    "To do",
    "Done",
    "Flagged",
    "New",
)
ICONS = ("home", "target", "chart-line", "calendar-event", "download", "printer", "language")


class SampleForm(forms.Form):
    """One field of each kind; its data are wrong on purpose, so that errors show."""

    name = forms.CharField(label="Name of the group", help_text="As people call it")
    rhythm = forms.ChoiceField(
        label="How often",
        choices=[("monthly", "Every month"), ("quarterly", "Every quarter")],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Español")])
    public = forms.BooleanField(
        label="Show on the public page", required=False, help_text="Anyone can see it"
    )
    story = forms.CharField(label="What changed", widget=forms.Textarea, required=False)


class FilterForm(forms.Form):
    """A short filter for the filter bar."""

    status = forms.ChoiceField(label="Status", choices=[("", "All"), ("late", "Late")])


def sample_context() -> dict[str, Any]:
    """Return what the styleguide shows; nothing in it comes from the database."""
    wrong = SampleForm({"name": "", "rhythm": "monthly", "language": "en"})
    wrong.fields["name"].error_messages["required"] = "Enter the name of the group"
    return {
        "nav_items": [
            {"label": "Home", "url": "#main"},
            {"label": "Agenda", "url": "#main"},
            {"label": "Data", "url": "#main", "current": True},
            {"label": "Work", "url": "#main"},
            {"label": "People", "url": "#main"},
            {"label": "Share", "url": "#main"},
        ],
        "account": {"label": "Dana Ruiz", "url": "#main"},
        "languages": [{"code": "es", "label": "Español", "url": "#main"}],
        "tokens": TOKENS,
        "statuses": STATUSES,
        "icons": ICONS,
        "form": wrong,
        "filter_form": FilterForm(),
        "page": Paginator(range(90), 30).page(2),
        "figures": [
            draw(samples.absence()),
            draw(samples.monthly()),
            draw(samples.early()),
            draw(samples.nothing_yet()),
            draw(samples.answers()),
        ],
        "reading": draw(samples.reading()),
        "groups": draw(samples.groups()),
        "zones": draw(samples.zones()),
        "spark": draw_sparkline(samples.spark()),
        "reasons": [("not_yet", "Not collected yet"), ("never", "Does not apply")],
        "answers": [
            {"label": "Children enrolled", "value": "221", "url": "#main", "id": "answer-1"},
            {
                "label": "Waiting list",
                "value": "No number",
                "note": "Not collected yet",
                "url": "#main",
                "id": "answer-2",
            },
        ],
        "facts": [
            {"value": "Signed by 38 of 42", "label": "Common agenda v3", "url": "#main"},
            {"value": "9 of 12 in", "label": "September data", "url": "#main"},
            {"value": "4 off track", "label": "Strategies", "url": "#main", "needs": True},
            {"value": "12 days", "label": "Since an update", "url": "#main"},
            {"value": "15 October", "label": "Funder report", "url": "#main"},
        ],
        "comments": [
            {
                "author": "Dana Ruiz",
                "organisation": "Backbone team",
                "when": "2 Oct 2026",
                "text": "Is 63 right? You screened 36.",
            }
        ],
        "chips": [{"label": "Late", "url": "#main"}],
        "table_headers": ("Partner", "September data", "Last seen"),
        "table_rows": (
            ("Public library", "Due in 3 days", "2 Sept"),
            ("Head Start", "4 days late", "28 July"),
        ),
    }


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the styleguide; ``?theme=dark`` or ``?theme=light`` overrides the reader's setting."""
    theme = request.GET.get("theme")
    context = sample_context() | {"theme": theme if theme in {"light", "dark"} else ""}
    return render(request, "reports/styleguide.html", context)
