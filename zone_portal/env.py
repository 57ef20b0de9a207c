"""The environment, read here and nowhere else, as one frozen and typed value.

Only the standard library is needed, so the embedded runner shares it with Django.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from zone_portal.embedded.paths import DATABASE, OWNER_ROLE, Layout, app_database_url

REPOSITORY = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "embedded-default-not-a-secret"  # noqa: S105  refused by production settings
DEFAULT_PORT = 8000
DEFAULT_ZONE = "nanchang"
GATEWAY_KEY = "gateway.key"
"""The secret of the customs simulator, in the key folder."""
SHORTEST_GATEWAY_SECRET = 24


class InvalidEnvironment(ValueError):
    """A variable is set to something that cannot be understood; the message names it."""


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """An OpenID Connect identity service that people may sign in with; off without an issuer.

    ``claim`` names the claim of the ID token that holds a person's user name here; empty when
    people link their accounts themselves.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    name: str = ""
    claim: str = ""

    @property
    def is_on(self) -> bool:
        return bool(self.issuer)


@dataclass(frozen=True, slots=True)
class CustomsGateway:
    """Where matched declarations are forwarded to, and the secret that both sides show.

    Without an address nothing is forwarded. ``simulated`` says that a simulator stands there for
    customs; ``is_chosen`` that the environment decided, be it for "off".
    """

    address: str = ""
    secret: str = ""
    simulated: bool = False
    is_chosen: bool = False

    @property
    def is_on(self) -> bool:
        return bool(self.address)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the process was told from outside; every field has a usable default."""

    home: Path
    database_url: str
    database_owner_url: str
    database_app_role: str
    redis_url: str
    database_is_embedded: bool
    redis_is_embedded: bool
    secret_key: str
    key_dir: Path
    demo: bool
    zone: str
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    debug: bool
    https: bool
    port: int
    postgres_bin: str
    settings_module: str
    proxies: int
    clamd: str
    second_factor: str
    single_sign_on: SingleSignOn
    customs_gateway: CustomsGateway
    credit_sources: Mapping[str, str]
    risk_links: Mapping[str, str]

    @property
    def layout(self) -> Layout:
        """Folders and sockets of the run folder."""
        return Layout(home=self.home, socket_dir=socket_dir(self.home))

    def command_variables(self, *, as_owner: bool) -> dict[str, str]:
        """The variables of a management command, which connects as the owner or as the app.

        An owner's command is told whom the rights are for, which its address no longer says.
        """
        if not as_owner:
            return for_children(DATABASE_URL=self.database_url)
        role = self.database_app_role or unquote(urlsplit(self.database_url).username or "")
        return for_children(DATABASE_URL=self.database_owner_url, DATABASE_APP_ROLE=role)


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the environment (or the given mapping).

    :raises InvalidEnvironment: for a flag, number or address that cannot be understood.
    """
    given = os.environ if variables is None else variables
    home = Path(given.get("PORTAL_HOME") or REPOSITORY / ".portal").expanduser().absolute()
    layout = Layout(home=home, socket_dir=socket_dir(home, given))
    database_url = given.get("DATABASE_URL", "")
    redis_url = given.get("REDIS_URL", "")
    return Environment(
        home=home,
        database_url=database_url or app_database_url(layout),
        database_owner_url=given.get("DATABASE_OWNER_URL")
        or database_url
        or layout.database_url(OWNER_ROLE, DATABASE),
        database_app_role=given.get("DATABASE_APP_ROLE", ""),
        redis_url=redis_url or layout.redis_url(),
        database_is_embedded=not database_url,
        redis_is_embedded=not redis_url,
        secret_key=given.get("PORTAL_SECRET_KEY")
        or _file_text(given.get("PORTAL_SECRET_KEY_FILE"))
        or _file_text(layout.keys / "secret.key")
        or DEFAULT_SECRET,
        key_dir=Path(given.get("PORTAL_KEY_DIR") or layout.keys).expanduser().absolute(),
        demo=_flag(given, "PORTAL_DEMO", default=True),
        zone=given.get("PORTAL_ZONE", "").strip() or DEFAULT_ZONE,
        allowed_hosts=_words(given, "PORTAL_ALLOWED_HOSTS"),
        trusted_origins=_words(given, "PORTAL_TRUSTED_ORIGINS"),
        debug=_flag(given, "PORTAL_DEBUG", default=False),
        https=_flag(given, "PORTAL_HTTPS", default=True),
        port=_port(given.get("PORTAL_PORT") or str(DEFAULT_PORT)),
        postgres_bin=given.get("PORTAL_PG_BIN", ""),
        settings_module=given.get("DJANGO_SETTINGS_MODULE", ""),
        clamd=given.get("PORTAL_CLAMD", ""),
        proxies=_number(given, "PORTAL_PROXIES", most=9),
        second_factor=_one_of(given, "PORTAL_SECOND_FACTOR", ("required", "offered")),
        single_sign_on=_single_sign_on(given),
        customs_gateway=_customs_gateway(given, layout),
        credit_sources=_credit_sources(given),
        risk_links=_risk_links(given),
    )


