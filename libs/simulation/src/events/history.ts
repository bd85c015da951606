// Ancestry of the particles of an event, by indices of particles, over the columns in which a record holds it.
// Nothing is allocated for a question about a particle: an event asks it of each of its photons.
import type { Ints } from './growing.ts';

/** In place of the index of a vertex: none, or one that the file leaves out because one particle alone goes in. */
export const [noVertex, impliedVertex] = [-1, -2];

export interface HistoryColumns {
  /** Per particle: */
  readonly pdgId: Ints;
  readonly status: Ints;
  /** as in the file: number of the mother > 0, of the vertex < 0, or 0; */
  readonly origin: Ints;
  /** index of the vertex it goes into, or one of the two above; */
  readonly end: Ints;
  /** index of the vertex it came out of, likewise. */
  readonly production: Ints;
  /** Numbers of particles that go in; those of vertex v are from firstIn[v] to firstIn[v + 1]. */
  readonly incoming: Ints;
  readonly firstIn: Ints;
}

export class History {
  /** Particles of the event. */
  readonly count: number;
  private outgoing: Outgoing | undefined;

  constructor(private readonly columns: HistoryColumns) {
    this.count = columns.pdgId.length;
  }

  pdgId(particle: number): number {
    return this.columns.pdgId.values[particle]!;
  }

  status(particle: number): number {
    return this.columns.status.values[particle]!;
  }

  /** How many particles went into the vertex at which `particle` was produced; none for a beam. */
  parentCount(particle: number): number {
    const { production, firstIn } = this.columns;
    const vertex = production.values[particle]!;
    if (vertex === noVertex) return 0;
    if (vertex === impliedVertex) return 1;
    return firstIn.values[vertex + 1]! - firstIn.values[vertex]!;
  }

  /** The particle at `index`, below `parentCount`, of those. */
  parent(particle: number, index: number): number {
    const { production, origin, incoming, firstIn } = this.columns;
    const vertex = production.values[particle]!;
    if (vertex === impliedVertex) return origin.values[particle]! - 1;
    return incoming.values[firstIn.values[vertex]! + index]! - 1;
  }

  /** Particles that came out of the vertex into which `particle` went, ascending; none for a stable one. */
  children(particle: number): Int32Array {
    const vertex = this.columns.end.values[particle]!;
    if (vertex === noVertex) return none;
    const { first, particles } = (this.outgoing ??= outgoingOf(this.columns));
    const at = placeOf(vertex, particle, this.count);
    return particles.subarray(first[at], first[at + 1]);
  }
}

/** Particles by the vertex that they came out of: those of place p are from first[p] to first[p + 1]. */
interface Outgoing {
  readonly first: Int32Array;
  readonly particles: Int32Array;
}

/** Implied vertices are at the index of the mother, the others after them. */
const placeOf = (vertex: number, mother: number, count: number) => (vertex === impliedVertex ? mother : count + vertex);

function outgoingOf({ production: { values: production, length: count }, origin, firstIn }: HistoryColumns): Outgoing {
  const first = new Int32Array(count + firstIn.length + 1);
  const particles = new Int32Array(count);
  const place = (particle: number) => placeOf(production[particle]!, origin.values[particle]! - 1, count);
  for (let particle = 0; particle < count; particle++)
    if (production[particle] !== noVertex) first[place(particle) + 1]!++;
  for (let at = 1; at < first.length; at++) first[at]! += first[at - 1]!;
  const next = first.slice();
  for (let particle = 0; particle < count; particle++)
    if (production[particle] !== noVertex) particles[next[place(particle)]!++] = particle;
  return { first, particles };
}

const none = new Int32Array(0);
