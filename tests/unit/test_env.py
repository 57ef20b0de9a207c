"""The environment is read once, typed, and refuses what it cannot understand."""

from pathlib import Path

import pytest

from zone_portal import env


def read(**variables: str) -> env.Environment:
    return env.read(variables)


def test_without_any_variable_the_embedded_servers_are_meant() -> None:
    environment = read()
    assert environment.database_is_embedded
    assert environment.redis_is_embedded
    assert environment.port == env.DEFAULT_PORT
    assert environment.demo


def test_the_application_and_the_owner_use_different_roles() -> None:
    environment = read(PORTAL_HOME="/tmp/p")
    assert env.database_settings(environment.database_url)["USER"] == "portal_app"
    assert env.database_settings(environment.database_owner_url)["USER"] == "portal"


def test_an_outside_database_serves_the_owner_too_unless_told_otherwise() -> None:
    outside = "postgresql://someone@db:5432/zone"
    assert read(DATABASE_URL=outside).database_owner_url == outside
    owner = "postgresql://boss@db:5432/zone"
    assert read(DATABASE_URL=outside, DATABASE_OWNER_URL=owner).database_owner_url == owner


@pytest.mark.parametrize("value", ["maybe", "2", "ja"])
def test_a_flag_that_is_neither_yes_nor_no_is_refused_by_name(value: str) -> None:
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_DEMO"):
        read(PORTAL_DEMO=value)


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1"])
def test_a_port_outside_its_range_is_refused(value: str) -> None:
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_PORT"):
        read(PORTAL_PORT=value)


def test_the_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="ascii")
    assert read(PORTAL_SECRET_KEY_FILE=str(tmp_path / "secret")).secret_key == "from a file"


def test_a_database_address_over_tcp_is_taken_apart() -> None:
    settings = env.database_settings(
        "postgres://us%40er:p%3Aw@db.example:6432/zone?sslmode=require"
    )
    assert settings["USER"] == "us@er"
    assert settings["PASSWORD"] == "p:w"
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "6432")
    assert settings["NAME"] == "zone"
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_a_database_address_over_a_socket_keeps_its_folder() -> None:
    settings = env.database_settings("postgresql://portal_app@/portal?host=%2Frun%2Fx")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("/run/x", "", "portal")


@pytest.mark.parametrize("address", ["mysql://a@b/c", "postgresql://role@host/", "portal"])
def test_an_address_that_is_not_postgresql_is_refused(address: str) -> None:
    with pytest.raises(env.InvalidEnvironment, match="DATABASE_URL"):
        env.database_settings(address)


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("unix:///r/v.sock", "redis+socket:///r/v.sock?virtual_host=0", "unix:///r/v.sock?db=2"),
        ("redis://:pw@host:6379/5", "redis://:pw@host:6379/0", "redis://:pw@host:6379/2"),
    ],
)
def test_one_redis_address_is_spelled_as_each_library_wants_it(
    url: str, broker: str, cache: str
) -> None:
    assert env.redis_broker_url(url) == broker
    assert env.redis_cache_url(url, database=2) == cache


def test_a_long_run_folder_gets_a_short_socket_folder() -> None:
    short = read(PORTAL_HOME="/srv/portal").layout
    assert short.socket_dir == Path("/srv/portal/run")
    long = env.socket_dir(Path("/srv/" + "x" * 120), {"XDG_RUNTIME_DIR": "/run/user/1000"})
    assert long.parent == Path("/run/user/1000")
    other = env.socket_dir(Path("/srv/" + "y" * 120), {"XDG_RUNTIME_DIR": "/run/user/1000"})
    assert other != long


def test_where_the_other_folders_are_long_too_the_sockets_go_to_the_common_one() -> None:
    everywhere = {"XDG_RUNTIME_DIR": "", "TMPDIR": "/var/" + "t" * 120}
    assert env.socket_dir(Path("/srv/" + "x" * 120), everywhere).parent == Path("/tmp")


