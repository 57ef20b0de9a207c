"""Enter the holidays and make-up days of a year."""

from reference.management.importing import ImportCommand
from reference.services.calendar import import_calendar


class Command(ImportCommand):
    """All errors of the file are reported; with any, nothing is imported."""

    help = (
        "Enters holidays and make-up days from a CSV file with the header day,working,name,source: "
        "working is 1 for a weekend day that is worked and 0 for a holiday."
    )
    service = import_calendar
    actor = "import_calendar"
