"""Sessions of people who are signed in, each with what its owner needs to recognise it.

This module is also the session engine: Django's own database store with the columns below filled
from the session's content, so that a person's sessions can be listed and ended.
"""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
ORIGIN = "origin"
BROWSER = "browser"
"""What a session's content says of itself; times in ISO 8601."""


class Session(AbstractBaseSession):
    """One session. Before sign-in it has no user; its key is a secret and is never shown."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="sessions",
    )
    signed_in_at = models.DateTimeField("登录时间", null=True, blank=True)
    seen_at = models.DateTimeField("最近活动", null=True, blank=True)
    origin = models.CharField("来源", max_length=64, blank=True, default="")
    browser = models.CharField("浏览器", max_length=60, blank=True, default="")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "会话"
        verbose_name_plural = "会话"

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's database store, writing :class:`Session` rows."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        user_id = data.get(SESSION_KEY)
        row.user_id = int(user_id) if user_id else None
        row.signed_in_at = moment_in(data, SIGNED_IN_AT)
        row.seen_at = moment_in(data, SEEN_AT)
        row.origin = str(data.get(ORIGIN, ""))[:64]
        row.browser = str(data.get(BROWSER, ""))[:60]
        return row


def moment_in(data: Any, name: str) -> datetime | None:
    """A time that a session's content holds, if it holds it."""
    text = data.get(name)
    return datetime.fromisoformat(text) if text else None
