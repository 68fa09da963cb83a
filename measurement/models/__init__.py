"""The nouns of shared measurement."""

from measurement.models.area import Area, AreaAncestor, AreaLevel, AreaLink, AreaShape, Hierarchy
from measurement.models.assignment import Assignment
from measurement.models.dimension import Category, Dimension
from measurement.models.indicator import (
    Direction,
    Frequency,
    Indicator,
    IndicatorDimension,
    IndicatorType,
    PlaceRule,
    TimeRule,
    YearKind,
)
from measurement.models.observation import Observation, ObservationRevision
from measurement.models.reporting_period import ReportingPeriod
from measurement.models.rollup import Grain, Rollup
from measurement.models.submission import (
    Decision,
    NoNumber,
    Submission,
    SubmissionState,
    SubmissionValue,
)

__all__ = [
    "Area",
    "AreaAncestor",
    "AreaLevel",
    "AreaLink",
    "AreaShape",
    "Assignment",
    "Category",
    "Decision",
    "Dimension",
    "Direction",
    "Frequency",
    "Grain",
    "Hierarchy",
    "Indicator",
    "IndicatorDimension",
    "IndicatorType",
    "NoNumber",
    "Observation",
    "ObservationRevision",
    "PlaceRule",
    "ReportingPeriod",
    "Rollup",
    "Submission",
    "SubmissionState",
    "SubmissionValue",
    "TimeRule",
    "YearKind",
]
