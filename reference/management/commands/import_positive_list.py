"""Enter the list of goods for cross-border retail import."""

from typing import Any

from django.core.management.base import CommandParser

from reference.management.importing import ImportCommand
from reference.services.positive_list import import_positive_list


class Command(ImportCommand):
    """All errors of the file are reported; with any, nothing is imported."""

    help = (
        "Enters the positive list from a CSV file with the header "
        "hs8,name,note,modes,limit_quantity,limit_unit,valid_from,valid_to."
    )
    service = import_positive_list
    actor = "import_positive_list"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--complete",
            action="store_true",
            default=None,
            help="the list is complete from now on: other goods are refused, not warned about",
        )
        parser.add_argument("--as-of", default="", help="of when the list is, for example 2022")

    def more(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"complete": options["complete"], "as_of": options["as_of"]}
