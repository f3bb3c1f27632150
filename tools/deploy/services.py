"""In: a Table. Out: what the services that serve files for others read: Netlify, Cloudflare, CloudFront, GitHub Pages."""

from __future__ import annotations

import json
from urllib.parse import quote, urlsplit

from tools.deploy.table import Table
from tools.headers import FOREVER, REVALIDATE, SVG_CSP

HASHED_FOLDERS = ("assets/", "images/")  # where every name carries a digest, and nothing else lies


def headers_file(table: Table) -> str:
    """_headers, as Netlify and Cloudflare read it; where two parts set the same policy, browsers hold to both."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in table.everywhere.items())]
    for folder in HASHED_FOLDERS:
        lines += [f"{table.base}{folder}*", f"  Cache-Control: {FOREVER}"]
        lines += [f"  Content-Security-Policy: {SVG_CSP}"]
    return "\n".join([*lines, ""])


def netlify(table: Table) -> dict[str, str]:
    """Netlify shows a file rather than a redirect unless the redirect is marked."""
    return {"_headers": headers_file(table), "_redirects": _redirects(table, "301!")}


def cloudflare(table: Table) -> dict[str, str]:
    return {"_headers": headers_file(table), "_redirects": _redirects(table, "301")}


def _redirects(table: Table, status: str) -> str:
    return "".join(f"{quote(old, safe='/~')} {new} {status}\n" for old, new in table.moved.items())


def github(table: Table) -> dict[str, str]:
    """CNAME tells GitHub the address; its own need none."""
    host = urlsplit(table.address).hostname or ""
    name = {} if not host or host.endswith(".github.io") else {"CNAME": f"{host}\n"}
    return {".nojekyll": "", **name}


def cloudfront(table: Table) -> str:
    """A response headers policy, for `aws cloudfront create-response-headers-policy`."""
    own = dict(table.everywhere)
    age = int(own.pop("Strict-Transport-Security").partition("=")[2])
    policy = {
        "ContentSecurityPolicy": {
            "Override": True,
            "ContentSecurityPolicy": own.pop("Content-Security-Policy"),
        },
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": own.pop("Referrer-Policy")},
        "StrictTransportSecurity": {
            "Override": True,
            "IncludeSubdomains": False,
            "Preload": False,
            "AccessControlMaxAgeSec": age,
        },
    }
    del own["X-Content-Type-Options"]
    custom = [{"Header": name, "Value": value, "Override": True} for name, value in own.items()]
    # not over what the bucket says of a file: names with a digest may stay for ever
    custom.append({"Header": "Cache-Control", "Value": REVALIDATE, "Override": False})
    whole = {
        "Name": f"{table.host.replace('.', '-')}-headers",
        "Comment": f"The headers of {table.host}",
        "SecurityHeadersConfig": policy,
        "CustomHeadersConfig": {"Quantity": len(custom), "Items": custom},
    }
    return json.dumps(whole, indent=2) + "\n"
