"""Enter the exchange rates that customs published for a month."""

from reference.management.importing import ImportCommand
from reference.services.exchange_rates import import_exchange_rates


class Command(ImportCommand):
    """All errors of the file are reported; with any, nothing is imported."""

    help = "Enters exchange rates: currency,rate,valid_from and, as wanted, source."
    service = import_exchange_rates
    actor = "import_exchange_rates"
