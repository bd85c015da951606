"""What is pruned loses nothing that jets need: python3 test_run_pythia8.py CARD, with pythia8mc."""

from __future__ import annotations

import math
import sys
from typing import Dict, List, Tuple

import pythia8mc
from hepmc3 import Particle, Record
from pythia_record import columns_of, record_of

Row = Tuple[int, float, float, float, float, float, float, float]
MOVED = 0.01  # mm, of the line on which a particle flies


def stable_of_record(record: Record) -> List[Row]:
    """PDG code, momentum and production vertex of every stable particle, as a reader finds them."""
    rows: List[Row] = []
    position: Dict[int, Tuple[float, float, float]] = {}
    for vertex in record.vertices:
        inherited = position.get(id(vertex.incoming[0]), (0.0, 0.0, 0.0))
        here = inherited if vertex.position is None else vertex.position[:3]
        for particle in vertex.outgoing:
            position[id(particle)] = here
            if particle.status == 1:
                rows.append((particle.pdg, *particle.momentum[:4], *here))
    return sorted(rows)


def stable_of_event(event: pythia8mc.Event) -> List[Row]:
    final = [event[at] for at in range(event.size()) if event[at].isFinal()]
    return sorted((p.id(), p.px(), p.py(), p.pz(), p.e(), p.xProd(), p.yProd(), p.zProd()) for p in final)


def check_same(found: List[Row], expected: List[Row], event: int) -> None:
    """The same particles with the same momenta, on the same lines."""
    assert [row[:5] for row in found] == [row[:5] for row in expected], f"event {event}"
    for one, other in zip(found, expected):
        assert _distance(one, other) < MOVED, f"event {event}: {one} for {other}"


def _distance(one: Row, other: Row) -> float:
    """Between the lines of two particles of one momentum [mm]."""
    (x, y, z), (px, py, pz) = [a - b for a, b in zip(one[5:], other[5:])], one[1:4]
    across = math.hypot(y * pz - z * py, z * px - x * pz, x * py - y * px)
    return across / math.hypot(px, py, pz)


def _pt(particles: List[Particle]) -> float:
    return math.hypot(sum(p.momentum[0] for p in particles), sum(p.momentum[1] for p in particles))


def main(card: str) -> int:
    pythia = pythia8mc.Pythia("", False)
    assert pythia.readFile(card)
    for setting in ("Random:setSeed = on", "Random:seed = 11", "Print:quiet = on"):
        assert pythia.readString(setting)
    assert pythia.init()
    events = split = 0
    while events < 100:
        batch = pythia.nextBatch(1)
        if not len(batch):
            continue
        events += 1
        columns = next(columns_of(batch))
        record = record_of(columns, pythia.particleData.tau0)
        assert columns.weights == list(pythia.infoPython().weightValueVector())
        check_same(stable_of_record(record), stable_of_event(pythia.event), events)
        for vertex in record.vertices:
            # What a hard photon became is one photon, or has together its transverse momentum, recoils apart.
            if [p.pdg for p in vertex.incoming] == [22] and vertex.incoming[0].status == 23:
                split += len(vertex.outgoing) > 1
                before, after = _pt(vertex.incoming), _pt(vertex.outgoing)
                assert vertex.outgoing and abs(after / before - 1) < 0.5, f"event {events}: {before} became {after}"
    print(f"{events} events, {split} hard photons split")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
