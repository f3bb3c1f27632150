"""In: nothing. Out: an ssh server for all tests of deploying to one, a place on it, and ways there, good and bad."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.deploy.servers import Line, SshHost, bad_line, ssh_server
from tests.tools.deploy.ssh_sites import QUICK
from tools.deploy.connection import LIMITS, Limits
from tools.deploy.ssh import Ssh


@pytest.fixture(scope="package", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A place of its own for what a killed deploy leaves; a short name, because the name of a socket may not be long."""
    tmp_path_factory.getbasetemp()  # chosen before, so that it stays where it is
    with (
        tempfile.TemporaryDirectory(prefix="deploying-", ignore_cleanup_errors=True) as own,
        pytest.MonkeyPatch.context() as patch,
    ):
        Path(own).chmod(0o711)  # a server that is not us finds its files there
        patch.setenv("TMPDIR", own)
        patch.setattr(tempfile, "tempdir", own)
        yield


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether there is time for whole sites and many repeats: --long."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshHost]:
    with ssh_server(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where the site stands on the host, in a folder whose name has a space."""
    return tmp_path / "srv/the site"


@pytest.fixture
def ssh(host: SshHost, site: Path, tmp_path: Path) -> Ssh:
    return Ssh(host.target(tmp_path, site))


@pytest.fixture
def line(host: SshHost) -> Iterator[Line]:
    with bad_line(host.port) as opened:
        yield opened


@pytest.fixture
def limits(long: bool) -> Limits:
    """The real ones with --long, shorter ones without."""
    return LIMITS if long else QUICK


@pytest.fixture
def by_line(host: SshHost, line: Line, site: Path, tmp_path: Path, limits: Limits) -> Ssh:
    """The way to the host over the bad line."""
    known = tmp_path / "known_hosts"
    known.write_text(host.known_hosts.read_text().replace(f":{host.port} ", f":{line.port} "))
    return Ssh(host.target(tmp_path, site, port=line.port, known_hosts=str(known)), limits)