def test_single_sign_on_is_off_until_it_is_complete() -> None:
    assert not read().single_sign_on.is_on
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_OIDC_CLIENT_ID"):
        read(PORTAL_OIDC_ISSUER="https://id.example", PORTAL_OIDC_CLIENT_ID="portal")
    service = read(
        PORTAL_OIDC_ISSUER="https://id.example/",
        PORTAL_OIDC_CLIENT_ID="portal",
        PORTAL_OIDC_CLIENT_SECRET="secret",
    ).single_sign_on
    assert (service.is_on, service.issuer) == (True, "https://id.example")


def test_the_secret_of_single_sign_on_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    service = read(
        PORTAL_OIDC_ISSUER="https://id.example",
        PORTAL_OIDC_CLIENT_ID="portal",
        PORTAL_OIDC_CLIENT_SECRET_FILE=str(tmp_path / "secret"),
    ).single_sign_on
    assert service.client_secret == "from the file"


def test_a_second_factor_is_required_or_offered_and_nothing_else() -> None:
    assert read(PORTAL_SECOND_FACTOR="Required").second_factor == "required"
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_SECOND_FACTOR"):
        read(PORTAL_SECOND_FACTOR="sometimes")


@pytest.mark.parametrize("value", ["-1", "many", "10"])
def test_an_impossible_number_of_proxies_is_refused_by_name(value: str) -> None:
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_PROXIES"):
        read(PORTAL_PROXIES=value)


def test_nothing_is_forwarded_unless_an_address_says_where_to() -> None:
    assert not read().customs_gateway.is_on
    off = read(PORTAL_CUSTOMS_GATEWAY="off").customs_gateway
    assert (off.is_on, off.is_chosen) == (False, True)
    on = read(
        PORTAL_CUSTOMS_GATEWAY="https://gateway.example/ceb/",
        PORTAL_CUSTOMS_GATEWAY_SECRET="x" * 24,
    ).customs_gateway
    assert (on.address, on.is_on, on.simulated) == ("https://gateway.example/ceb", True, False)


@pytest.mark.parametrize(
    ("address", "secret"),
    [("gateway.example", "x" * 24), ("https://gateway.example", ""), ("http://g/", "short")],
)
def test_a_gateway_without_scheme_or_secret_is_refused(address: str, secret: str) -> None:
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_CUSTOMS_GATEWAY"):
        read(
            PORTAL_CUSTOMS_GATEWAY=address,
            PORTAL_CUSTOMS_GATEWAY_SECRET=secret,
            PORTAL_HOME="/nonexistent",
        )


def test_public_credit_records_come_from_the_simulator_in_a_demo_only() -> None:
    assert set(read().credit_sources.values()) == {"simulator"}
    assert set(read(PORTAL_DEMO="0").credit_sources.values()) == {""}
    chosen = read(PORTAL_CREDIT_CHINA="https://credit.example/", PORTAL_PUBLICITY="off")
    assert chosen.credit_sources == {"credit_china": "https://credit.example", "publicity": ""}


def test_departments_systems_are_told_only_where_they_are_named() -> None:
    assert read().risk_links == {"police": "simulator"}
    assert read(PORTAL_DEMO="0").risk_links == {}
    assert read(PORTAL_RISK_LINKS="off").risk_links == {}
    told = read(PORTAL_RISK_LINKS="customs=https://risk.example/in/ police=simulator")
    assert told.risk_links == {"customs": "https://risk.example/in", "police": "simulator"}
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_RISK_LINKS"):
        read(PORTAL_RISK_LINKS="customs")


def test_a_source_of_credit_records_without_a_scheme_is_refused_by_name() -> None:
    with pytest.raises(env.InvalidEnvironment, match="PORTAL_PUBLICITY"):
        read(PORTAL_PUBLICITY="credit.example")
