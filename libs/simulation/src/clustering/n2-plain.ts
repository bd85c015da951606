// The plain strategy: every pseudojet knows its nearest neighbour, and each step looks at all of them; O(N²).
// Fastest for few particles, the reference that the tiled strategy is held to, and the one that needs no plane.
// Ties, which only degenerate events have: the smaller scale first, then the earlier node; of equally near neighbours the earlier.
import type { Pseudojets } from './pseudojets.ts';

const NONE = -1;

let nearest = new Int32Array(0);
let reach = new Float64Array(0);
let active = new Int32Array(0);

/** Clusters until nothing is left; `radius2` is R², the square of the distance at which pseudojets stop merging. */
export function clusterPlain(nodes: Pseudojets, radius2: number): void {
  const { scale, particles } = nodes;
  if (active.length < particles) {
    active = new Int32Array(2 * particles);
    nearest = new Int32Array(4 * particles);
    reach = new Float64Array(4 * particles);
  }
  let count = particles;
  for (let i = 0; i < count; i++) active[i] = i;

  /** The nearest of the first `among` active nodes within R; with `both`, that one may find its nearest in `node`. */
  const look = (node: number, among: number, both: boolean) => {
    let best = radius2;
    let found = NONE;
    for (let i = 0; i < among; i++) {
      const other = active[i]!;
      if (other === node) continue;
      const d = nodes.distance2(node, other);
      if (d < best || (d === best && found !== NONE && other < found)) {
        best = d;
        found = other;
      }
      if (both && d < reach[other]!) {
        reach[other] = d;
        nearest[other] = node;
      }
    }
    reach[node] = best;
    nearest[node] = found;
  };

  for (let i = 0; i < count; i++) look(i, i, true);
  while (count > 0) {
    let at = 0;
    let node = active[0]!;
    let least = scale[node]! * reach[node]!;
    for (let i = 1; i < count; i++) {
      const other = active[i]!;
      const d = scale[other]! * reach[other]!;
      if (d < least || (d === least && precedes(scale, other, node))) {
        at = i;
        node = other;
        least = d;
      }
    }
    const partner = nearest[node]!;
    active[at] = active[--count]!;
    if (partner === NONE) nodes.finish(node);
    else {
      for (let i = 0; i < count; i++) if (active[i] === partner) active[i] = active[--count]!;
    }
    for (let i = 0; i < count; i++) {
      const other = active[i]!;
      if (nearest[other] === node || (partner !== NONE && nearest[other] === partner)) look(other, count, false);
    }
    if (partner !== NONE) {
      const merged = nodes.merge(node, partner);
      look(merged, count, true);
      active[count++] = merged;
    }
  }
}

/** Of equal distances, which goes first. */
export function precedes(scale: Float64Array, node: number, other: number): boolean {
  return scale[node]! < scale[other]! || (scale[node] === scale[other] && node < other);
}
