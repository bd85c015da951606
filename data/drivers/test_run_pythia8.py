"""What is pruned loses nothing that jets need: python3 test_run_pythia8.py CARD, with pythia8mc."""

from __future__ import annotations

import math
import sys
from typing import Dict, List, Tuple

import pythia8mc
from hepmc3 import Particle
from run_pythia8 import record_of

Row = Tuple[int, float, float, float, float, float, float, float]


def stable_of_record(event: pythia8mc.Event) -> List[Row]:
    """PDG code, momentum and production vertex of every stable particle, as a reader finds them."""
    rows: List[Row] = []
    record = record_of(event)
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
        if not pythia.next():
            continue
        events += 1
        event = pythia.event
        assert stable_of_record(event) == stable_of_event(event), f"event {events}"
        for vertex in record_of(event).vertices:
            # What a hard photon became is one photon, or has together its transverse momentum, recoils apart.
            if [p.pdg for p in vertex.incoming] == [22] and vertex.incoming[0].status == 23:
                split += len(vertex.outgoing) > 1
                before, after = _pt(vertex.incoming), _pt(vertex.outgoing)
                assert vertex.outgoing and abs(after / before - 1) < 0.5, f"event {events}: {before} became {after}"
    print(f"{events} events, {split} hard photons split")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
