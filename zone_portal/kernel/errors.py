"""Errors that carry a stable code, so that clients, pages and tests never match sentences."""

from collections.abc import Mapping
from typing import Any


class PortalError(Exception):
    """An anticipated failure of a domain operation.

    ``code`` is stable and never reused; ``message`` is for the log; ``details`` holds plain
    JSON values and never personal data. ``text`` gives the sentence shown, by language.
    """

    def __init__(
        self,
        code: str,
        message: str = "",
        details: Mapping[str, Any] | None = None,
        *,
        zh: str = "",
        en: str = "",
    ) -> None:
        super().__init__(message or en or code)
        self.code = code
        self.message = message or en or code
        self.details: dict[str, Any] = dict(details or {})
        self._text = {"zh": zh or en or self.message, "en": en or self.message}

    def text(self, language: str) -> str:
        """The sentence for ``language`` ("zh…" gives Chinese, anything else English)."""
        return self._text["zh" if language.startswith("zh") else "en"]
