"""HepMC3 ascii (Asciiv3) of pruned event records, gzipped as it is written.

Format: A. Buckley et al., Comput. Phys. Commun. 260 (2021) 107310, section 6. Momenta in GeV with 10 digits, lengths in mm.
"""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass, field
from typing import List, Optional, Sequence, Tuple

Momentum = Tuple[float, float, float, float, float]  # px, py, pz, E, m [GeV]
Position = Tuple[float, float, float, float]  # x, y, z, ct [mm]
PARTICLE = "P %d %d %d %.10g %.10g %.10g %.10g %.10g %d"


@dataclass
class Vertex:
    """Where `incoming` particles become others; `position` None where it is that of the event."""

    incoming: List["Particle"]
    position: Optional[Position]
    outgoing: List["Particle"] = field(default_factory=list)


class Particle:
    __slots__ = ("pdg", "status", "momentum", "number")

    def __init__(self, pdg: int, status: int, momentum: Momentum) -> None:
        self.pdg = pdg
        self.status = status
        self.momentum = momentum
        self.number = 0


class Record:
    """One event, vertices in the order in which they were made: each after those that its incoming particles come from."""

    def __init__(self) -> None:
        self.beams: List[Particle] = []
        self.vertices: List[Vertex] = []

    def beam(self, pdg: int, momentum: Momentum) -> Particle:
        self.beams.append(Particle(pdg, 4, momentum))
        return self.beams[-1]

    def vertex(self, incoming: List[Particle], position: Optional[Position] = None) -> Vertex:
        self.vertices.append(Vertex(incoming, position))
        return self.vertices[-1]


class Writer:
    """A file of events; complete only after `close`, which a failed write never reaches."""

    def __init__(self, path: str, tool: str, version: str, weights: Sequence[str]) -> None:
        self._file = gzip.open(path, "wt", compresslevel=1, encoding="ascii", newline="\n")
        self._file.write("HepMC::Version 3.02.06\nHepMC::Asciiv3-START_EVENT_LISTING\n")
        names = "\\|".join(_escaped(name) for name in weights)
        self._file.write(f"W {names}\nT {tool}\\|{version}\\|\n")
        self.events = 0

    def write(
        self, record: Record, weights: Sequence[float], cross_section: Tuple[float, float], tried: int, accepted: int
    ) -> None:
        """`cross_section`: the best estimate so far and its error [pb]."""
        lines: List[str] = []
        number = 0
        for beam in record.beams:
            number += 1
            beam.number = number
            lines.append(PARTICLE % (number, 0, beam.pdg, *beam.momentum, beam.status))
        for at, vertex in enumerate(record.vertices):
            identity = -1 - at
            incoming = ",".join(str(particle.number) for particle in vertex.incoming)
            place = "" if vertex.position is None else " @ %.9e %.9e %.9e %.9e" % vertex.position
            lines.append(f"V {identity} 0 [{incoming}]{place}")
            for particle in vertex.outgoing:
                number += 1
                particle.number = number
                lines.append(PARTICLE % (number, identity, particle.pdg, *particle.momentum, particle.status))
        body = "\n".join(lines)
        if "n" in body:  # as in inf and nan, and in nothing else
            line = next(line for line in lines if "n" in line)
            raise ValueError(f"event {self.events}: expected finite numbers, found {line}")
        self._file.write(
            f"E {self.events} {len(record.vertices)} {number}\nU GEV MM\n"
            + "W " + " ".join(f"{_finite(weight, 'weight'):.16e}" for weight in weights)
            + "\nA 0 GenCrossSection %.8e %.8e %d %d\n" % (*cross_section, accepted, tried)
            + body + "\n"
        )
        self.events += 1

    def close(self) -> None:
        self._file.write("HepMC::Asciiv3-END_EVENT_LISTING\n\n")
        self._file.close()


def _finite(value: float, what: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{what}: expected a finite number, found {value}")
    return value


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("\n", " ")
