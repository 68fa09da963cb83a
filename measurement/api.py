"""The figures of an indicator, as its page shows them, for programs."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from coalition.models import ApiToken, Coalition
from coalition.roles import Permission, Role
from measurement.queries import cells
from measurement.queries.series import Point, series
from measurement.release import Audience

PARAMETERS = [
    OpenApiParameter("indicator", str, required=True, description="The indicator’s code."),
    OpenApiParameter("area", str, description="An area’s code; left out, the widest area."),
    OpenApiParameter("group", str, description="dimension:category; left out, everybody."),
    OpenApiParameter("grain", str, enum=["month", "quarter", "year"]),
]


class PointSerializer(serializers.Serializer[Point]):
    """One figure; ``value`` is null where the state is missing or hidden."""

    period = serializers.CharField(source="period.code")
    value = serializers.DecimalField(max_digits=30, decimal_places=None, allow_null=True)
    numerator = serializers.DecimalField(max_digits=30, decimal_places=None, allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    reporting = serializers.IntegerField()
    expected = serializers.IntegerField()
    state = serializers.ChoiceField(
        choices=["final", "provisional", "estimated", "missing", "hidden"]
    )


class SeriesSerializer(serializers.Serializer[Any]):
    """A series with the names it was asked by."""

    indicator = serializers.CharField()
    area = serializers.CharField()
    group = serializers.CharField()
    grain = serializers.CharField()
    points = PointSerializer(many=True)


def audience_of(token: ApiToken) -> Audience:
    """Return whose eyes a token reads with."""
    return Audience.FUNDERS if token.role == Role.FUNDER else Audience.MEMBERS


class SeriesView(APIView):
    """``GET series/?indicator=&area=&group=&grain=``."""

    permissions = {"GET": Permission.VIEW_RESULTS}

    @extend_schema(parameters=PARAMETERS, responses=SeriesSerializer)
    def get(self, request: Request, coalition: str) -> Response:
        here: Coalition = request._request.coalition  # type: ignore[attr-defined]  # noqa: SLF001
        asked = request.query_params
        try:
            indicator = cells.find_indicator(asked.get("indicator", ""))
            audience = audience_of(request.auth)
            if audience is Audience.FUNDERS and not indicator.funder_visible:
                raise cells.UnknownNameError(
                    "indicator", f"There is no indicator “{indicator.code}” here."
                )
            areas = cells.find_areas(indicator, area=asked.get("area", ""))
            category = cells.find_category(indicator, asked.get("group", ""))
            grain = cells.find_grain(indicator, here, asked.get("grain", ""))
        except cells.UnknownNameError as unknown:
            raise ValidationError({unknown.parameter: [str(unknown)]}) from unknown
        if not areas:
            raise ValidationError({"area": ["This indicator has no areas yet."]})
        points = series(
            indicator=indicator,
            coalition=here,
            area=areas[0],
            category=category,
            grain=grain,
            audience=audience,
        )
        answer = {
            "indicator": indicator.code,
            "area": areas[0].code,
            "group": cells.group_code(category),
            "grain": grain,
            "points": points,
        }
        return Response(SeriesSerializer(answer).data)
