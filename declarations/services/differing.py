"""Personal values in the clear, only for two that differ, while their comparison is explained."""

from typing import Any

from declarations.models.columns import layout_of
from declarations.stored import personal_values


class Differing:
    """Opens the personal values of documents, each document once; lives as long as its slice."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._opened: dict[int, dict[str, str]] = {}

    def __call__(self, noun: str, document_id: int, kind: str, element: str) -> str:
        """The value of a personal element, empty when the document does not give it."""
        del noun  # the kind says it
        if document_id not in self._opened:
            self._cursor.execute(
                f"SELECT personal FROM {layout_of(kind).table} WHERE id = %s", [document_id]
            )
            (sealed,) = self._cursor.fetchone()
            self._opened[document_id] = personal_values(kind, document_id, sealed)
        return self._opened[document_id].get(element, "")
