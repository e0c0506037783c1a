"""The living preview: what is shown at each path, and that it follows the files."""

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.isolation.business import TODAY

from facturier.actions.serve import Preview
from facturier.actions.watch import signature
from facturier.connect.local_server import Answer, local_server
from facturier.messages import load_catalogue
from facturier.paths import theme_folder


@pytest.fixture
def preview(root: Path) -> Preview:
    return Preview(root, today=TODAY, theme=theme_folder(), texts=load_catalogue("en"))


def body(answer: Answer) -> str:
    return answer.body.decode()


def test_the_start_page_lists_every_portal(preview: Preview) -> None:
    page = body(preview.respond("/"))
    assert all(f'href="c/{client}/"' in page for client in ("acme", "bergerie-du-lac", "solveig-aubry"))


def test_a_portal_holds_drafts_and_says_that_it_is_a_preview(preview: Preview) -> None:
    page = body(preview.respond("/c/acme/"))
    assert "drafts-secret-offer" in page
    assert 'class="preview"' in page


def test_another_client_s_preview_does_not_hold_them(preview: Preview) -> None:
    assert "secret-offer" not in body(preview.respond("/c/bergerie-du-lac/"))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/c/acme/F2026-0001/", "text/html"),
        ("/c/acme/pages/suivi/", "text/html"),
        ("/c/acme/files/plan.pdf", "application/pdf"),
        ("/_live.js", "text/javascript"),
    ],
)
def test_what_a_portal_links_to_is_there(preview: Preview, path: str, kind: str) -> None:
    answer = preview.respond(path)
    assert (answer.status, answer.kind.partition(";")[0]) == (200, kind)


def test_the_shared_files_are_there(preview: Preview) -> None:
    name = next(name for name, _ in preview.edition._assets.files if name.endswith(".css"))
    assert preview.respond(f"/{name}").kind.startswith("text/css")


@pytest.mark.parametrize(
    "path",
    ["/c/nobody/", "/c/acme/F2026-0002/", "/c/acme/files/../../../facturier.yaml", "/facturier.yaml", "/assets/../x"],
)
def test_nothing_else_is(preview: Preview, path: str) -> None:
    assert preview.respond(path).status == 404


def test_a_page_without_its_slash_is_redirected(preview: Preview) -> None:
    answer = preview.respond("/c/acme/F2026-0001")
    assert (answer.status, answer.location) == (308, "/c/acme/F2026-0001/")


def test_errors_of_the_book_are_shown_with_file_and_line(root: Path) -> None:
    invoice = root / "invoices" / "2026" / "F2026-0001.yaml"
    invoice.write_text(invoice.read_text("utf-8").replace("price:", "prise:"), "utf-8")
    preview = Preview(root, today=TODAY, theme=theme_folder(), texts=load_catalogue("en"))
    answer = preview.respond("/c/acme/")
    assert answer.status == 500
    assert "invoices/2026/F2026-0001.yaml:4:" in body(answer)
    assert "prise: 620.00" in body(answer)


def test_a_change_of_the_files_is_followed(root: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facturier.actions.serve.HOLD", 300.0)
    stop = threading.Event()
    follower = threading.Thread(target=preview.follow, args=(stop,))
    follower.start()
    try:
        client = root / "clients" / "acme.yaml"
        beside = root / "acme.yaml"
        beside.write_text(client.read_text("utf-8").replace("ACME France SAS", "ACME of Europe SAS"), "utf-8")
        beside.replace(client)  # never seen half written
        assert body(preview.respond("/_version?after=1")) == "2"
        assert "ACME of Europe SAS" in body(preview.respond("/c/acme/"))
    finally:
        stop.set()
        follower.join()


def test_pages_reload_themselves_and_pages_of_a_site_do_not(preview: Preview) -> None:
    assert 'src="/_live.js" data-version="1"' in body(preview.respond("/c/acme/"))


def test_a_signature_sees_changes_and_nothing_hidden(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    first = signature([tmp_path])
    (tmp_path / ".git" / "index").write_text("x")
    assert signature([tmp_path]) == first
    (tmp_path / "a.yaml").write_text("x")
    assert signature([tmp_path]) != first


@pytest.fixture
def port() -> Iterator[int]:
    server = local_server(lambda path: Answer(body=path.encode(), kind="text/plain"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def ask(port: int, method: str = "GET", host: str = "") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, "/x", headers={"Host": host or f"127.0.0.1:{port}", "Connection": "close"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_the_server_answers_this_machine_and_keeps_nothing(port: int) -> None:
    answer = ask(port)
    assert (answer.status, answer.getheader("Cache-Control")) == (200, "no-store")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost.evil.example:80"])
def test_another_name_for_this_address_is_refused(port: int, host: str) -> None:
    assert ask(port, host=host).status == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_the_server_changes_nothing(port: int, method: str) -> None:
    assert ask(port, method).status == 501
