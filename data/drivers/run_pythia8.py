"""Pythia 8 (pip install pythia8mc awkward) as a program: a card in, HepMC3 out.

    run_pythia8.py CARD OUTPUT.hepmc3.gz --seed S (--events N | --lhe FILE) [--parton-jet PT]

Kept of an event: the hard process, hard photons and what they become, particles that decay in flight, stable particles.
Ends with 1 and without a whole file where Pythia does not start, gives up or does not make all events.
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
import sys
import zlib
from typing import Iterable, List, Optional, TextIO

import pythia8mc
from hepmc3 import Writer
from pythia_record import PHOTON, columns_of, record_of

PICOBARN_PER_MILLIBARN = 1e9
INTEGER = r"[+-]?\d+"
DECIMAL = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
BATCH = 50  # events at once
SHOWER_SCALE = 5.0  # GeV; below it is where Pythia's time goes
DROPPED_AT_MOST = 20_000  # events in a row
RADIUS = 1.2  # larger than that of the jets, 1.0, to which hadrons may join what partons leave apart


class PartonJet(pythia8mc.UserHooks):
    """Drops an event whose partons, once the shower has come down to 5 GeV, make no anti-kt jet (R = 1.2) above `pt_min` GeV.

    A photon is a parton here: a jet of its own is none of the event's jets.
    """

    def __init__(self, pt_min: float) -> None:
        super().__init__()
        self._pt_min = pt_min
        self._dropped = 0
        self._jets = pythia8mc.SlowJet(-1, RADIUS, pt_min, 25.0, 1)

    def canVetoPT(self) -> bool:
        return True

    def scaleVetoPT(self) -> float:
        return SHOWER_SCALE

    def doVetoPT(self, position: int, event: pythia8mc.Event) -> bool:
        if position >= 4:  # the shower of a resonance's decay, which is asked about again
            return False
        self.subEvent(event)
        self._jets.analyze(self.workEvent)
        drops = all(self._is_photon(jet) for jet in range(self._jets.sizeJet()))
        self._dropped = self._dropped + 1 if drops else 0
        if self._dropped >= DROPPED_AT_MOST:  # Pythia would go on for ever
            raise ValueError(f"no parton-level jet above {self._pt_min} GeV in {DROPPED_AT_MOST} events in a row")
        return drops

    def _is_photon(self, jet: int) -> bool:
        partons, half = self.workEvent, self._jets.pT(jet) / 2
        return any(partons[at].id() == PHOTON and partons[at].pT() > half for at in self._jets.constituents(jet))


def plain_lhe(path: str, copy: str) -> int:
    """Copies a Les Houches file, plain or gzip, to a plain one whose name Pythia can read (without "="); its events.

    Raises ValueError where it does not end as one, or holds an event that is not as J. Alwall et al., Comput. Phys. Commun.
    176 (2007) 300 has it: Pythia would pass over it.
    """
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="latin-1") as lines, open(copy, "w", encoding="latin-1") as plain:
        try:
            return _copied(path, lines, plain)
        except (EOFError, zlib.error) as error:
            raise ValueError(f"{path}: expected a whole gzip file, found damage: {error}") from error


def _copied(path: str, lines: Iterable[str], plain: TextIO) -> int:
    events, last, particles = 0, "", -1  # particles that the event has still to name; of one that begins -1
    in_records = False
    for at, line in enumerate(lines, 1):
        plain.write(line)
        stripped = line.strip()
        if not stripped:
            continue
        last = stripped
        if stripped.startswith("<event>") or stripped.startswith("<event "):
            events, particles, in_records = events + 1, -1, True
        elif in_records:
            numbers = _numbers(stripped.split("#")[0].split())
            if numbers is None or len(numbers) < (6 if particles < 0 else 13):
                raise ValueError(f"{path}:{at}: event {events}: expected numbers, found {stripped[:80]!r}")
            particles = int(numbers[0]) if particles < 0 else particles - 1
            in_records = particles > 0
    if last != "</LesHouchesEvents>":
        raise ValueError(f"{path}: expected </LesHouchesEvents> at the end, found {last[:60]!r}: it is truncated")
    return events


def _numbers(words: List[str]) -> Optional[List[float]]:
    """None where one of them is no finite number."""
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


def check_card(path: str, settings: pythia8mc.Settings) -> None:
    """Raises ValueError where Pythia would take a card for something else.

    That is a value of which it takes a part (15O. is 15) or makes "off" (maybe), and a comment that it does not see, or whose end
    it does not see: it takes /* and */ for marks at the beginning of a line, but not alone on one (8.317).
    """
    in_comment = False
    with open(path, encoding="latin-1") as lines:
        for at, line in enumerate(lines, 1):
            mark = line.lstrip()[:2]
            if mark in ("/*", "*/") and line.strip() == mark:
                raise ValueError(f"{path}:{at}: expected a word behind {mark}: alone on its line Pythia does not see it")
            in_comment = (in_comment or mark == "/*") and mark != "*/"
            if in_comment or mark == "*/":
                continue
            found = re.match(r"\s*([A-Za-z]\w*:[\w:]+)\s*(?:force)?\s*=?\s*([^\s!#]*)", line)
            if not found:
                continue
            name, value = found[1], found[2]
            if settings.isFlag(name) and value.lower() not in ("on", "off", "yes", "no", "true", "false", "ok", "1", "0"):
                raise ValueError(f"{path}:{at}: {name}: expected on or off, found {value!r}")
            whole = settings.isMode(name)
            if (whole or settings.isParm(name)) and not re.fullmatch(INTEGER if whole else DECIMAL, value):
                raise ValueError(f"{path}:{at}: {name}: expected a {'whole ' if whole else ''}number, found {value!r}")
    if in_comment:
        raise ValueError(f"{path}: expected a line that begins with */ to end a comment, found none")


def generate(card: str, output: str, seed: int, events: Optional[int], lhe: Optional[str], parton_jet: Optional[float]) -> str:
    """Writes the file; what it holds, in words.

    Raises ValueError where Pythia fails or makes fewer events than asked.
    """
    wanted = events if lhe is None else min(events or sys.maxsize, plain_lhe(lhe, "hard.lhe"))
    assert wanted is not None
    pythia = pythia8mc.Pythia("", False)
    check_card(card, pythia.settings)
    settings = ["Random:setSeed = on", f"Random:seed = {seed}", "Next:numberShowEvent = 0", "Next:numberCount = 0"]
    settings += [] if lhe is None else ["Beams:LHEF = hard.lhe"]
    if not pythia.readFile(card):
        raise ValueError(f"{card}: expected settings of Pythia, found a line that it does not know")
    for setting in settings:
        if not pythia.readString(setting):
            raise ValueError(f"Pythia refuses {setting}")
    hook = None if parton_jet is None else PartonJet(parton_jet)
    if hook is not None:
        pythia.setUserHooksPtr(hook)
    if not pythia.init():
        raise ValueError("Pythia could not be initialised")
    version = f"{pythia.parm('Pythia:versionNumber'):.3f}"
    writer: Optional[Writer] = None
    failures = 0
    while writer is None or writer.events < wanted:
        asked = min(BATCH, wanted - (writer.events if writer else 0))
        batch = pythia.nextBatch(asked)  # without those that Pythia gives up
        info = pythia.infoPython()  # as it is now: it does not follow
        if writer is None:  # of weights of Les Houches events Pythia knows the names only now
            writer = Writer(output, "Pythia", version, list(info.weightNameVector()) or ["Weight"])
        cross_section = (info.sigmaGen() * PICOBARN_PER_MILLIBARN, info.sigmaErr() * PICOBARN_PER_MILLIBARN)
        for event in columns_of(batch) if len(batch) else ():
            record = record_of(event, pythia.particleData.tau0)
            writer.write(record, event.weights or [1.0], cross_section, info.nTried(), info.nAccepted())
        if info.atEndOfFile():
            break
        failures += asked - len(batch)
        if failures > 10 + wanted // 100:
            raise ValueError(f"Pythia gave up {failures} events")
        if lhe is not None:
            wanted -= asked - len(batch)  # the file has fewer events to give
        if writer.events // 100 > (writer.events - len(batch)) // 100:
            print(f"{writer.events} of {wanted} events", flush=True)
    if writer.events < wanted:
        raise ValueError(f"expected {wanted} events, made {writer.events}")
    writer.close()
    pythia.stat()
    info = pythia.infoPython()
    sigma, error = info.sigmaGen() * PICOBARN_PER_MILLIBARN, info.sigmaErr() * PICOBARN_PER_MILLIBARN
    given_up = f", {failures} given up by Pythia" if failures else ""
    return f"{writer.events} events of {info.nTried()} tried{given_up}, cross section {sigma:.6g} +- {error:.2g} pb"


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("card")
    parser.add_argument("output")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--events", type=int)
    parser.add_argument("--lhe")
    parser.add_argument("--parton-jet", type=float)
    asked = parser.parse_args(arguments)
    if asked.events is None and asked.lhe is None:
        parser.error("expected --events or --lhe")
    if asked.events is not None and asked.events < 1:
        parser.error(f"--events: expected 1 or more, found {asked.events}")
    if asked.parton_jet is not None and not 0 < asked.parton_jet < math.inf:
        parser.error(f"--parton-jet: expected a pT above 0 [GeV], found {asked.parton_jet}")
    if not 1 <= asked.seed <= 900_000_000:
        parser.error(f"--seed: expected 1 to 900000000 (0 would be the clock), found {asked.seed}")
    try:
        print(generate(asked.card, asked.output, asked.seed, asked.events, asked.lhe, asked.parton_jet))
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
