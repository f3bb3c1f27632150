"""In: a Table. Out: the settings of the servers that people run themselves: nginx, Apache and Caddy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from tools.deploy.table import Table
from tools.headers import FOREVER, HASHED, REVALIDATE, SITE_CSP, SVG_CSP, TYPES, media_type

FEED = "feed.xml"  # the one file whose type its ending does not say
POLICY = "Content-Security-Policy"
UNKNOWN = media_type("")


def nginx(table: Table) -> str:
    """A file to include in the site's server block."""
    fixed = {name: value for name, value in table.everywhere.items() if name != POLICY}
    here = table.base
    return "\n".join(
        [
            "# What nginx has to know of this site. Do not edit it: make it anew with deploy.host.",
            "# It belongs into the site's server block, as in",
            "#",
            "#     server {",
            "#         listen 80;",
            f"#         server_name {table.host};",
            "#         root /srv/www/clinic/current;",
            "#         include snippets/clinic.conf;",
            "#     }",
            "",
            "index index.html;",
            "absolute_redirect off;  # behind a proxy nginx does not know the address that visitors see",
            "server_tokens off;",
            "gzip_static on;",
            "brotli_static on;  # in Debian's libnginx-mod-http-brotli-static; where nginx does not know it, take this line out",
            "gzip_vary on;",
            "charset off;",
            "types {",
            *(f'    "{kind}" {ending[1:]};' for ending, kind in TYPES.items()),
            "}",
            f"default_type {UNKNOWN};",
            "",
            f'set $site_cache "{REVALIDATE}";',
            f'set $site_policy "{SITE_CSP}";',
            f'if ($uri ~ "{HASHED.pattern}") {{ set $site_cache "{FOREVER}"; }}',
            f'if ($uri ~* "\\.svg$") {{ set $site_policy "{SVG_CSP}"; }}',
            "add_header Cache-Control $site_cache;",
            f"add_header {POLICY} $site_policy always;",
            *_added(fixed),
            "",
            f"error_page 404 {here}404.html;",
            f"location = {here}404.html {{",
            *_added({"Cache-Control": REVALIDATE, POLICY: SITE_CSP, **fixed}, "    "),
            "}",
            f'location = {here}{FEED} {{ types {{ }} default_type "{media_type(FEED)}"; }}',
            *(f'location = "{old}" {{ return 301 "{new}"; }}' for old, new in table.moved.items()),
            "",
        ]
    )


def _added(headers: dict[str, str], indent: str = "") -> Iterator[str]:
    return (f'{indent}add_header {name} "{value}" always;' for name, value in headers.items())


def apache(table: Table) -> str:
    """.htaccess for the root of the site."""
    fixed = {name: value for name, value in table.everywhere.items() if name != POLICY}
    packed = r"(\.(br|gz))?$"
    return "\n".join(
        [
            "# What Apache has to know of this site. Made at every deploy.",
            f"ErrorDocument 404 {table.base}404.html",
            "DirectoryIndex index.html",
            "<IfModule mod_mime.c>",
            *(f'AddType "{kind}" {ending}' for ending, kind in TYPES.items()),
            "RemoveType .br .gz",
            "RemoveLanguage .br",
            "AddEncoding br .br",
            "AddEncoding gzip .gz",
            "</IfModule>",
            rf'<FilesMatch "\.(?!({_endings([*TYPES, ".br", ".gz"])})$)[^.]+$">',
            f"ForceType {UNKNOWN}",
            "</FilesMatch>",
            f'<FilesMatch "^{re.escape(FEED)}{packed}">',
            f'ForceType "{media_type(FEED)}"',
            "</FilesMatch>",
            "<IfModule mod_headers.c>",
            *(f'Header always set {name} "{value}"' for name, value in fixed.items()),
            f'Header always set {POLICY} "{SITE_CSP}"',
            f'Header set Cache-Control "{REVALIDATE}"',
            "Header merge Vary Accept-Encoding",
            f'<FilesMatch "{HASHED.pattern.removesuffix("$")}{packed}">',
            f'Header set Cache-Control "{FOREVER}"',
            "</FilesMatch>",
            rf'<FilesMatch "\.svg{packed}">',
            f'Header always set {POLICY} "{SVG_CSP}"',
            "</FilesMatch>",
            "</IfModule>",
            "<IfModule mod_alias.c>",
            *(
                f'RedirectMatch 301 "^{re.escape(old)}$" "{_unquoted(new)}"'
                for old, new in table.moved.items()
            ),
            "</IfModule>",
            "# the smaller copies; not on servers that only read this file as Apache does",
            "<IfModule mod_rewrite.c>",
            "RewriteEngine On",
            *(line for ending, coding in ((".br", "br"), (".gz", "gzip")) for line in _sent(ending, coding)),
            "</IfModule>",
            "",
        ]
    )


