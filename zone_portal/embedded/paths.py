"""Folders, files, sockets and addresses of one run folder. Pure: nothing is created here."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OWNER_ROLE = "portal"
APP_ROLE = "portal_app"
DATABASE = "portal"
POSTGRES_PORT = 5432  # only a suffix of the socket's name: nothing listens on TCP
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")
SOCKET_PATH_LIMIT = 107  # bytes, Linux


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of a run folder lies."""

    home: Path
    socket_dir: Path

    @staticmethod
    def choose_socket_dir(home: Path, *, runtime_dir: str, temp_dir: str) -> Path:
        """A folder whose socket paths stay below the limit of the kernel.

        The run folder itself when it is short enough, else a folder named after it in the
        user's runtime folder or the temporary one; those may be too long themselves.
        """
        digest = hashlib.blake2b(bytes(home), digest_size=6).hexdigest()
        outside = Path(runtime_dir or temp_dir) / f"portal-{digest}"
        for folder in (home / "run", outside):
            if len(bytes(folder)) + LONGEST_SOCKET_NAME <= SOCKET_PATH_LIMIT:
                return folder
        return Path("/tmp") / f"portal-{digest}"  # noqa: S108  made 0700 and checked for its owner

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "postgres"

    @property
    def keys(self) -> Path:
        """Secret keys, mode 0600, outside the database."""
        return self.home / "keys"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.home / "logs"

    @property
    def assets(self) -> Path:
        """Front-end files copied from packages, served through staticfiles."""
        return self.home / "assets"

    @property
    def static(self) -> Path:
        """What collectstatic writes and whitenoise serves."""
        return self.home / "static"

    @property
    def valkey_socket(self) -> Path:
        """The broker's socket."""
        return self.socket_dir / "valkey.sock"

    def database_url(self, role: str, database: str = DATABASE) -> str:
        """A libpq address over the socket, understood by psql, pg_dump and our settings."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_dir))}"

    def redis_url(self) -> str:
        """The broker's address."""
        return f"unix://{self.valkey_socket}"


def app_database_url(layout: Layout) -> str:
    """The address the application runs with."""
    return layout.database_url(APP_ROLE)
