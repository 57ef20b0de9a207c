"""The Celery application. Tasks are hints: the work itself is found in Postgres."""

from celery import Celery

from zone_portal import env

env.default_settings_module()
app = Celery("zone_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="entry_tasks")
app.autodiscover_tasks(related_name="laboratory_tasks")
app.autodiscover_tasks(related_name="screening_tasks")
