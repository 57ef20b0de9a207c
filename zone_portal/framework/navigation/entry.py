"""What the navigation is made of: entries, in groups, in three areas."""

from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: ``url_name`` is opened, ``views`` are shown beneath it.

    ``needs`` names grants one of which the person must hold (``administrator``, ``auditor``,
    ``reviewer``, ``member`` …); ``service`` a service that a site may switch off for its
    enterprises. Both are told by the function that ``NAVIGATION_GRANTS`` names in the settings.
    """

    label: Words
    url_name: str
    views: tuple[str, ...] = ()
    officials_only: bool = False
    needs: tuple[str, ...] = ()
    service: str = ""

    def holds(self, view_name: str) -> bool:
        return view_name == self.url_name or view_name in self.views


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together; folded away unless one of them is open or ``stands_open``."""

    label: Words
    entries: tuple[Entry, ...]
    stands_open: bool = False
