"""What each host makes of its file, by its documented rules; Apache is run with the .htaccess of a site."""

import http.client
import json
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.publish_e2e.hosts import free_port

from facturier.model.settings import PortalSettings
from facturier.publish.headers import CACHED, EVERYWHERE, headers_for, published

PORTAL = PortalSettings(url="https://factures.lumen.example/")
BELOW = PortalSettings(url="https://lumen.example/clients/")
NAME = re.compile(r"[A-Za-z][A-Za-z-]*")
PATHS = ("/", "/index.html", "/assets/a.css", "/c/token/", "/c/token/x.bin", "/k/y.bin", "/nothing")
Sent = dict[str, str]


def expected(path: str, base: str = "/") -> Sent:
    """What every host must send with the answer to a path."""
    kept = next((held for place, held in CACHED.items() if path.startswith(base + place)), None)
    return {**EVERYWHERE, **({"Cache-Control": kept} if kept else {})}


def by_headers_file(text: str, path: str) -> Sent:
    """Netlify and Cloudflare Pages: a rule is a path, then indented `Name: value`; every rule that matches counts.

    Values of one name are joined. `*` stands once, at the end. At most 100 rules, 2 000 characters a line (Cloudflare).
    """
    rules = [block.splitlines() for block in re.split(r"\n(?=/)", text.strip("\n"))]
    assert len(rules) <= 100
    sent: Sent = {}
    for where, *lines in rules:
        assert re.fullmatch(r"/[\w/-]*\*?", where)
        for line in lines:
            assert len(line) <= 2000
            name, _, value = line.removeprefix("  ").partition(": ")
            assert line.startswith("  ")
            assert NAME.fullmatch(name)
            if path.startswith(where.rstrip("*")):
                sent[name] = f"{sent[name]}, {value}" if name in sent else value
    return sent


def by_vercel(text: str, path: str) -> Sent:
    """Vercel: `source` is a pattern for the whole path; of two rules for one name the later wins."""
    config = json.loads(text)
    assert set(config) == {"headers"}
    sent: Sent = {}
    for rule in config["headers"]:
        assert set(rule) == {"source", "headers"}
        assert all(set(header) == {"key", "value"} for header in rule["headers"])
        assert all(NAME.fullmatch(header["key"]) and len(header["value"]) <= 4096 for header in rule["headers"])
        if re.fullmatch(rule["source"], path):
            sent |= {header["key"]: header["value"] for header in rule["headers"]}
    return sent


