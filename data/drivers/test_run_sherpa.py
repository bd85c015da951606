"""The shower leaves a Z as heavy as it was, and the record says what it decays to: python3 test_run_sherpa.py CARD, with sherpa-mc.

CARD is of Z gamma. At most one emission, neither hadrons nor remnants: what comes of the Z is two or three partons.
"""

from __future__ import annotations

import itertools
import math
import sys
from typing import List, Sequence

import Sherpa
from hepmc3 import Momentum, Particle
from run_sherpa import _kind, _momentum, _parts, _pdg, record_of

EVENTS = 100
PARTONS_ALONE = ["MI_HANDLER: None", "FRAGMENTATION: None", "BEAM_REMNANTS: false", "SHOWER: {MAXEM: 1}"]
SAME = 0.01  # GeV


def mass(momenta: Sequence[Momentum]) -> float:
    px, py, pz, energy = (sum(one[at] for one in momenta) for at in range(4))
    return math.sqrt(max(0.0, energy * energy - px * px - py * py - pz * pz))


def outgoing(blobs: Sherpa.Blob_List) -> List[Momentum]:
    """Of the coloured partons after the shower."""
    parts = [part for at in range(blobs.size()) for part in _parts(blobs[at], outgoing=True) if _kind(blobs[at]) == "Shower"]
    return [_momentum(part) for part in parts if "F" in part.Info() and _pdg(part) != 22]


def main(card: str) -> int:
    # Integrated to some percent: how often an event is kept is no matter here.
    words = ["Sherpa", "-f", card, f"EVENTS: {EVENTS}", "RANDOM_SEED: 5", "BEAM_ENERGIES: 6500", "PSI: {NOPT: 3, MAXOPT: 0}"]
    words += PARTONS_ALONE
    sherpa = Sherpa.Sherpa(len(words), words)
    assert sherpa.InitializeTheRun() and sherpa.InitializeTheEventHandler()
    events = emissions = 0
    while events < EVENTS:
        if not sherpa.GenerateOneEvent():
            continue
        blobs = sherpa.GetBlobList()
        record = record_of(blobs, 6500.0)
        decays = [vertex for vertex in record.vertices if [one.pdg for one in vertex.incoming] == [23]]
        assert len(decays) == 1, f"event {events}: {len(decays)} decays of a Z"
        quarks: List[Particle] = decays[0].outgoing
        z = decays[0].incoming[0]
        assert z.status == 22 and [one.status for one in quarks] == [23, 23] and quarks[0].pdg == -quarks[1].pdg
        m = mass([z.momentum])
        assert abs(mass([one.momentum for one in quarks]) - m) < SAME, f"event {events}"
        partons = outgoing(blobs)
        emissions += len(partons) > 2
        of_z = [mass(some) for number in (2, 3) for some in itertools.combinations(partons, number)]
        assert any(abs(one - m) < SAME for one in of_z), f"event {events}: a Z of {m:.2f} GeV, partons of {of_z}"
        events += 1
    print(f"{events} events, {emissions} with an emission")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
