from pathlib import Path

from facturier.publish.store import Store, digest_of_files, key_of


def test_what_was_put_is_read_back(tmp_path: Path) -> None:
    key = key_of("a", b"b", 3)
    Store(tmp_path).put(key, b"content")
    assert Store(tmp_path).get(key) == b"content"


def test_an_absent_entry_is_none(tmp_path: Path) -> None:
    assert Store(tmp_path).get(key_of("nothing")) is None


def test_a_damaged_entry_counts_as_absent(tmp_path: Path) -> None:
    key = key_of("x")
    Store(tmp_path).put(key, b"content")
    (entry,) = tmp_path.glob("??/*")
    entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert Store(tmp_path).get(key) is None


def test_a_cut_entry_counts_as_absent(tmp_path: Path) -> None:
    key = key_of("x")
    Store(tmp_path).put(key, b"content")
    (entry,) = tmp_path.glob("??/*")
    entry.write_bytes(b"")
    assert Store(tmp_path).get(key) is None


def test_sweep_keeps_only_what_this_build_used(tmp_path: Path) -> None:
    earlier = Store(tmp_path)
    earlier.put(key_of("kept"), b"1")
    earlier.put(key_of("gone"), b"2")
    now = Store(tmp_path)
    now.get(key_of("kept"))
    assert now.sweep() == 1
    assert now.get(key_of("kept")) == b"1"
    assert now.get(key_of("gone")) is None


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")


def test_the_digest_of_a_folder_sees_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("1")
    first = digest_of_files([tmp_path])
    (tmp_path / "a.css").write_text("2")
    second = digest_of_files([tmp_path])
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert len({first, second, digest_of_files([tmp_path])}) == 3
