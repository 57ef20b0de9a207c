"""Answers customs' open questions for raw payment data, for simulated platforms."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from declarations.services.answering_questions import answer_open_questions


class Command(BaseCommand):
    """What beat does every minute, at once."""

    help = "Simulator: answer open questions for raw payment data of simulated platforms."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for order_no, answer in answer_open_questions(at=timezone.now()):
            self.stdout.write(f"simulator: {order_no} {answer.code} {answer.en}")
