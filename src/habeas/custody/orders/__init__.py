"""Orders and laws against the records of persons: acts after an order that forbade them, custody past an order of release, no order shown."""

from __future__ import annotations

from habeas.custody.orders.finding import find_orders
from habeas.custody.orders.model import Dated, Order, OrderFinding, Required, Scope, cited
from habeas.custody.orders.reading import read_orders

__all__ = ["Dated", "Order", "OrderFinding", "Required", "Scope", "cited", "find_orders", "read_orders"]
