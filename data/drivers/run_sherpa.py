"""Sherpa 3 (pip install sherpa-mc) as a program: a run card in, HepMC3 out.

    run_sherpa.py CARD OUTPUT.hepmc3.gz --events N --seed S

The package is built without HepMC, so events are taken from Sherpa's own record and written here. Kept of an event: the
hard process, its photon, what its Z decays to, particles that decay in flight, stable particles; statuses as Pythia's
converter gives them (21 incoming, 22 decaying, 23 outgoing of the hard process), by which readers know a hard photon. Ends with 1 and without a whole file where
Sherpa does not make all events.
"""

from __future__ import annotations

import argparse
import sys
from typing import Dict, List, Optional, Tuple

import Sherpa
from hepmc3 import Particle, Record, Vertex, Writer

PHOTON = 22
SIGNAL, HARD_DECAY, HADRON_DECAY = "Signal Process", "Hard Decay", "Hadron Decay"


def record_of(blobs: Sherpa.Blob_List, beam_energy: float) -> Record:
    """The pruned history of one event, whose blobs are vertices."""
    record = Record()
    proton = (0.0, 0.0, beam_energy, beam_energy, 0.938272)
    beams = [record.beam(2212, proton), record.beam(2212, (0.0, 0.0, -beam_energy, *proton[3:]))]
    collision = record.vertex(beams)
    list_of_blobs = [blobs[at] for at in range(blobs.size())]
    kind = {blob.Id(): _kind(blob) for blob in list_of_blobs}
    signal = next(blob for blob in list_of_blobs if kind[blob.Id()] == SIGNAL)
    incoming = [Particle(_pdg(part), 21, _momentum(part)) for part in _parts(signal, outgoing=False)]
    collision.outgoing.extend(incoming)
    scattering = record.vertex(incoming)
    photon_of: Dict[int, Particle] = {}  # by the number of what a hard photon has become
    for part in _parts(signal, outgoing=True):
        decays = part.HasDecBlob() and kind[part.DecBlob().Id()] == HARD_DECAY and _pdg(part) != PHOTON
        made = Particle(_pdg(part), 22 if decays else 23, _momentum(part))
        scattering.outgoing.append(made)
        if decays:
            products = _parts(part.DecBlob(), outgoing=True)
            record.vertex([made]).outgoing.extend(Particle(_pdg(one), 23, _momentum(one)) for one in products)
        if made.pdg == PHOTON:
            photon_of[_last_photon(part).Number()] = made
    decay: Dict[int, Vertex] = {}  # by the number of the particle that goes in
    kept: Dict[int, Particle] = {}

    def source_of(part: Sherpa.Particle) -> Vertex:
        blob = part.ProdBlob()
        if kind[blob.Id()] != HADRON_DECAY:
            return collision
        mother = blob.InPart(0)
        number = mother.Number()
        if number not in kept:
            kept[number] = Particle(_pdg(mother), 2, _momentum(mother))
            source_of(mother).outgoing.append(kept[number])
        if number not in decay:
            time, x, y, z = (blob.Position()[at] for at in range(4))
            decay[number] = record.vertex([kept[number]], (x, y, z, time))
        return decay[number]

    for blob in list_of_blobs:
        for part in _parts(blob, outgoing=True):
            if part.HasDecBlob():
                continue
            stable = Particle(_pdg(part), 1, _momentum(part))
            photon = photon_of.get(part.Number())
            (record.vertex([photon]) if photon is not None else source_of(part)).outgoing.append(stable)
    return record


def _last_photon(part: Sherpa.Particle) -> Sherpa.Particle:
    """What a hard photon is after the shower: of every blob that it goes into the outgoing photon of most energy."""
    while part.HasDecBlob():
        photons = [one for one in _parts(part.DecBlob(), outgoing=True) if _pdg(one) == PHOTON]
        if not photons:
            return part
        part = max(photons, key=lambda one: one.E())
    return part


def _kind(blob: Sherpa.Blob) -> str:
    """`Signal Process` and the like: the name of its type, which the interface gives only in the text of a blob."""
    return str(blob).split("(", 1)[1].split(",")[1].strip()


def _parts(blob: Sherpa.Blob, outgoing: bool) -> List[Sherpa.Particle]:
    if outgoing:
        return [blob.OutPart(at) for at in range(blob.NOutP())]
    return [blob.InPart(at) for at in range(blob.NInP())]


def _pdg(part: Sherpa.Particle) -> int:
    flavour = part.Flav()
    return -flavour.Kfcode() if flavour.IsAnti() else flavour.Kfcode()


def _momentum(part: Sherpa.Particle) -> Tuple[float, float, float, float, float]:
    vector = part.Momentum()
    return (vector[1], vector[2], vector[3], vector[0], part.FinalMass())


def generate(card: str, output: str, events: int, seed: int, beam_energy: float) -> str:
    """Writes the file; what it holds, in words.

    Raises ValueError where Sherpa makes fewer events than asked.
    """
    words = ["Sherpa", "-f", card, f"EVENTS: {events}", f"RANDOM_SEED: {seed}", f"BEAM_ENERGIES: {beam_energy}"]
    sherpa = Sherpa.Sherpa(len(words), words)
    if not sherpa.InitializeTheRun() or not sherpa.InitializeTheEventHandler():
        raise ValueError("Sherpa could not be initialised")
    writer = Writer(output, "Sherpa", "3", ["Weight"])
    failures = 0
    while writer.events < events:
        if not sherpa.GenerateOneEvent():
            failures += 1
            if failures > 10 + events // 100:
                raise ValueError(f"Sherpa gave up {failures} events")
            continue
        blobs = sherpa.GetBlobList()
        cross_section = (sherpa.TotalXS(), sherpa.TotalErr())
        writer.write(record_of(blobs, beam_energy), [blobs.Weight()], cross_section, writer.events + 1, writer.events + 1)
        if writer.events % 100 == 0:
            print(f"{writer.events} of {events} events", flush=True)
    writer.close()
    sherpa.SummarizeRun()
    return f"{writer.events} events, cross section {sherpa.TotalXS():.6g} +- {sherpa.TotalErr():.2g} pb"


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("card")
    parser.add_argument("output")
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--beam-energy", type=float, default=6500.0, help="of each proton [GeV]")
    asked = parser.parse_args(arguments)
    try:
        print(generate(asked.card, asked.output, asked.events, asked.seed, asked.beam_energy))
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
