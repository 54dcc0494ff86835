"""The audit: the publications of one series held against what its declaration says must be true of them."""

from habeas.findings.audit.intervals import Interval, intervals, write_intervals
from habeas.findings.audit.model import GRAVITIES, AuditFinding, Cell, Gravity, ranked
from habeas.findings.audit.publications import Publication, Publications, cells
from habeas.findings.audit.revisions import Revised, revisions, write_revisions
from habeas.findings.audit.run import Audit, Audited, audit
from habeas.findings.audit.series import Series

__all__ = [
    "GRAVITIES",
    "Audit",
    "AuditFinding",
    "Audited",
    "Cell",
    "Gravity",
    "Interval",
    "Publication",
    "Publications",
    "Revised",
    "Series",
    "audit",
    "cells",
    "intervals",
    "ranked",
    "revisions",
    "write_intervals",
    "write_revisions",
]
