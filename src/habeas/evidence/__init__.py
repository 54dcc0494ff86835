"""Originals in, text and tables out; citations checked byte for byte; verification."""

from habeas.evidence.citation import check, locate, make_citation
from habeas.evidence.description import SIDECAR, refuse_future
from habeas.evidence.description import read as read_description
from habeas.evidence.finding import Ambiguous, Found, Nearest, find, quote_at
from habeas.evidence.formats import FILE_LIMIT, PARQUET, ROWS, TABLE_LIMIT, TEXT_LIMIT, extract, extractor, limit
from habeas.evidence.forms import as_json, from_json
from habeas.evidence.identity import Outcome, identify, slug
from habeas.evidence.model import CellQuote, Citation, Description, Sensitivity, Source, SourceKind, TextQuote
from habeas.evidence.receive import Received, examine
from habeas.evidence.store import MANIFEST, Store
from habeas.evidence.text import Extract, Sheet
from habeas.evidence.texts import Texts
from habeas.evidence.verify import manifest, verify_originals

__all__ = [
    "FILE_LIMIT",
    "MANIFEST",
    "PARQUET",
    "ROWS",
    "SIDECAR",
    "TABLE_LIMIT",
    "TEXT_LIMIT",
    "Ambiguous",
    "CellQuote",
    "Citation",
    "Description",
    "Extract",
    "Found",
    "Nearest",
    "Outcome",
    "Received",
    "Sensitivity",
    "Sheet",
    "Source",
    "SourceKind",
    "Store",
    "TextQuote",
    "Texts",
    "as_json",
    "check",
    "examine",
    "extract",
    "extractor",
    "find",
    "from_json",
    "identify",
    "limit",
    "locate",
    "make_citation",
    "manifest",
    "quote_at",
    "read_description",
    "refuse_future",
    "slug",
    "verify_originals",
]
