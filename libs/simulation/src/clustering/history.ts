// From mergers to jets: four-momenta in descending pT, and which jet every particle went into.
import type { Momenta } from '../event.ts';
import type { Pseudojets } from './pseudojets.ts';

export interface Clustering {
  /** Inclusive jets, E-scheme, descending pT; each array is [jets]. */
  readonly jets: Momenta;
  /** Per particle the index of its jet [particles]. */
  readonly jet: Int32Array;
}

/** The jets that nodes have become; of equal pT, the one found first comes first. */
export function clusteringOf(nodes: Pseudojets): Clustering {
  const { first, second, count, particles, jetCount } = nodes;
  const pt2 = new Float64Array(jetCount);
  const order = new Array<number>(jetCount);
  for (let i = 0; i < jetCount; i++) {
    const node = nodes.jets[i]!;
    pt2[i] = nodes.px[node]! * nodes.px[node]! + nodes.py[node]! * nodes.py[node]!;
    order[i] = i;
  }
  order.sort((a, b) => pt2[b]! - pt2[a]!);
  const jets = {
    px: new Float64Array(jetCount),
    py: new Float64Array(jetCount),
    pz: new Float64Array(jetCount),
    energy: new Float64Array(jetCount),
  };
  const jetOf = nodes.tag;
  for (let i = 0; i < jetCount; i++) {
    const node = nodes.jets[order[i]!]!;
    jets.px[i] = nodes.px[node]!;
    jets.py[i] = nodes.py[node]!;
    jets.pz[i] = nodes.pz[node]!;
    jets.energy[i] = nodes.energy[node]!;
    jetOf[node] = i;
  }
  // A merger comes after what it was made of.
  for (let node = count - 1; node >= particles; node--) {
    jetOf[first[node]!] = jetOf[node]!;
    jetOf[second[node]!] = jetOf[node]!;
  }
  return { jets, jet: jetOf.slice(0, particles) };
}

/** Indices of the particles of each jet, ascending. */
export function constituents({ jets, jet }: Clustering): Int32Array[] {
  const sizes = new Int32Array(jets.px.length);
  for (const index of jet) sizes[index]!++;
  const lists = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  jet.forEach((index, particle) => (lists[index]![sizes[index]!++] = particle));
  return lists;
}
