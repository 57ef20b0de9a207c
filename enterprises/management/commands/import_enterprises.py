"""Register the enterprises of a zone that moves in."""

from enterprises.management.importing import ImportCommand
from enterprises.services.registration import import_enterprises


class Command(ImportCommand):
    """Registers as approved, at the hub; known codes are brought up to date."""

    help = (
        "Registers enterprises from a CSV file with the header code,uscc,name,kinds "
        "(kinds separated by blanks) as approved, at the hub. Known codes are brought up to date."
    )
    service = import_enterprises
    actor = "import_enterprises"
