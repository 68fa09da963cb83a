"""Builds a coalition in readable lines; each method makes one thing in the coalition's scope."""

from datetime import UTC, date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from agenda.models import Goal, Outcome
from coalition.models import Coalition, Membership, User
from coalition.roles import Role
from coalition.tenancy import in_coalition
from measurement.models import (
    Area,
    AreaAncestor,
    AreaLevel,
    AreaLink,
    Assignment,
    Category,
    Dimension,
    Hierarchy,
    Indicator,
    IndicatorDimension,
    Observation,
    ReportingPeriod,
    Submission,
)
from partners.models import Organisation

RULES = {
    "count": ("sum", "sum"),
    "stock": ("last", "sum"),
    "rate": ("ratio", "ratio"),
    "average": ("ratio", "ratio"),
}


class World:
    """One coalition for a test: a city with two schools' worth of places, and whatever is added."""

    def __init__(self, slug: str) -> None:
        self.coalition = Coalition.objects.create(slug=slug, name=slug.capitalize())
        with self.scope():
            self.city_level = AreaLevel.objects.create(
                code="city", name="City", plural="Cities", position=1
            )
            self.zone_level = AreaLevel.objects.create(
                code="zone", name="Zone", plural="Zones", position=2
            )
            self.hierarchy = Hierarchy.objects.create(code="city", name="Zone in city")
            self.city = Area.objects.create(code="city", name="City", level=self.city_level)
            AreaAncestor.objects.create(
                hierarchy=self.hierarchy, area=self.city, ancestor=self.city, depth=0
            )
            goal = Goal.objects.create(code="read", title="Every child reads")
            self.outcome = Outcome.objects.create(goal=goal, code="ready", title="Ready to read")

    def scope(self) -> Any:
        """Open this coalition's scope."""
        return in_coalition(self.coalition.pk)

    @property
    def slug(self) -> str:
        return self.coalition.slug

    def zone(self, code: str) -> Area:
        """A zone of the city."""
        with self.scope():
            area = Area.objects.create(code=code, name=code.title(), level=self.zone_level)
            AreaLink.objects.create(hierarchy=self.hierarchy, child=area, parent=self.city)
            for depth, ancestor in enumerate((area, self.city)):
                AreaAncestor.objects.create(
                    hierarchy=self.hierarchy, area=area, ancestor=ancestor, depth=depth
                )
            return area

    def organisation(self, code: str, **fields: Any) -> Organisation:
        """A partner; its name is its code in words."""
        with self.scope():
            fields.setdefault("name", code.replace("-", " ").title())
            return Organisation.objects.create(code=code, **fields)

    def member(
        self,
        role: str = Role.LEAD,
        organisation: Organisation | None = None,
        user: User | None = None,
    ) -> Membership:
        """A person in a role; the email address says which."""
        if user is None:
            where = f"{organisation.code}." if organisation else ""
            user = User.objects.create_user(f"{role}@{where}{self.slug}.example.org", name=role)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        with self.scope():
            return Membership.objects.create(user=user, role=role, organisation=organisation)

    def client(self, membership: Membership) -> Client:
        """A browser in which this member is signed in."""
        client = Client()
        client.force_login(
            membership.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    def dimension(self, code: str, *categories: str) -> Dimension:
        """A dimension with its categories."""
        with self.scope():
            dimension = Dimension.objects.create(code=code, name=code.title())
            for position, name in enumerate(categories):
                Category.objects.create(
                    dimension=dimension, code=name, name=name, position=position
                )
            return dimension

    def indicator(self, code: str, type: str = "count", **fields: Any) -> Indicator:
        """An indicator collected per zone and month; a rate shows percent."""
        time_rule, place_rule = RULES[type]
        dimensions = fields.pop("dimensions", ())
        defaults: dict[str, Any] = {
            "name": code.replace("_", " ").capitalize(),
            "type": type,
            "frequency": "month",
            "time_rule": time_rule,
            "place_rule": place_rule,
            "per": 100 if type == "rate" else 1,
            "unit": "%" if type == "rate" else "children",
            "display_decimals": 1 if type in {"rate", "average"} else 0,
            "decimals": 1 if type == "average" else 0,
            "direction": "up",
            "outcome": self.outcome,
            "hierarchy": self.hierarchy,
            "level": self.zone_level,
        }
        with self.scope():
            indicator = Indicator.objects.create(code=code, **(defaults | fields))
            for position, dimension in enumerate(dimensions):
                IndicatorDimension.objects.create(
                    indicator=indicator, dimension=dimension, position=position
                )
            return indicator

    def assign(
        self,
        indicator: Indicator,
        organisation: Organisation,
        area: Area,
        starts_on: date = date(2020, 1, 1),
        ends_on: date | None = None,
    ) -> Assignment:
        """From ``starts_on`` on, the partner is expected to report here."""
        with self.scope():
            return Assignment.objects.create(
                indicator=indicator,
                organisation=organisation,
                area=area,
                starts_on=starts_on,
                ends_on=ends_on,
            )

    def period(self, code: str, start: date, frequency: str = "month", **dates: date) -> ReportingPeriod:
        """A reporting period that is open from its start for years, unless dates are given."""
        with self.scope():
            return ReportingPeriod.objects.create(
                code=code,
                start=start,
                frequency=frequency,
                opens_on=dates.get("opens_on", start),
                due_on=dates.get("due_on", date(2030, 1, 1)),
                closes_on=dates.get("closes_on", date(2031, 1, 1)),
            )

    def submission(
        self, organisation: Organisation, period: ReportingPeriod, state: str = "due"
    ) -> Submission:
        """A due report in a given state."""
        sent = datetime(2026, 1, 1, tzinfo=UTC) if state in {"sent", "approved", "returned"} else None
        with self.scope():
            return Submission.objects.create(
                organisation=organisation, period=period, state=state, sent_at=sent
            )

    def observe(
        self,
        submission: Submission,
        indicator: Indicator,
        area: Area,
        numerator: int,
        denominator: int | None = None,
        *,
        by: Membership,
        category: Category | None = None,
    ) -> Observation:
        """An accepted number, written directly; rollups are not touched."""
        with self.scope():
            return Observation.objects.create(
                indicator=indicator,
                area=area,
                category=category,
                period_start=submission.period.start,
                organisation=submission.organisation,
                numerator=numerator,
                denominator=denominator,
                submission=submission,
                accepted_at=datetime(2026, 1, 2, tzinfo=UTC),
                accepted_by=by,
            )