READ_BY: dict[str, Callable[[str, str], Sent]] = {
    "netlify": by_headers_file,
    "cloudflare": by_headers_file,
    "vercel": by_vercel,
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", READ_BY)
def test_the_file_of_a_host_gives_every_path_its_headers(host: str, path: str) -> None:
    assert READ_BY[host](headers_for(host, PORTAL), path) == expected(path)


@pytest.mark.parametrize("host", READ_BY)
def test_portals_below_a_path_have_their_headers_there_alone(host: str) -> None:
    text = headers_for(host, BELOW)
    assert READ_BY[host](text, "/clients/assets/a.css") == expected("/clients/assets/a.css", "/clients/")
    assert READ_BY[host](text, "/blog/") == {}


def test_no_value_breaks_the_quotes_or_the_lines_of_any_host() -> None:
    for value in (*EVERYWHERE.values(), *CACHED.values()):
        assert re.fullmatch(r"[ -~]+", value)
        assert not set('"\\$%') & set(value)  # $ and % are variables of nginx and Apache


def test_cloudfront_reads_its_policy() -> None:
    """The AWS command line checks a policy with the same model; the quotas are those of the service."""
    session = pytest.importorskip("botocore.session").get_session()
    validate = pytest.importorskip("botocore.validate").ParamValidator().validate
    model = session.get_service_model("cloudfront").operation_model("CreateResponseHeadersPolicy").input_shape
    policy = json.loads(headers_for("cloudfront", PORTAL))
    report = validate({"ResponseHeadersPolicyConfig": policy}, model)
    assert report.generate_report() == ""
    assert policy["CustomHeadersConfig"]["Quantity"] <= 10
    assert len(policy["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]) <= 1783
    assert cloudfront_sends(policy) == dict(EVERYWHERE)


def cloudfront_sends(policy: Any) -> Sent:
    own = policy["SecurityHeadersConfig"]
    assert all(part["Override"] for part in own.values())
    assert own["StrictTransportSecurity"]["IncludeSubdomains"] is False
    return {item["Header"]: item["Value"] for item in policy["CustomHeadersConfig"]["Items"]} | {
        "Content-Security-Policy": own["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": own["ReferrerPolicy"]["ReferrerPolicy"],
        "X-Frame-Options": own["FrameOptions"]["FrameOption"],
        "X-Content-Type-Options": "nosniff" if "ContentTypeOptions" in own else "",
        "Strict-Transport-Security": f"max-age={own['StrictTransportSecurity']['AccessControlMaxAgeSec']}",
    }


MODULES = Path("/usr/lib/apache2/modules")
WANTED = ("mpm_event", "authz_core", "authz_host", "dir", "mime", "headers", "alias", "autoindex")
FILES = ("index.html", "404.html", "assets/a.css", "c/token/index.html", "c/token/x.bin", "k/y.bin", ".secret")
SERVER = """
ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/pid
ErrorLog {folder}/error.log
Mutex file:{folder} default
ServerName localhost
Listen 127.0.0.1:{port}
User #65534
Group #65534
TypesConfig {folder}/mime.types
DocumentRoot {folder}/site
DirectoryIndex index.html
<IfModule !unixd_module>
  LoadModule unixd_module {modules}/mod_unixd.so
</IfModule>
<Directory {folder}/site>
  AllowOverride All
  Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a running Apache, which reads the .htaccess of a small site as shared hosts do."""
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin") or pytest.skip("Apache is not installed")
    folder = Path(tempfile.mkdtemp(prefix="facturier-apache-"))  # readable by the user that Apache becomes
    folder.chmod(0o755)
    for name in FILES:
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_text(name)
    (folder / "site" / ".htaccess").write_bytes(published(PORTAL)[".htaccess"])
    (folder / "mime.types").write_text("text/html html\ntext/css css\n")
    try:
        port, running = started(program, folder)
        try:
            yield port
        finally:
            running.terminate()
            running.wait(60)
    finally:
        shutil.rmtree(folder)


def started(program: str, folder: Path) -> tuple[int, "subprocess.Popen[bytes]"]:
    """Start it on a port that is free; Apache cannot choose one itself, so somebody may be faster."""
    for _ in range(5):
        port = free_port()
        modules = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in WANTED)
        config = folder / "apache.conf"
        config.write_text(modules + SERVER.format(folder=folder, port=port, modules=MODULES))
        running = subprocess.Popen([program, "-f", str(config), "-D", "FOREGROUND"], stderr=subprocess.DEVNULL)
        for _ in range(1200):
            if running.poll() is not None:
                break
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    return port, running
            time.sleep(0.05)
        running.kill()
        running.wait()
    pytest.fail((folder / "error.log").read_text() if (folder / "error.log").is_file() else "Apache does not start")


def answer(port: int, path: str, method: str = "GET") -> tuple[int, Sent, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path)
    got = connection.getresponse()
    body = got.read().decode()
    connection.close()
    return got.status, dict(got.getheaders()), body


@pytest.mark.parametrize("path", PATHS)
def test_apache_sends_every_header_with_every_answer(apache: int, path: str) -> None:
    _, headers, _ = answer(apache, path)
    wanted = expected(path)
    assert {name: headers.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/", 200, "index.html"),
        ("/c/token/", 200, "c/token/index.html"),
        ("/c/token/x.bin", 200, "c/token/x.bin"),
        ("/nothing", 404, "404.html"),
        ("/c/", 404, "404.html"),
        ("/.htaccess", 404, "404.html"),
        ("/.secret", 404, "404.html"),
        ("/c/token/%23k=KEY", 404, "404.html"),
    ],
)
def test_apache_answers(apache: int, path: str, status: int, body: str) -> None:
    got, _, text = answer(apache, path)
    assert (got if got != 403 else 404, text) == (status, body)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/c/token/x.bin", "/assets/a.css"])
def test_apache_only_reads(apache: int, path: str, method: str) -> None:
    assert answer(apache, path, method)[0] in {403, 404, 405}
