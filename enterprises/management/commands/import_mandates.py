"""Enter the entrustments between registered enterprises."""

from enterprises.management.importing import ImportCommand
from enterprises.services.mandates import import_mandates


class Command(ImportCommand):
    """Enters who may send which kinds for whom, and from when until when."""

    help = (
        "Enters mandates from a CSV file with the header principal,agent,kinds,from,to: kinds like "
        "CEB311 CEB411, from the first day, to the first day on which it holds no more or empty."
    )
    service = import_mandates
    actor = "import_mandates"
