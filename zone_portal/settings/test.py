"""The tests: real PostgreSQL and Valkey started by tests/plugins/database.py, cheap passwords."""

from zone_portal.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # serves from the sources: nothing was collected
WHITENOISE_USE_FINDERS = True
SECOND_FACTOR = "offered"  # the tests of the duty switch it on themselves
RISK_LINKS = {}  # tests connect what they need
