"""Where the migrations of this app find the constraints of dated rows."""

from zone_portal.framework.dated import DateRange, ends_after_start, never_overlapping

__all__ = ["DateRange", "ends_after_start", "never_overlapping"]
