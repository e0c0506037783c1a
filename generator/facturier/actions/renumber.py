"""Mends what two branches issued at the same time: documents that were never sent are issued again, after the others.

While a merge waits for its conflicts, the branch that has sent nothing gives way: all it issued in that series since
they parted becomes drafts again, and these get the next numbers. After a merge, the same is done with a document whose
chain is broken, and with those sealed after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from facturier.actions.drafts import file_of
from facturier.actions.issue import IssueResult, Issuing, issue
from facturier.actions.journal import BookBusyError, CommitRefusedError, Step, locked, recover, write_all
from facturier.actions.refusals import commit_refused, file_refused
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Where, error
from facturier.model.history import EventKind
from facturier.model.seal import Seal, Seals
from facturier.read.numbering import unnumbered_text
from facturier.read.resolve.histories import history_of
from facturier.read.tree import read_tree
from facturier.seal.chain import chain_faults
from facturier.seal.load import SUFFIX, load_seals, read_seal

_SUFFIXES = (".yaml", ".history.yaml", SUFFIX, ".pdf")
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branch:
    """What one branch issued in the series since it parted from the other: seals in order, and all their files."""

    commit: str
    seals: tuple[Seal, ...]
    files: Files


def renumber(root: Path, number: str, how: Issuing) -> IssueResult:
    """Give a document that was never sent the next free number; refuses anything that a client may hold."""
    git = Git(run_git(root))
    try:
        with locked(root):
            recover(root)
            refused = commit_refused(git) if how.commit and not git.merging() else None
            if refused is not None:
                return IssueResult(faults=(refused,))
            steps = _conflicting(root, git, number) if git.merging() else _forked(root, number)
            if isinstance(steps, Fault):
                return IssueResult(faults=(steps,))
            commits = how.commit and not git.merging()
            write_all(root, steps, message=f"Withdraw {number}, never sent, to issue it again" if commits else "")
    except BookBusyError:
        return IssueResult(faults=(error("ISS-005", Where("invoices")),))
    except CommitRefusedError as problem:
        return IssueResult(faults=(error("ISS-006", Where("invoices"), problem=str(problem)),))
    except OSError as problem:
        return IssueResult(faults=(file_refused(problem),))
    drafts = [step.path for step in steps if step.after is not None and step.path == file_of(step.path)]
    result = issue(root, drafts, replace(how, commit=how.commit and not git.merging()))
    if git.merging() and result.done:
        git.stage(_touched(root, steps, result))
    return result


def _conflicting(root: Path, git: Git, number: str) -> Sequence[Step] | Fault:
    """The steps of a merge that waits: keep one branch's files, make the other's documents drafts again."""
    series, parted = _series_of(git, number), git.parted("HEAD", git.merging())
    if series is None:
        return error("ISS-014", Where("invoices"), number=number)
    ours, theirs = (_branch(git, side, parted, series) for side in ("HEAD", git.merging()))
    sent = {branch.commit: next(_sent(branch.seals, branch.files), None) for branch in (ours, theirs)}
    moved, kept = (theirs, ours) if sent[theirs.commit] is None else (ours, theirs)
    refused = sent[moved.commit]
    if refused is not None:
        return refused
    return _steps(root, moved, kept.files, _last_day(kept))


def _forked(root: Path, number: str) -> Sequence[Step] | Fault:
    """The steps after a merge: the document whose chain is broken, and all sealed after it, become drafts again."""
    seals, _ = load_seals(root)
    if number not in seals or not _is_broken(seals, number):
        return error("ISS-014", Where("invoices"), number=number)
    chain = tuple(_after(seals, seals[number]))
    files = {path: (root / path).read_bytes() for seal in chain for path in _paths(seal) if (root / path).is_file()}
    refused = next(_sent(chain, files), None)
    if refused is not None:
        return refused
    others = [
        seal.content.document.date.isoformat()
        for seal in seals.values()
        if seal not in chain and seal.chain.series == seals[number].chain.series
    ]
    return _steps(root, _Branch(commit="", seals=chain, files=files), {}, max(others, default=""))


def _steps(root: Path, moved: _Branch, kept: Files, last: str) -> Sequence[Step] | Fault:
    steps = []
    for seal in moved.seals:
        path = file_of(seal.number)
        source = moved.files.get(seal.content.source.file, b"")
        text = unnumbered_text(source, file=path, dated=seal.content.document.date.isoformat() >= last)
        if text is None:
            return error("ISS-015", Where(seal.content.source.file), number=seal.number)
        steps.append(Step(path=path, before=_read(root / path), after=text))
    for path in sorted({*moved.files, *kept}):
        before, after = _read(root / path), kept.get(path)
        if before != after:
            steps.append(Step(path=path, before=before, after=after))
    return steps


def _branch(git: Git, commit: str, parted: str, series: str) -> _Branch:
    """What a branch issued in a series since the branches parted, in the order of its chain."""
    old, new = git.tree(parted, "invoices") or {}, git.tree(commit, "invoices") or {}
    blobs = git.blobs(new[path] for path in new if path not in old)
    files = {path: blobs[new[path]] for path in new if path not in old and new[path] in blobs}
    read = (read_seal(data, path) for path, data in sorted(files.items()) if path.endswith(SUFFIX))
    found = {seal.number: seal for seal in read if isinstance(seal, Seal) and seal.chain.series == series}
    first = [seal for seal in found.values() if seal.chain.previous is None or seal.chain.previous.number not in found]
    ordered = tuple(seal for start in first for seal in _after(found, start))
    own = {path for seal in ordered for path in _paths(seal)}
    return _Branch(commit=commit, seals=ordered, files={path: data for path, data in files.items() if path in own})


def _series_of(git: Git, number: str) -> str | None:
    for commit in ("HEAD", git.merging()):
        for path in git.tree(commit, "invoices") or {}:
            if path.endswith(f"/{number}{SUFFIX}"):
                seal = read_seal(git.file_at(commit, path) or b"", path)
                return seal.chain.series if isinstance(seal, Seal) else None
    return None


def _sent(seals: Sequence[Seal], files: Files) -> Iterator[Fault]:
    """ISS-013 for each document whose history says more than that it was issued."""
    for seal in seals:
        path = seal.file.removesuffix(SUFFIX) + ".history.yaml"
        tree = read_tree(files.get(path, b""), path)
        if isinstance(tree, Fault):
            yield tree
            continue
        for event in history_of(seal.number, tree, path)[0].events:
            if event.kind is not EventKind.ISSUED:
                yield error("ISS-013", Where(path), number=seal.number, event=event.kind.value, date=event.date)
                break


def _is_broken(seals: Seals, number: str) -> bool:
    where = seals[number].file
    return any(
        fault.where.file == where or any(other.file == where for other in fault.also) for fault in chain_faults(seals)
    )


def _after(seals: Seals, first: Seal) -> Iterator[Seal]:
    """A seal and those that follow it, in order."""
    following = {seal.previous_sha256: seal for seal in seals.values() if seal.chain.series == first.chain.series}
    seal: Seal | None = first
    while seal is not None:
        yield seal
        seal = following.get(seal.digests.seal_sha256)


def _paths(seal: Seal) -> Iterator[str]:
    stem = seal.file.removesuffix(SUFFIX)
    return (f"{stem}{suffix}" for suffix in _SUFFIXES)


def _last_day(branch: _Branch) -> str:
    return max((seal.content.document.date.isoformat() for seal in branch.seals), default="")


def _touched(root: Path, steps: Sequence[Step], result: IssueResult) -> list[str]:
    """The paths that a waiting merge must be told about."""
    made = [f"{one.file.removesuffix('.yaml')}{suffix}" for one in result.issued for suffix in _SUFFIXES]
    return sorted(
        {step.path for step in steps if step.path != file_of(step.path)}
        | {path for path in made if (root / path).is_file()}
    )


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
