"""Coding by hand: claims files in, ledger drafts and every fault out; and the templates to begin one with."""

from habeas.claims.coding.coder import read_claims_file
from habeas.claims.coding.known import Coded, Known, SetAside
from habeas.claims.coding.single import code_fields
from habeas.claims.coding.templates import template

__all__ = ["Coded", "Known", "SetAside", "code_fields", "read_claims_file", "template"]
