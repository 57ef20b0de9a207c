"""Vocabulary of the reference data."""

from datetime import date

SHIPPED = "shipped"
ZONE = "zone"
ORIGINS = ((SHIPPED, "随系统提供"), (ZONE, "本综试区维护"))

SINCE_EVER = date(2000, 1, 1)
"""Start of validity of a code whose own start is not known: before any message could exist."""

EXCHANGE_RATES = "FXR"
"""Rule code under which exchange rates are kept: parameter = currency, value = renminbi a unit."""

HS_CODES = "hs_codes"
"""Name of the table whose rows live in ``HsCode``; all other tables' rows live in ``Code``."""

POSITIVE_LIST = "positive_list"
"""Name of the list of goods for retail import, whose rows live in ``PositiveListItem``."""
