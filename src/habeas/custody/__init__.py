"""Custody: events to stints, stints to stays, and who was where on which day, certainly or possibly."""

__all__: list[str] = []
