"""Measure a version of the recognition model on labelled simulated records and show its table."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statistics_app.models import RecognitionModel
from statistics_app.rules.b2b.confusion import Confusion
from statistics_app.rules.b2b.features import Figures
from statistics_app.rules.b2b.labelled import measure
from statistics_app.rules.b2b.vocabulary import CLASSES, FOUND
from statistics_app.selectors_recognition import in_force
from statistics_app.services.recognition.modelling import SEED


class Command(BaseCommand):
    """Computes and prints; what a release quotes is measured on its page."""

    help = "Measures a version of the B2B model; the same seed and size give the same table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--number", type=int, help="version (default: the one in force)")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--size", type=int, default=20_000)

    def handle(self, *_args: Any, **options: Any) -> None:
        number = options["number"]
        rows = RecognitionModel.objects.filter(number=number)
        model = in_force() if number is None else rows.first()
        if model is None:
            raise CommandError("there is no such version")
        table = measure(Figures(model.definition), size=options["size"], seed=options["seed"])
        self.stdout.write(f"{model}, {table.size} records, seed {options['seed']}")
        for line in _lines(table):
            self.stdout.write(line)


def _lines(table: Confusion) -> list[str]:
    head = "known".ljust(10) + "".join(code.rjust(10) for code in FOUND)
    rows = [
        known.ljust(10)
        + "".join(str(table.counts.get((known, code), 0)).rjust(10) for code in FOUND)
        + _share(table.precision(known))
        + _share(table.recall(known))
        for known in CLASSES
    ]
    last = (
        f"right {_share(table.accuracy).strip()}, doubtful {_share(table.left_to_people).strip()}"
    )
    return [f"{head} precision    recall", *rows, last]


def _share(share: float | None) -> str:
    return ("—" if share is None else f"{share:.4f}").rjust(10)
