"""In: a kind of server, as deploy.toml names it. Out: the files it reads, its settings, and in sentences what it cannot do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rules.problem import SiteError
from tools.deploy import servers, services, table
from tools.deploy.table import Table
from tools.headers import FOREVER, HEADERS, headers_for

PAGE_LEADS = "Old addresses lead on by a page of their own, because this host knows no redirects."


def _no_files(_: Table) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Host:
    """What one kind of server can do.

    files: what it reads from the site's own folder, by path. config: what somebody has to put into its settings, once and
    when redirects.toml changes. packed: whether it serves .br and .gz copies. headers: whether it sends ours at all;
    exact: and every one of them for every file, types included. limits: what staff should know before they count on it.
    """

    files: Callable[[Table], dict[str, str]] = _no_files
    config: Callable[[Table], str] | None = None
    packed: bool = False
    headers: bool = True
    exact: bool = False
    limits: tuple[str, ...] = ()


HOSTS = {
    "nginx": Host(config=servers.nginx, packed=True, exact=True),
    "apache": Host(lambda table: {".htaccess": servers.apache(table)}, packed=True, exact=True),
    "caddy": Host(config=servers.caddy, packed=True, exact=True),
    "netlify": Host(services.netlify),
    "cloudflare": Host(services.cloudflare),
    "cloudfront": Host(config=services.cloudfront, limits=(PAGE_LEADS,)),
    "github": Host(
        services.github,
        headers=False,
        limits=(
            "GitHub Pages sends none of our headers: pages carry their own policy, but other sites can show them in a frame, "
            "and Mozilla's Observatory gives such a site a C at best.",
            "It lets browsers keep every file for ten minutes, so some visitors see a change that much later.",
            PAGE_LEADS,
        ),
    ),
    "other": Host(
        headers=False,
        limits=(
            "Nobody knows what serves this site, so its headers are neither set nor checked. "
            "If you know, write it into deploy.toml: server = \"nginx\", or another of those in docs/hosting.md.",
            PAGE_LEADS,
        ),
    ),
}  # fmt: skip


def limits(server: str) -> list[str]:
    """What this kind of host cannot do, each a whole sentence."""
    return list(HOSTS[server].limits)


def sends_headers(server: str) -> bool:
    """Whether this kind of host can be told which headers to send."""
    return HOSTS[server].headers


def promised(server: str, path: str, body: bytes) -> dict[str, str]:
    """The headers with which this kind of host must send a file, but Strict-Transport-Security, which is for https alone."""
    host, whole = HOSTS[server], headers_for(path, body)
    page = path.endswith(".html")
    if host.exact:
        return whole
    if not host.headers:
        return {"Content-Type": whole["Content-Type"]} if page else {}
    names = {*HEADERS}
    names |= {"Content-Type", "Content-Security-Policy"} if page else set()
    if server != "cloudfront" and whole["Cache-Control"] == FOREVER:
        names |= {"Cache-Control"}
    return {name: value for name, value in whole.items() if name in names}


def files(server: str, output: Path, address: str) -> dict[str, str]:
    """What this kind of host reads from the folder of the site: path -> text."""
    return HOSTS[server].files(table.read(output, address))


def server_config(server: str, output: Path, address: str) -> str:
    """What somebody has to put into the settings of this kind of host for a finished site.

    Raises SiteError where there is nothing to put anywhere.
    """
    config = HOSTS[server].config
    if config is None:
        raise SiteError(
            "Nobody knows what serves this site, so there is nothing to set. If you know, write it into deploy.toml."
            if server == "other"
            else f"There is nothing to set on this host ({server}): what it reads goes up with every deploy."
        )
    return config(table.read(output, address))
