"""Writes one table of response headers in the form that each host reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from facturier.model.settings import PortalSettings
from facturier.render.html.shell import POLICY, policy_for

Table = Mapping[str, str]

# What every answer bears. Pages hold the policy themselves, stricter where they can; as a header it also covers what is
# no page. `object-src 'self'` lets browsers show a PDF, which they treat as a plugin.
EVERYWHERE: Table = {
    "Content-Security-Policy": f"{POLICY}; object-src 'self'; frame-ancestors 'none'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
# Names of shared files change with their content; everything else is asked for again each time.
CACHED: Table = {
    "assets/": "public, max-age=31536000, immutable",
    "c/": "private, no-cache",
    "k/": "private, no-cache",
}


def published(portal: PortalSettings) -> dict[str, bytes]:
    """Return the files that lie in the site itself, for the hosts that look for them there."""
    places = {"_headers": "netlify", ".htaccess": "apache", "vercel.json": "vercel"}
    return {name: headers_for(host, portal).encode() for name, host in places.items()}


def headers_for(host: str, portal: PortalSettings) -> str:
    """Return the configuration of one host for portals with these settings."""
    return HOSTS[host](_base(portal.url), everywhere(portal.form))


def everywhere(form: str = "") -> Table:
    """Return the headers of every answer; a form, where there is one, may be posted to its host."""
    policy = EVERYWHERE["Content-Security-Policy"].replace(POLICY, policy_for(form))
    return {**EVERYWHERE, "Content-Security-Policy": policy}


def netlify(base: str, every: Table) -> str:
    """`_headers` of Netlify and Cloudflare Pages. No header stands in two rules: their values would be joined."""
    rules = [
        (f"{base}*", every),
        *((f"{base}{place}*", {"Cache-Control": held}) for place, held in CACHED.items()),
    ]
    return "".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in held.items()) for path, held in rules
    )


def vercel(base: str, every: Table) -> str:
    """`vercel.json`."""
    rules = [
        (f"{base}(.*)", every),
        *((f"{base}{place}(.*)", {"Cache-Control": held}) for place, held in CACHED.items()),
    ]
    headers = [
        {"source": source, "headers": [{"key": key, "value": text} for key, text in held.items()]}
        for source, held in rules
    ]
    return json.dumps({"headers": headers}, indent=2) + "\n"


def nginx(base: str, every: Table) -> str:
    """What belongs inside `server { … }`. A location with its own headers forgets the outer ones: all are repeated."""
    blocks = [
        "# Inside server { … }, beside listen, server_name, root and the certificate.\n",
        "autoindex off;\nserver_tokens off;\n",
        f"error_page 403 404 405 {base}404.html;\n",
        "location ~ /\\. { return 404; }\n",
        _location(f"location {base}", "no-cache", every),
        *(_location(f"location ^~ {base}{place}", held, every) for place, held in CACHED.items()),
    ]
    return "\n".join(blocks)


def apache(base: str, every: Table) -> str:
    """`.htaccess`, or the same inside `<Directory>`."""
    always = "".join(f'  Header always set {name} "{value}"\n' for name, value in every.items())
    cached = "".join(
        f'  <If "%{{REQUEST_URI}} =~ m#^{base}{place}#">\n    Header set Cache-Control "{held}"\n  </If>\n'
        for place, held in CACHED.items()
    )
    return (
        f"Options -Indexes\nErrorDocument 403 {base}404.html\nErrorDocument 404 {base}404.html\n"
        '<LimitExcept GET HEAD>\n  Require all denied\n</LimitExcept>\nRedirectMatch 404 "/\\."\n'
        f"<IfModule mod_headers.c>\n{always}{cached}</IfModule>\n"
    )


def cloudfront(base: str, every: Table) -> str:  # noqa: ARG001 - one policy for a whole distribution
    """What `aws cloudfront create-response-headers-policy --response-headers-policy-config file://…` reads."""
    own: dict[str, dict[str, object]] = {
        "ContentSecurityPolicy": {"ContentSecurityPolicy": every["Content-Security-Policy"]},
        "ContentTypeOptions": {},
        "FrameOptions": {"FrameOption": every["X-Frame-Options"]},
        "ReferrerPolicy": {"ReferrerPolicy": every["Referrer-Policy"]},
        "StrictTransportSecurity": {"AccessControlMaxAgeSec": 31536000, "IncludeSubdomains": False},
    }
    named = {"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"}
    others = {name: value for name, value in every.items() if name not in {*named, "Strict-Transport-Security"}}
    items = [{"Header": name, "Value": value, "Override": True} for name, value in others.items()]
    policy = {
        "Name": "facturier",
        "Comment": "Portals of clients: nothing from elsewhere, nothing remembered, nothing found by search engines",
        "SecurityHeadersConfig": {name: {"Override": True} | more for name, more in own.items()},
        "CustomHeadersConfig": {"Quantity": len(items), "Items": items},
    }
    return json.dumps(policy, indent=2) + "\n"


HOSTS: Mapping[str, Callable[[str, Table], str]] = {
    "netlify": netlify,
    "cloudflare": netlify,
    "vercel": vercel,
    "nginx": nginx,
    "apache": apache,
    "cloudfront": cloudfront,
}


def _base(url: str) -> str:
    path = urlsplit(url).path
    return path if path.endswith("/") else f"{path}/"


def _location(place: str, cache: str, every: Table) -> str:
    lines = [f'    add_header {name} "{value}" always;\n' for name, value in (*every.items(), ("Cache-Control", cache))]
    return f"{place} {{\n    index index.html;\n    limit_except GET {{ deny all; }}\n{''.join(lines)}}}\n"
