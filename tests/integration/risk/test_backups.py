"""Backups are made elsewhere and reported here; the watch speaks when one is missing."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from enterprises.services.refusals import Refusal
from reference.services.rule_settings import NewSetting, put_rule_setting
from risk.models import Alert, BackupReport
from risk.rules.cases.parameters import BACKUPS, TECHNICAL
from risk.services import technical
from risk.services.backups import report_backup
from tests.factories.officials import official
from tests.factories.supervision import BY

pytestmark = pytest.mark.django_db
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def report(now: datetime, hours: float, what: str = "database") -> BackupReport:
    finished = now - timedelta(hours=hours)
    return report_backup(
        finished_at=finished, size=1000, digest=DIGEST, what=what, by=BY, at=finished
    )


def alerts() -> list[tuple[str, str]]:
    found = Alert.objects.filter(rule=BACKUPS).order_by("pk")
    return list(found.values_list("subject_key", "level"))


def test_nothing_is_said_before_the_first_report_and_an_alert_when_the_next_is_missing(
    now: datetime, client: Client
) -> None:
    client.force_login(official("zone", "reviewer"))
    technical.watch(at=now)
    assert alerts() == []
    page = client.get("/risk/rules/").content.decode()
    assert page.index("无数据") > 0

    report(now, 25)
    technical.watch(at=now)
    assert alerts() == []
    technical.watch(at=now + timedelta(hours=1))
    assert alerts() == [("backups:database", "yellow")]
    technical.watch(at=now + timedelta(hours=2))
    assert len(alerts()) == 1
    technical.watch(at=now + timedelta(hours=27))
    assert alerts()[-1] == ("backups:database", "orange")
    assert "最近备份在" in client.get("/risk/rules/").content.decode()


def test_each_kind_of_backup_has_its_own_clock_and_the_limit_is_dated(now: datetime) -> None:
    report(now, 1)
    report(now, 30, what="keys")
    technical.watch(at=now)
    assert alerts() == [("backups:keys", "yellow")]
    setting = NewSetting(TECHNICAL, BACKUPS, "1", valid_from=timezone.localdate(now))
    put_rule_setting(setting, by=BY, at=now)
    technical.watch(at=now)
    assert ("backups:database", "yellow") in alerts()


def test_a_report_is_kept_once_and_everything_wrong_is_told(now: datetime) -> None:
    first, again = report(now, 2), report(now, 2)
    assert first == again
    assert AuditEntry.objects.filter(action="risk.backup.entered").count() == 1
    with pytest.raises(Refusal) as refusal:
        report_backup(
            finished_at=now + timedelta(hours=1),
            size=0,
            digest="no digest",
            what="Datenbank!",
            by=BY,
            at=now,
        )
    fields = [one["field"] for one in refusal.value.details["problems"]]
    assert fields == ["at", "size", "digest", "what"]


def test_the_script_that_makes_backups_reports_them_by_command() -> None:
    said = StringIO()
    given = {"size": 4096, "digest": DIGEST, "stdout": said}
    call_command("backup_done", at="2026-11-19T02:00:00+08:00", **given)
    call_command("backup_done", **given)
    assert "database" in said.getvalue()
    assert BackupReport.objects.count() == 2
    for wrong in ({"at": "gestern"}, {"at": "2026-13-01"}, {"at": "2999-01-01T00:00"}):
        with pytest.raises(CommandError):
            call_command("backup_done", **given, **wrong)
