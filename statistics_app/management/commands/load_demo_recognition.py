"""Invented exports for the demo zone, so that recognition has something to doubt."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from statistics_app.services.recognition.demo import load_demo
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Idempotent; the documents go through the same door as any other."""

    help = "Sends exports of the demo zone that are hard to recognise (demo only)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            sent = load_demo(at=timezone.now())
        except PortalError as refusal:
            raise CommandError(refusal.text("en")) from refusal
        self.stdout.write(f"exports to recognise: {sent} sent")
