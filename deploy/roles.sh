#!/bin/sh
# Run once by the database image when it makes the cluster: the role the application runs as.
# The owner (POSTGRES_USER) migrates; `manage.py grant_roles` gives this one its rights.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$PORTAL_DB_APP_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE portal_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
GRANT CONNECT ON DATABASE portal TO portal_app;
SQL
