"""Turns seven answers into the files of a new business: what stands already is left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from facturier.actions.editor import first_line, write_schemas
from facturier.connect.git import Git, Obstacle, run_git
from facturier.paths import scaffold_folder
from facturier.read.writing import scalar

FORGES = ("github", "forgejo", "gitlab", "cron", "none")
_WORKFLOWS = {
    "github": ("github.yml", ".github/workflows/facturier.yml"),
    "forgejo": ("forgejo.yml", ".forgejo/workflows/facturier.yml"),
    "gitlab": ("gitlab.yml", ".gitlab-ci.yml"),
    "cron": ("cron.sh", "publish.sh"),
}
_FILES = {
    "facturier.yaml": "facturier.yaml",
    "client.yaml": "clients/example.yaml",
    "draft.yaml": "invoices/drafts/first.yaml",
    "gitignore": ".gitignore",
    "editorconfig": ".editorconfig",
    "vscode.json": ".vscode/settings.json",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
}
_SCHEMAS = {
    "facturier.yaml": first_line("config", depth=0),
    "client.yaml": first_line("client", depth=1),
    "draft.yaml": first_line("document", depth=2),
}
_BUSINESS = ("facturier.yaml", "clients", "invoices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Who the business is: texts of facturier.yaml, as typed."""

    name: str
    siren: str
    street: str
    postcode: str
    city: str
    email: str
    iban: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InitResult:
    """What was written and what stood already, as paths below the folder; `problem` is git's, "" without one.

    `began`: a repository was made; `commit`: the name of the first commit, "" when none was made; `signed`: who its
    commits are by, when git knew nobody.
    """

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    began: bool = False
    commit: str = ""
    problem: str = ""
    signed: str = ""


def init(root: Path, answers: Answers, *, forge: str, version: str, git: bool = True) -> InitResult:
    """Write the files of a new business below `root`; where one has begun, only what belongs around it."""
    root.mkdir(parents=True, exist_ok=True)
    begun = (root / "facturier.yaml").exists()
    written, kept = [], []
    for path, text in _files(answers, forge, version):
        file = root / path
        if file.exists() or (begun and path.startswith(_BUSINESS)):
            kept += [path] if file.exists() else []
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755 if path.endswith(".sh") else 0o644)
        written.append(path)
    write_schemas(root)
    if not git or not written:
        return InitResult(written=tuple(written), kept=tuple(kept))
    return replace(_first_commit(root, written, answers), written=tuple(written), kept=tuple(kept))


def forge_of(root: Path) -> str:
    """Return which forge a folder's remote is on, "github" when nothing says."""
    said = Git(run_git(root)).remote_address("origin") if root.is_dir() else ""
    if "gitlab" in said:
        return "gitlab"
    return "forgejo" if any(name in said for name in ("codeberg", "forgejo", "gitea")) else "github"


def _files(answers: Answers, forge: str, version: str) -> Iterator[tuple[str, str]]:
    values = _values(answers, version)
    for name, path in (*_FILES.items(), *filter(None, (_WORKFLOWS.get(forge),))):
        text = _SCHEMAS.get(name, "") + (scaffold_folder() / name).read_text("utf-8")
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        yield path, text


def _values(answers: Answers, version: str) -> Mapping[str, str]:
    return {
        "NAME": scalar(answers.name),
        "TITLE": " ".join(answers.name.split()),
        "SIREN": scalar(answers.siren),
        "STREET": scalar(answers.street),
        "POSTCODE": scalar(answers.postcode),
        "CITY": scalar(answers.city),
        "EMAIL": scalar(answers.email),
        "IBAN": scalar(answers.iban),
        "VERSION": version,
    }


def _first_commit(root: Path, written: list[str], answers: Answers) -> InitResult:
    """Make a repository where there is none, and commit what was written, and nothing else.

    Where git knows nobody's name yet, commits of the new repository bear that of the business.
    """
    git = Git(run_git(root))
    if (found := git.obstacle()) and found[0] is Obstacle.MISSING:
        return InitResult(problem=f"{found[0].value}. Install it; then `git init`, and commit these files")
    began = not git.is_there()
    problem = git.begin() if began else ""
    signs = began and not problem and not git.knows_who()
    problem = problem or (git.sign_as(answers.name, answers.email) if signs else "")
    problem = problem or git.unable_to_commit() or git.commit(written, "Begin the invoices")
    signed = f"{answers.name} <{answers.email}>" if signs else ""
    return InitResult(began=began, commit="" if problem else git.head(), problem=problem, signed=signed)
