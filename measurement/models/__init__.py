"""The nouns of shared measurement."""

from measurement.models.area import Area, AreaAncestor, AreaLevel, AreaLink, AreaShape, Hierarchy
from measurement.models.assignment import Assignment
from measurement.models.dimension import Category, Dimension
from measurement.models.indicator import Indicator, IndicatorDimension
from measurement.models.observation import Observation, ObservationRevision
from measurement.models.reporting_period import ReportingPeriod
from measurement.models.rollup import Rollup
from measurement.models.submission import Submission, SubmissionValue

__all__ = [
    "Area",
    "AreaAncestor",
    "AreaLevel",
    "AreaLink",
    "AreaShape",
    "Assignment",
    "Category",
    "Dimension",
    "Hierarchy",
    "Indicator",
    "IndicatorDimension",
    "Observation",
    "ObservationRevision",
    "ReportingPeriod",
    "Rollup",
    "Submission",
    "SubmissionValue",
]
