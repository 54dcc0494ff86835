"""habeas rebuilds, from outside evidence, the register a state must keep of the persons it deprives of liberty.

>>> from habeas import Case
>>> case = Case("el-salvador")
>>> case.findings(gravity="error")

:class:`Case` is the one object to hold; its methods are the commands of the command line. :class:`Span` is uncertain time,
:class:`Amount` an uncertain quantity; :mod:`habeas.errors` draws every error.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from habeas.amount import Amount
    from habeas.case import Case
    from habeas.errors import HabeasError, Problem
    from habeas.when import Span

__version__ = "0.1.0"
__all__ = ["Amount", "Case", "HabeasError", "Problem", "Span", "__version__"]

_HOMES: Final = {"Amount": "amount", "Case": "case", "HabeasError": "errors", "Problem": "errors", "Span": "when"}


def __getattr__(name: str) -> Any:
    # Loaded when first asked for, so that `habeas --help` does not load what it does not need.
    if name not in _HOMES:
        raise AttributeError(f"module 'habeas' has no attribute {name!r}")
    return getattr(import_module(f"habeas.{_HOMES[name]}"), name)
