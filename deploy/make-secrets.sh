#!/bin/sh
# Makes what docker-compose.yml needs and must not be in the repository, once; what exists stays:
#   .env               passwords and the Django secret, read by docker compose
#   deploy/secrets/    the keys of the personal data; without them it cannot be read again
# Keep a copy of both in a safe place, apart from the database's backup.
set -eu
cd "$(dirname "$0")/.."
umask 077
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

uid=$(id -u)
[ "$uid" != 0 ] || uid=10001 # the containers never run as root
if [ ! -e .env ]; then
  cat >.env <<TEXT
PORTAL_UID=$uid
PORTAL_ALLOWED_HOSTS=localhost
PORTAL_SECRET_KEY=$(random)
PORTAL_DB_OWNER_PASSWORD=$(random)
PORTAL_DB_APP_PASSWORD=$(random)
TEXT
  echo 'made .env: set PORTAL_ALLOWED_HOSTS in it'
fi
mkdir -p deploy/secrets
for name in master index; do
  key=deploy/secrets/$name.key
  [ -s "$key" ] || { random >"$key" && echo "made $key"; }
done
[ "$(id -u)" != 0 ] || chown -R "$uid" deploy/secrets
