"""Published figures tested against rebuilt records: the definitions first, a tolerance learned from the series, then the verdict.

``hold_figure`` tests one figure, ``hold_series`` the figures of a series, against the tables of custody of a release
(:class:`CustodyTables`) or against facility-days (:class:`FacilityDays`). docs/tested.md says how.
"""

from habeas.findings.tested.claimed import figure_of, findings_of
from habeas.findings.tested.custody_tables import CustodyTables
from habeas.findings.tested.facility_days import FacilityDays
from habeas.findings.tested.judging import FAR, hold_figure
from habeas.findings.tested.model import (
    BASES,
    DIMENSIONS,
    MEASURES,
    MOMENTS,
    OUTCOMES,
    Definition,
    Figure,
    Judged,
    Persons,
    Rebuilt,
    Rows,
    Tested,
    Tolerance,
    Way,
    like,
)
from habeas.findings.tested.published import figures_by_place, figures_of
from habeas.findings.tested.records import Records
from habeas.findings.tested.series import Fit, SeriesTest, hold_series
from habeas.findings.tested.tolerance import FEWEST, LEVEL, Compared, learn

__all__ = [
    "BASES",
    "DIMENSIONS",
    "FAR",
    "FEWEST",
    "LEVEL",
    "MEASURES",
    "MOMENTS",
    "OUTCOMES",
    "Compared",
    "CustodyTables",
    "Definition",
    "FacilityDays",
    "Figure",
    "Fit",
    "Judged",
    "Persons",
    "Rebuilt",
    "Records",
    "Rows",
    "SeriesTest",
    "Tested",
    "Tolerance",
    "Way",
    "figure_of",
    "figures_by_place",
    "figures_of",
    "findings_of",
    "hold_figure",
    "hold_series",
    "learn",
    "like",
]
