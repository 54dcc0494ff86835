"""What habeas offers, and that it offers nothing else by accident."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import habeas

ROOT = Path(habeas.__file__).parent
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_offers_what_it_lists_and_lists_what_it_imports(room: str) -> None:
    """``__all__`` of a room is sorted and is exactly the public names its ``__init__`` brings in."""
    module = import_module(f"habeas.{room}")
    tree = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))
    brought = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("habeas")
        for alias in node.names
    }
    assert list(module.__all__) == sorted(module.__all__, key=_order)
    assert set(module.__all__) == brought
    assert all(hasattr(module, name) for name in module.__all__)


def _order(name: str) -> tuple[int, str]:
    """Sort as the linter does: constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def test_the_package_offers_five_names() -> None:
    """The top level is small: the case, time, amounts, and what can go wrong."""
    assert habeas.__all__ == ["Amount", "Case", "HabeasError", "Problem", "Span", "__version__"]
    assert all(getattr(habeas, name) is not None for name in habeas.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Asking the package for what it has not says so as Python does."""
    with pytest.raises(AttributeError, match="no attribute 'Prison'"):
        _ = habeas.Prison


def test_the_package_is_typed() -> None:
    """Type checkers of other projects see the annotations."""
    assert (ROOT / "py.typed").is_file()


def test_every_room_says_what_it_is_for() -> None:
    """Each folder's ``__init__`` opens with a sentence."""
    assert all(import_module(f"habeas.{room}").__doc__ for room in ROOMS)
