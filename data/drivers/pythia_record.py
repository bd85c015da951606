"""Events of Pythia 8 as columns (nextBatch, Awkward Array), and what is kept of them."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

import awkward
import numpy
from hepmc3 import Momentum, Particle, Position, Record, Vertex

PHOTON = 22
IN_FLIGHT = 1e-3  # mm of c tau
NOWHERE: Position = (0.0, 0.0, 0.0, 0.0)


class Columns(NamedTuple):
    """One event, entry by entry of Pythia's record, whose first is the event itself, then the beams."""

    pdg: List[int]
    status: List[int]  # of Pythia: above 0 stable
    mother1: List[int]
    mother2: List[int]
    momentum: List[Momentum]
    position: List[Position]
    weights: List[float]


def columns_of(batch: Any) -> Iterator[Columns]:
    """The events of a batch, one after the other."""
    entries = batch.prt

    def flat(column: Any) -> List[Any]:
        return awkward.to_numpy(awkward.flatten(column, axis=1)).tolist()

    integers = [flat(entries[name]) for name in ("id", "status", "mother1", "mother2")]
    momentum = list(zip(*(flat(entries.p[name]) for name in ("px", "py", "pz", "e")), flat(entries.m)))
    made_at = awkward.fill_none(awkward.flatten(entries.vProd, axis=1), {"px": 0.0, "py": 0.0, "pz": 0.0, "e": 0.0})
    position = list(zip(*(awkward.to_numpy(made_at[name]).tolist() for name in ("px", "py", "pz", "e"))))
    ends = numpy.cumsum(awkward.to_numpy(awkward.num(entries.id, axis=1))).tolist()
    for start, end, weights in zip([0, *ends], ends, batch.info.weights.tolist()):
        pdg, status, mother1, mother2 = (column[start:end] for column in integers)
        yield Columns(pdg, status, mother1, mother2, momentum[start:end], position[start:end], weights)


def record_of(event: Columns, lifetime: Callable[[int], float]) -> Record:
    """The pruned history of one event; statuses as HepMC has them (1 stable, 2 decayed, 4 beam, 21 to 29 hard process).

    Decays in flight are those of particles with c tau (`lifetime` of a PDG code [mm]) of 1 micrometre and more: what comes
    of others, pi0 above all, is made where these were made.
    """
    pdg, status, mother1, _, momentum, position, _ = event
    record = Record()
    collision = record.vertex([record.beam(pdg[at], momentum[at]) for at in (1, 2)])
    hard = [at for at in range(3, len(status)) if 21 <= abs(status[at]) <= 29]
    origin = position[hard[0]] if hard else NOWHERE
    if origin != NOWHERE:
        collision.position = origin
    decay: Dict[int, Vertex] = {}  # by the particle that goes in
    incoming: List[Particle] = []
    scattering: Optional[Vertex] = None
    kept: Dict[int, Particle] = {}
    for at in hard:
        made = kept[at] = Particle(pdg[at], 1 if status[at] > 0 else -status[at], momentum[at])
        mother = mother1[at]
        if abs(status[at]) == 21:
            collision.outgoing.append(made)
            incoming.append(made)
        elif mother in kept and abs(status[mother]) != 21:
            if mother not in decay:
                decay[mother] = record.vertex([kept[mother]])
            decay[mother].outgoing.append(made)
        else:
            if scattering is None:
                scattering = record.vertex(incoming)
            scattering.outgoing.append(made)
    photon_of = _photon_lineage(event, hard)
    lives: Dict[int, bool] = {}  # by PDG code

    def source_of(at: int) -> Vertex:
        """Where a particle comes from, of what is kept."""
        while position[at] != origin:
            mother = mother1[at]
            if mother <= 2:
                break
            code = pdg[mother]
            if code not in lives:
                lives[code] = lifetime(code) >= IN_FLIGHT
            if lives[code] and position[mother] != position[at]:
                if mother not in kept:
                    kept[mother] = Particle(code, 2, momentum[mother])
                    source_of(mother).outgoing.append(kept[mother])
                if mother not in decay:
                    decay[mother] = record.vertex([kept[mother]], position[at])
                return decay[mother]
            at = mother
        photon = photon_of.get(at)
        if photon is None:
            return collision
        if photon not in decay:
            decay[photon] = record.vertex([kept[photon]])
        return decay[photon]

    for at in range(3, len(status)):
        if status[at] > 0 and at not in kept:
            source_of(at).outgoing.append(Particle(pdg[at], 1, momentum[at]))
    return record


def _photon_lineage(event: Columns, hard: List[int]) -> Dict[int, int]:
    """Of what comes from a hard photon, the photon itself or all that it split into, the index of that photon."""
    lineage: Dict[int, int] = {at: at for at in hard if event.pdg[at] == PHOTON and abs(event.status[at]) != 21}
    if not lineage:
        return lineage
    hadrons: Set[int] = set(range(81, 90))  # statuses of what comes of strings: of all partons from one mother to the other
    for at in range(min(lineage) + 1, len(event.status)):
        first, last = event.mother1[at], event.mother2[at]
        mothers: Tuple[int, ...] = (first, last)
        if last > first and abs(event.status[at]) in hadrons:
            mothers = tuple(range(first, last + 1))
        for mother in mothers:
            if mother in lineage:
                lineage.setdefault(at, lineage[mother])
    return lineage
