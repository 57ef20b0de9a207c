"""The WSGI application served by gunicorn."""

from django.core.wsgi import get_wsgi_application

from zone_portal import env
from zone_portal.celery import app as celery_app
from zone_portal.framework.processes import settle_memory

env.default_settings_module()
application = get_wsgi_application()
# Here, before there are threads: two first requests at once must not race to register the tasks.
celery_app.loader.import_default_modules()
# Before the web processes are forked, so that they inherit it and share what is frozen.
settle_memory()
