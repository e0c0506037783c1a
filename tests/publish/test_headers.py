"""One table of response headers, in the form of each host; nginx is run with what is made for it."""

import http.client
import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facturier.model.settings import PortalSettings
from facturier.publish.headers import CACHED, EVERYWHERE, HOSTS, headers_for, published

PORTAL = PortalSettings(url="https://factures.lumen.example/")


@pytest.mark.parametrize("host", HOSTS)
def test_every_host_is_told_every_header(host: str) -> None:
    text = headers_for(host, PORTAL)
    policy = json.dumps(EVERYWHERE["Content-Security-Policy"])[1:-1]
    assert policy in text
    for name in ("Permissions-Policy", "X-Robots-Tag", "Cross-Origin-Opener-Policy"):
        assert name in text
        assert EVERYWHERE[name] in text


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    policy = EVERYWHERE["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*|data:", policy)
    for part in (
        "require-trusted-types-for 'script'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ):
        assert part in policy


@pytest.mark.parametrize("host", HOSTS)
def test_a_form_may_be_posted_to_its_host_alone(host: str) -> None:
    text = headers_for(host, replace(PORTAL, form="https://forms.lumen.example/f/portal"))
    assert "form-action https://forms.lumen.example;" in text


def test_no_header_stands_in_two_rules_of_a_headers_file() -> None:
    rules = published(PORTAL)["_headers"].decode()
    names = [[line.split(":")[0].strip() for line in rule.splitlines()[1:]] for rule in re.split(r"\n(?=/)", rules)]
    assert not set(names[0]).intersection(*names[1:], names[1])


@pytest.mark.parametrize("host", ["netlify", "vercel", "nginx", "apache"])
def test_portals_below_a_path_have_their_rules_there(host: str) -> None:
    text = headers_for(host, PortalSettings(url="https://lumen.example/clients"))
    assert "/clients/assets/" in text
    assert not re.search(r"[ \"#]/assets/", text)


def test_the_policies_for_cloudfront_and_vercel_are_json() -> None:
    policy = json.loads(headers_for("cloudfront", PORTAL))
    assert policy["CustomHeadersConfig"]["Quantity"] == len(policy["CustomHeadersConfig"]["Items"])
    assert json.loads(headers_for("vercel", PORTAL))["headers"][0]["source"] == "/(.*)"


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A running nginx behind a socket, with the generated snippet and a small site."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/sbin") or pytest.skip(
        "nginx is not installed"
    )
    folder = tmp_path_factory.mktemp("n")
    site = folder / "site"
    for name in (
        "index.html",
        "404.html",
        "assets/a.css",
        "c/token/index.html",
        "c/token/x.bin",
        "k/y.bin",
        ".htaccess",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    (folder / "snippet.conf").write_text(headers_for("nginx", PORTAL))
    (folder / "nginx.conf").write_text(f"""
        daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; user root;
        events {{ worker_connections 64; }}
        http {{ access_log off; types {{ text/html html; text/css css; }} default_type application/octet-stream;
        client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
        uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
        server {{ listen unix:{folder}/s; root {site}; include {folder}/snippet.conf; }} }}""")
    running = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1200):
            assert running.poll() is None, "nginx has ended"
            with socket.socket(socket.AF_UNIX) as tried:  # the file is there a moment before anybody listens
                if tried.connect_ex(str(folder / "s")) == 0:
                    break
            time.sleep(0.05)
        yield folder / "s"
    finally:
        running.terminate()
        running.wait(60)


def answer(socket_file: Path, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(socket_file))
    connection.request(method, path)
    got = connection.getresponse()
    body = got.read().decode()
    connection.close()
    return got.status, dict(got.getheaders()), body


@pytest.mark.parametrize(
    "path", ["/", "/c/token/", "/c/token/x.bin", "/assets/a.css", "/k/y.bin", "/nothing", "/c/other/"]
)
def test_nginx_sends_every_header_with_every_answer(nginx: Path, path: str) -> None:
    _, headers, _ = answer(nginx, path)
    assert {name: headers.get(name) for name in EVERYWHERE} == dict(EVERYWHERE)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/", 200, "index.html"),
        ("/c/token/", 200, "c/token/index.html"),
        ("/nothing", 404, "404.html"),
        ("/c/", 404, "404.html"),
        ("/c/other/", 404, "404.html"),
        ("/.htaccess", 404, "404.html"),
        ("/c/token/%23k=KEY", 404, "404.html"),
    ],
)
def test_nginx_answers(nginx: Path, path: str, status: int, body: str) -> None:
    got, _, text = answer(nginx, path)
    assert (got if got != 403 else 404, text) == (status, body)


def test_nginx_leads_to_the_folder(nginx: Path) -> None:
    status, headers, _ = answer(nginx, "/c/token")
    assert status == 301
    assert headers["Location"].endswith("/c/token/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/c/token/x.bin", "/assets/a.css"])
def test_nginx_only_reads(nginx: Path, path: str, method: str) -> None:
    assert answer(nginx, path, method)[0] in {403, 404, 405}


def test_nginx_says_how_long_each_file_may_be_kept(nginx: Path) -> None:
    kept = {
        place: answer(nginx, f"/{place}{name}")[1]["Cache-Control"]
        for place, name in zip(CACHED, ("a.css", "token/x.bin", "y.bin"), strict=True)
    }
    assert kept == dict(CACHED)