def default_settings_module(module: str = "zone_portal.settings.embedded") -> None:
    """Choose the settings module unless the caller of the process already did."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)


def for_children(**changes: str) -> dict[str, str]:
    """The variables for a child process: ours with the given ones replaced."""
    return {**os.environ, **changes}


def socket_dir(home: Path, variables: Mapping[str, str] | None = None) -> Path:
    """Where the sockets of this run folder live; short, since a socket path ends at 107 bytes."""
    given = os.environ if variables is None else variables
    return Layout.choose_socket_dir(
        home, runtime_dir=given.get("XDG_RUNTIME_DIR", ""), temp_dir=given.get("TMPDIR") or "/tmp"
    )


def database_settings(url: str) -> dict[str, Any]:
    """Django's database entry for a libpq address such as ``postgresql://role@/name?host=/run/x``.

    The host may also be given in the usual place (``postgresql://role:word@host:5432/name``).

    :raises InvalidEnvironment: when the scheme or the database name is missing.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise InvalidEnvironment(
            f"DATABASE_URL must look like postgresql://role@host/name, not {parts.scheme}://…"
        )
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or (str(parts.port) if parts.port else ""),
        "OPTIONS": options,
    }


def redis_cache_url(url: str, database: int) -> str:
    """The same Redis server, as redis-py and Django's cache spell it, with another database."""
    parts = urlsplit(url)
    if parts.scheme in {"unix", "redis+socket"}:
        return f"unix://{parts.path}?db={database}"
    return f"{parts.scheme}://{parts.netloc}/{database}"


def redis_broker_url(url: str, database: int = 0) -> str:
    """The same Redis server, as Celery spells it."""
    parts = urlsplit(url)
    if parts.scheme in {"unix", "redis+socket"}:
        return f"redis+socket://{parts.path}?virtual_host={database}"
    return f"{parts.scheme}://{parts.netloc}/{database}"


