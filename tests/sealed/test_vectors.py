import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import Golden
from tests.sealed.vectors import INPUT, computed

HERE = Path(__file__).parent


def by_node(given: dict[str, Any]) -> Any:
    run = subprocess.run(
        ["node", str(HERE / "reader.mjs"), "vectors"],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


def test_the_published_vectors_are_what_the_program_computes(golden: Golden) -> None:
    vectors = {"input": INPUT, "output": computed()}
    golden(HERE / "vectors.json", json.dumps(vectors, indent=2, ensure_ascii=False) + "\n")


def test_a_reader_in_another_language_computes_the_same() -> None:
    vectors = json.loads((HERE / "vectors.json").read_text("utf-8"))
    assert by_node(vectors["input"] | {"files": vectors["output"]["files"]}) == vectors["output"]


def test_the_page_about_the_format_shows_these_vectors() -> None:
    page = "".join((HERE.parents[1] / "docs" / "sealed-format.md").read_text("utf-8").split())
    made = computed()
    first = made.pop("files")["index.html"]
    shown = {**made, **{name: first[name] for name in ("blob_name", "key", "nonce", "blob")}, "master": INPUT["master"]}
    shown["key"] = made["key_text"]
    assert [name for name, value in shown.items() if value not in page] == []
