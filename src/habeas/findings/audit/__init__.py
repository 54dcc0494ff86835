"""The audit: the publications of one series held against what its declaration says must be true of them."""

from habeas.findings.audit.model import GRAVITIES, AuditFinding, Cell, Gravity, ranked
from habeas.findings.audit.publications import Publication, Publications, cells
from habeas.findings.audit.run import Audit, Audited, audit
from habeas.findings.audit.series import Series

__all__ = [
    "GRAVITIES",
    "Audit",
    "AuditFinding",
    "Audited",
    "Cell",
    "Gravity",
    "Publication",
    "Publications",
    "Series",
    "audit",
    "cells",
    "ranked",
]
