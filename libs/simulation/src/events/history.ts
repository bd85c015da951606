// Ancestry of the particles of an event, by indices of particles, over the columns in which a record holds it.
import type { Ints } from './growing.ts';

export interface History {
  readonly pdgId: (particle: number) => number;
  readonly status: (particle: number) => number;
  /** Particles that went into the vertex at which `particle` was produced; none for a beam. */
  readonly parents: (particle: number) => ArrayLike<number>;
  /** Particles that came out of the vertex into which `particle` went; none for a stable one. */
  readonly children: (particle: number) => ArrayLike<number>;
  /** Particles of the event. */
  readonly count: number;
}

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
  readonly production: Int32Array;
  /** Numbers of particles that go in; those of vertex v are from firstIn[v] to firstIn[v + 1]. */
  readonly incoming: Ints;
  readonly firstIn: Ints;
}

export function historyOf(columns: HistoryColumns): History {
  const { pdgId, status, origin, end, production, incoming, firstIn } = columns;
  let out: Map<number, number[]> | undefined;
  return {
    count: pdgId.length,
    pdgId: (particle) => pdgId.values[particle]!,
    status: (particle) => status.values[particle]!,
    parents: (particle) => {
      const vertex = production[particle]!;
      if (vertex === noVertex) return none;
      if (vertex === impliedVertex) return Int32Array.of(origin.values[particle]! - 1);
      return incoming.values.subarray(firstIn.values[vertex], firstIn.values[vertex + 1]).map((number) => number - 1);
    },
    children: (particle) => {
      const vertex = end.values[particle]!;
      if (vertex === noVertex) return none;
      out ??= outgoing(columns);
      return out.get(vertex === impliedVertex ? -1 - particle : vertex) ?? none;
    },
  };
}

/** Particles by the vertex they came out of, an implied one by -1 - the index of the mother. */
function outgoing({ production, origin }: HistoryColumns): Map<number, number[]> {
  const out = new Map<number, number[]>();
  production.forEach((vertex, particle) => {
    if (vertex === noVertex) return;
    const key = vertex === impliedVertex ? -origin.values[particle]! : vertex;
    const others = out.get(key);
    if (others) others.push(particle);
    else out.set(key, [particle]);
  });
  return out;
}

const none = new Int32Array(0);