def _flag(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = given.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise InvalidEnvironment(f"{name} must be 1 or 0, not {value!r}")
    return default


def _one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = given.get(name, "").strip().lower()
    if value and value not in choices:
        raise InvalidEnvironment(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _number(given: Mapping[str, str], name: str, *, most: int) -> int:
    value = given.get(name, "").strip() or "0"
    if not value.isdecimal() or int(value) > most:
        raise InvalidEnvironment(f"{name} must be a number from 0 to {most}, not {value!r}")
    return int(value)


def _single_sign_on(given: Mapping[str, str]) -> SingleSignOn:
    issuer = given.get("PORTAL_OIDC_ISSUER", "").strip().rstrip("/")
    if not issuer:
        return SingleSignOn()
    client_id = given.get("PORTAL_OIDC_CLIENT_ID", "").strip()
    secret = given.get("PORTAL_OIDC_CLIENT_SECRET", "") or _file_text(
        given.get("PORTAL_OIDC_CLIENT_SECRET_FILE")
    )
    if not client_id or not secret:
        raise InvalidEnvironment(
            "PORTAL_OIDC_ISSUER needs PORTAL_OIDC_CLIENT_ID and PORTAL_OIDC_CLIENT_SECRET[_FILE]"
        )
    return SingleSignOn(
        issuer=issuer,
        client_id=client_id,
        client_secret=secret,
        name=given.get("PORTAL_OIDC_NAME", "").strip(),
        claim=given.get("PORTAL_OIDC_CLAIM", "").strip(),
    )


def _credit_sources(given: Mapping[str, str]) -> Mapping[str, str]:
    """Who is asked for public credit records: an address, ``simulator``, or nothing (off). A demo
    asks the simulator unless told otherwise."""
    demo, chosen = _flag(given, "PORTAL_DEMO", default=True), {}
    for code in ("credit_china", "publicity"):
        name = f"PORTAL_{code.upper()}"
        told = given.get(name, "").strip().rstrip("/")
        if told not in {"", "off", "simulator"} and urlsplit(told).scheme not in {"http", "https"}:
            raise InvalidEnvironment(
                f"{name} must be off, simulator or an http(s) address, not {told!r}"
            )
        chosen[code] = "" if told == "off" else told or ("simulator" if demo else "")
    return chosen


def _risk_links(given: Mapping[str, str]) -> Mapping[str, str]:
    """Departments whose own systems are told of alerts, each with its address or ``simulator``:
    ``police=simulator customs=https://risk.example/in``. A demo has a simulator of the police."""
    demo = _flag(given, "PORTAL_DEMO", default=True)
    told = given.get("PORTAL_RISK_LINKS", "police=simulator" if demo else "").strip()
    chosen = {}
    for pair in [] if told == "off" else told.split():
        department, _, address = pair.partition("=")
        if address != "simulator" and urlsplit(address).scheme not in {"http", "https"}:
            raise InvalidEnvironment(
                "PORTAL_RISK_LINKS must be off or pairs like police=simulator or "
                f"customs=https://…, not {pair!r}"
            )
        chosen[department] = address.rstrip("/")
    return chosen


def _customs_gateway(given: Mapping[str, str], layout: Layout) -> CustomsGateway:
    address = given.get("PORTAL_CUSTOMS_GATEWAY", "").strip().rstrip("/")
    if address in {"", "off"}:
        return CustomsGateway(is_chosen=bool(address))
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise InvalidEnvironment(
            f"PORTAL_CUSTOMS_GATEWAY must be off or an http(s) address, not {address!r}"
        )
    secret = (
        given.get("PORTAL_CUSTOMS_GATEWAY_SECRET", "")
        or _file_text(given.get("PORTAL_CUSTOMS_GATEWAY_SECRET_FILE"))
        or _file_text(Path(given.get("PORTAL_KEY_DIR") or layout.keys) / GATEWAY_KEY)
    )
    if len(secret) < SHORTEST_GATEWAY_SECRET:
        raise InvalidEnvironment(
            "PORTAL_CUSTOMS_GATEWAY needs PORTAL_CUSTOMS_GATEWAY_SECRET[_FILE] of at least "
            f"{SHORTEST_GATEWAY_SECRET} characters"
        )
    simulated = _flag(given, "PORTAL_CUSTOMS_GATEWAY_SIMULATED", default=False)
    return CustomsGateway(address, secret, simulated, is_chosen=True)


def _words(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(given.get(name, "").replace(",", " ").split())


def _port(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise InvalidEnvironment(f"PORTAL_PORT must be a number from 1 to 65535, not {value!r}")
    return int(value)


def _file_text(path: str | Path | None) -> str:
    if not path or not Path(path).is_file():
        return ""
    return Path(path).read_text(encoding="ascii").strip()
