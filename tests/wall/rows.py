"""Makes one valid row of any coalition-owned model, so that wall tests can cover them all."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from coalition.models import User
from coalition.tenancy import TenantModel

_number = count(1)

# What a generic value would break: check constraints and closed lists.
FIELDS: dict[str, dict[str, Any]] = {
    "coalition.Membership": {"role": "staff"},
    "coalition.Invitation": {"role": "staff"},
    "coalition.ApiToken": {"role": "staff"},
    "measurement.Indicator": {
        "type": "count",
        "frequency": "month",
        "time_rule": "sum",
        "place_rule": "sum",
    },
    "measurement.ReportingPeriod": {"frequency": "month"},
}


def tenant_models() -> list[type[TenantModel]]:
    """Return every coalition-owned model, by label."""
    found = [m for m in apps.get_models() if issubclass(m, TenantModel)]
    return sorted(found, key=lambda model: model._meta.label)


def _value(field: Any) -> Any:
    number = next(_number)
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(2000, 1, 1)
    if isinstance(field, models.JSONField):
        return {"canary": number}
    if isinstance(field, models.CharField | models.TextField):
        return f"{field.name[:20]}-{number}"[: field.max_length or 40]
    if isinstance(field, models.DecimalField | models.IntegerField):
        return number % 30_000
    if isinstance(field, models.UUIDField):
        return None
    raise NotImplementedError(f"say in rows.py how to fill {field}")


def make_row(model: type[TenantModel], **given: Any) -> Any:
    """Make one row of ``model``, with the rows it needs, in the coalition in scope."""
    values = FIELDS.get(model._meta.label, {}) | given
    for field in model._meta.concrete_fields:
        if field.name in values or field.name == "coalition" or field.primary_key:
            continue
        if field.null or field.has_default() or field.has_db_default() or field.blank:
            continue
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            continue
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            if target is User:
                values[field.name] = User.objects.create_user(f"p{next(_number)}@example.org")
            else:
                values[field.name] = make_row(target)
        else:
            values[field.name] = _value(field)
    return model.objects.create(**values)