def _endings(types: Iterable[str]) -> str:
    """For a pattern: css|html|..."""
    return "|".join(ending[1:] for ending in types)


def _sent(ending: str, coding: str) -> tuple[str, ...]:
    return (
        "RewriteCond %{SERVER_SOFTWARE} ^Apache",
        rf"RewriteCond %{{HTTP:Accept-Encoding}} \b{coding}\b",
        f"RewriteCond %{{REQUEST_FILENAME}}{ending} -f",
        f"RewriteRule ^ %{{REQUEST_URI}}{ending} [L]",
    )


def _unquoted(new: str) -> str:
    """Apache escapes the path of a target itself, but not its fragment."""
    path, mark, part = new.partition("#")
    return f"{unquote(path)}{mark}{part}"


def caddy(table: Table) -> str:
    """A Caddyfile. A header without a matcher would come last in Caddy's own order, so each has one."""
    fixed = {name: value for name, value in table.everywhere.items() if name != POLICY}
    types = {ending: kind for ending, kind in TYPES.items() if ending != ".html"}
    here = table.base
    return "\n".join(
        [
            "# What Caddy has to know of this site. Do not edit it: make it anew with deploy.host.",
            f"{table.host} {{",
            "\troot * /srv/www/clinic/current",
            "\theader {",
            *(f'\t\t{name} "{value}"' for name, value in fixed.items()),
            "\t\tVary Accept-Encoding",
            "\t}",
            *_caddy_header("hashed", HASHED.pattern, {"Cache-Control": FOREVER}),
            *_caddy_header("named", HASHED.pattern, {"Cache-Control": REVALIDATE}, "not "),
            *_caddy_header("drawing", r"\.svg$", {POLICY: SVG_CSP}),
            *_caddy_header("other", r"\.svg$", {POLICY: SITE_CSP}, "not "),
            *(
                line
                for ending, kind in types.items()
                for line in _caddy_header(
                    ending[1:], rf"{re.escape(ending)}$", {"Content-Type": kind}, but=here + FEED
                )
            ),
            *_caddy_header("unknown", rf"(/|\.({_endings(TYPES)}))$", {"Content-Type": UNKNOWN}, "not "),
            *_caddy_header("feed", f"^{re.escape(here + FEED)}$", {"Content-Type": media_type(FEED)}),
            *(f'\tredir "{old}" "{new}" 301' for old, new in table.moved.items()),
            "\tfile_server {",
            "\t\tprecompressed br gzip",
            "\t}",
            "\thandle_errors {",
            f"\t\trewrite * {here}404.html",
            "\t\theader {",
            f'\t\t\tContent-Type "{media_type("404.html")}"',
            f'\t\t\tCache-Control "{REVALIDATE}"',
            f'\t\t\t{POLICY} "{SITE_CSP}"',
            "\t\t}",
            "\t\tfile_server",
            "\t}",
            "}",
            "",
        ]
    )


def _caddy_header(
    matcher: str, pattern: str, headers: dict[str, str], turn: str = "", but: str = ""
) -> list[str]:
    lines = [f"\t@{matcher} {{", f"\t\t{turn}path_regexp {pattern}"]
    lines += [f"\t\tnot path {but}"] if but else []
    return [*lines, "\t}", *(f'\theader @{matcher} {name} "{value}"' for name, value in headers.items())]
