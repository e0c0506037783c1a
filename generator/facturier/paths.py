"""Where the theme and the package's own data lie, in a checkout as in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def theme_folder() -> Path:
    """Return the folder of templates, styles, fonts and words: inside a wheel, or `theme/` in a checkout."""
    shipped = _PACKAGE / "_theme"
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / "theme"


def package_data() -> Path:
    """Return the folder of the data that is part of the program: dated law, code lists, schemas."""
    return _PACKAGE / "data"


def law_folder() -> Path:
    """Return the folder of the dated law: rates, cases, sentences and the register of rules, as TOML."""
    return _PACKAGE / "law"


def scaffold_folder() -> Path:
    """Return the folder of the files that `facturier init` writes."""
    return _PACKAGE / "scaffold"
