"""The shape of what staff type on the agenda pages."""

from typing import Any

from django import forms
from django.utils.text import slugify

from agenda.models import Agenda, Goal, Outcome


class VisionForm(forms.ModelForm[Agenda]):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Agenda
        fields = ["vision", "why", "version"]
        labels = {"vision": "Vision", "why": "Why it matters"}
        help_texts = {
            "vision": "One sentence: what will be true when the work is done.",
            "why": "Two short paragraphs are enough.",
        }


class CodedForm(forms.ModelForm[Any]):
    """A form whose code is made from the title when it is left empty."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"] or slugify(self.data.get("title", ""))[:60]
        taken = self._meta.model.objects.filter(code=code).exclude(pk=self.instance.pk)
        if taken.exists():
            raise forms.ValidationError(f"“{code}” is used already. Choose another short code.")
        return str(code)


CODE = {
    "labels": {"title": "Title", "description": "In plain words", "code": "Short code"},
    "help_texts": {"code": "Used in files and addresses. Left empty, it is made from the title."},
}


class GoalForm(CodedForm):
    class Meta:
        model = Goal
        fields = ["title", "description", "code", "position"]
        labels = CODE["labels"]
        help_texts = CODE["help_texts"]

    code = forms.SlugField(required=False, max_length=60, help_text=CODE["help_texts"]["code"])


class OutcomeForm(CodedForm):
    class Meta:
        model = Outcome
        fields = ["goal", "title", "description", "code", "position"]
        labels = CODE["labels"]
        help_texts = CODE["help_texts"]

    code = forms.SlugField(required=False, max_length=60, help_text=CODE["help_texts"]["code"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = Goal.objects.all()  # type: ignore[attr-defined]
