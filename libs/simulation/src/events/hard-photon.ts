// Which photons of an event come unchanged from the hard process.

/** Who came from whom, by indices of particles. */
export interface History {
  readonly pdgId: (particle: number) => number;
  readonly status: (particle: number) => number;
  /** Particles that went into the vertex at which `particle` was produced; none for a beam. */
  readonly parents: (particle: number) => ArrayLike<number>;
  /** Particles of the event. */
  readonly count: number;
}

const photon = 22;

/**
 * Whether a photon is one of the hard process, recoils apart: the photons before it, of which each came out of a vertex
 * into which the one before went, are followed upwards.
 *
 * In an event that has particles of status 21 to 29 (Pythia: those of the hardest process, 21 incoming) one of them must
 * have status 22 to 29. In any other event the first of them must come out of a vertex into which exactly two quarks,
 * gluons or leptons went. A photon of a shower, a hadron or a further interaction is none.
 */
export function isHardPhoton(history: History, particle: number, marked: boolean): boolean {
  let at = particle;
  for (let steps = 0; steps < history.count; steps++) {
    const status = history.status(at);
    if (marked && status >= 22 && status <= 29) return true;
    const parents = history.parents(at);
    const before = photonAmong(history, parents);
    if (before < 0)
      return !marked && parents.length === 2 && isParton(history, parents[0]!) && isParton(history, parents[1]!);
    at = before;
  }
  return false;
}

function photonAmong({ pdgId }: History, particles: ArrayLike<number>): number {
  for (let at = 0; at < particles.length; at++) if (pdgId(particles[at]!) === photon) return particles[at]!;
  return -1;
}

function isParton({ pdgId }: History, particle: number): boolean {
  const code = Math.abs(pdgId(particle));
  return (code >= 1 && code <= 6) || (code >= 11 && code <= 16) || code === 21;
}

/** Whether a status marks particles of the hard process as Pythia does. */
export const isHardStatus = (status: number): boolean => status >= 21 && status <= 29;
