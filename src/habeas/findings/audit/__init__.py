"""The audit: the publications of one series held against what its declaration says must be true of them."""

from habeas.findings.audit.model import GRAVITIES, AuditFinding, Cell, Gravity, ranked

__all__ = ["GRAVITIES", "AuditFinding", "Cell", "Gravity", "ranked"]
