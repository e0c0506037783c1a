"""The closed list of units as a quantity may spell them; their UN/ECE codes stand in `facturier.model.units`."""

from facturier.model.units import UNITS

_PLURALS = {"box": "boxes", "copy": "copies", "person": "people"}
_SYMBOLS = frozenset({"km", "m", "cm", "mm", "m²", "m³", "ha", "kg", "g", "t", "l", "ml", "kWh", "MWh", "GB"})
WORDS: dict[str, str] = {
    **{key: key for key in UNITS},
    **{_PLURALS.get(key, f"{key}s"): key for key in UNITS if key not in _SYMBOLS},
    "m2": "m²",
    "m3": "m³",
}


def unit(text: str) -> str:
    """Return the unit's key; raise KeyError when the word is not in the list."""
    return WORDS[text]
