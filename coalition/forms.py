"""The shape of what people type about people."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.password_validation import validate_password

from coalition.roles import Role


class InviteForm(forms.Form):
    email = forms.EmailField(label="Email", max_length=254)
    name = forms.CharField(label="Name", max_length=120, required=False)
    role = forms.ChoiceField(label="Role", choices=Role.choices)
    organisation = forms.ModelChoiceField(
        label="Organisation", queryset=None, required=False, empty_label="None"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = apps.get_model("partners", "Organisation")
        self.fields["organisation"].queryset = model.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        partner = cleaned.get("role") in {Role.PARTNER_LEAD, Role.PARTNER_CONTRIBUTOR}
        if partner and not cleaned.get("organisation"):
            self.add_error("organisation", "Choose the organisation they work for")
        return cleaned


class JoinForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=120)
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. A few words in a row work well.",
    )  # fmt: skip

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
