"""Requirements of the standards as data, and what accepted claims say of each.

A verdict is never automatic law: an assessment says what the claims show under every reading, and names them.
"""

from habeas.standards.assessing import assess
from habeas.standards.catalogue import instruments, requirements
from habeas.standards.model import Assessment, Instrument, Reading, Requirement, Verdict

__all__ = ["Assessment", "Instrument", "Reading", "Requirement", "Verdict", "assess", "instruments", "requirements"]
