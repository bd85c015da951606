"""HepMC3 ascii (Asciiv3) of pruned event records, gzipped as it is written.

Format: A. Buckley et al., Comput. Phys. Commun. 260 (2021) 107310, section 6. Momenta in GeV with 10 digits, lengths in mm.
"""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass, field
from typing import List, Optional, Sequence, Tuple

Position = Tuple[float, float, float, float]  # x, y, z, ct [mm]


@dataclass
class Vertex:
    """Where `incoming` particles become others; `position` None where it is that of the event."""

    incoming: List["Particle"]
    position: Optional[Position]
    outgoing: List["Particle"] = field(default_factory=list)


@dataclass
class Particle:
    pdg: int
    status: int
    momentum: Tuple[float, float, float, float, float]  # px, py, pz, E, m [GeV]
    number: int = 0


class Record:
    """One event, vertices in the order in which they were made: each after those that its incoming particles come from."""

    def __init__(self) -> None:
        self.beams: List[Particle] = []
        self.vertices: List[Vertex] = []

    def beam(self, pdg: int, momentum: Tuple[float, float, float, float, float]) -> Particle:
        self.beams.append(Particle(pdg, 4, momentum))
        return self.beams[-1]

    def vertex(self, incoming: List[Particle], position: Optional[Position] = None) -> Vertex:
        self.vertices.append(Vertex(incoming, position))
        return self.vertices[-1]


class Writer:
    """A file of events; complete only after `close`, which a failed write never reaches."""

    def __init__(self, path: str, tool: str, version: str, weights: Sequence[str]) -> None:
        self._file = gzip.open(path, "wt", compresslevel=3, encoding="ascii", newline="\n")
        self._file.write("HepMC::Version 3.02.06\nHepMC::Asciiv3-START_EVENT_LISTING\n")
        names = "\\|".join(_escaped(name) for name in weights)
        self._file.write(f"W {names}\nT {tool}\\|{version}\\|\n")
        self.events = 0

    def write(
        self, record: Record, weights: Sequence[float], cross_section: Tuple[float, float], tried: int, accepted: int
    ) -> None:
        """`cross_section`: the best estimate so far and its error [pb]."""
        particles = 0
        for group in [record.beams, *(vertex.outgoing for vertex in record.vertices)]:
            for particle in group:
                particles += 1
                particle.number = particles
        lines = [
            f"E {self.events} {len(record.vertices)} {particles}",
            "U GEV MM",
            "W " + " ".join(f"{_finite(weight, 'weight'):.16e}" for weight in weights),
            "A 0 GenCrossSection %.8e %.8e %d %d" % (*cross_section, accepted, tried),
        ]
        lines.extend(_line(beam, 0) for beam in record.beams)
        for at, vertex in enumerate(record.vertices):
            incoming = ",".join(str(particle.number) for particle in vertex.incoming)
            place = "" if vertex.position is None else " @ %.9e %.9e %.9e %.9e" % vertex.position
            lines.append(f"V {-1 - at} 0 [{incoming}]{place}")
            lines.extend(_line(particle, -1 - at) for particle in vertex.outgoing)
        lines.append("")
        self._file.write("\n".join(lines))
        self.events += 1

    def close(self) -> None:
        self._file.write("HepMC::Asciiv3-END_EVENT_LISTING\n\n")
        self._file.close()


def _line(particle: Particle, vertex: int) -> str:
    px, py, pz, energy, mass = particle.momentum
    _finite(px + py + pz + energy, f"momentum of particle {particle.number}")
    return f"P {particle.number} {vertex} {particle.pdg} {px:.9e} {py:.9e} {pz:.9e} {energy:.9e} {mass:.9e} {particle.status}"


def _finite(value: float, what: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{what}: expected a finite number, found {value}")
    return value


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("\n", " ")
