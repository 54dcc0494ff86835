"""Everything derived: Parquet files that are pure functions of originals, ledger, case file and code.

Delete the folder and ``habeas build`` makes the same bytes again.
"""

from habeas.tables.folder import Folder, Stamp, code_fingerprint
from habeas.tables.releases import (
    EstimateFolder,
    PersonFolder,
    ReleaseFolder,
    check_writable,
    estimates_fingerprint,
    patiently,
    persons_fingerprint,
    releases_fingerprint,
)
from habeas.tables.shapes import load_assessments, load_claims, load_findings, write_tables

__all__ = [
    "EstimateFolder",
    "Folder",
    "PersonFolder",
    "ReleaseFolder",
    "Stamp",
    "check_writable",
    "code_fingerprint",
    "estimates_fingerprint",
    "load_assessments",
    "load_claims",
    "load_findings",
    "patiently",
    "persons_fingerprint",
    "releases_fingerprint",
    "write_tables",
]
