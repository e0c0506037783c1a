"""Turns the seals of a book into chains, one for each series, and broken or forked ones into faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from facturier.faults import Fault, Where, error
from facturier.model.seal import Previous, Seal, Seals


def chains(seals: Seals) -> dict[str, tuple[Seal, ...]]:
    """Return each series' seals in the order of the chain, as far as it holds; series sorted by name."""
    following = _following(seals)
    found: dict[str, tuple[Seal, ...]] = {}
    for series in sorted({seal.chain.series for seal in seals.values()}):
        chain: list[Seal] = []
        after = ""
        while following[series, after]:
            chain.append(following[series, after][0])
            after = chain[-1].digests.seal_sha256
        found[series] = tuple(chain)
    return found


def heads(seals: Seals) -> dict[str, Seal]:
    """Return the last seal of each series."""
    return {series: chain[-1] for series, chain in chains(seals).items() if chain}


def chain_faults(seals: Seals) -> Iterator[Fault]:
    """SEAL-005: the seal before is missing or another one; SEAL-012: two seals follow the same one."""
    by_digest = {seal.digests.seal_sha256: seal for seal in seals.values()}
    for seal in seals.values():
        previous = seal.chain.previous
        if previous is not None and not _is(by_digest.get(previous.seal_sha256), seal, previous):
            yield error("SEAL-005", Where(seal.file), number=seal.number, previous=previous.number)
    for (_, after), rivals in sorted(_following(seals).items()):
        for rival in rivals[1:]:
            first = by_digest[after].number if after in by_digest else "–"
            yield error(
                "SEAL-012",
                Where(rival.file),
                also=(Where(rivals[0].file),),
                number=rival.number,
                other=rivals[0].number,
                previous=first,
            )


def _is(found: Seal | None, seal: Seal, previous: Previous) -> bool:
    return found is not None and found.number == previous.number and found.chain.series == seal.chain.series


def _following(seals: Seals) -> Mapping[tuple[str, str], Sequence[Seal]]:
    """The seals that follow each digest of a series, "" for the first; rivals by number."""
    found: dict[tuple[str, str], list[Seal]] = defaultdict(list)
    for _, seal in sorted(seals.items()):
        found[seal.chain.series, seal.previous_sha256].append(seal)
    return found
