// The tiled strategy: neighbours are sought in nearby tiles only, and only once they matter.
// A heap orders the pseudojets by d_i = pT_i^2p min(ΔR², R²) to the nearest neighbour, or by a lower bound of it; whose bound
// comes to the top, its neighbour is sought. That is exact because the least d_ij belongs to the one of the pair with the
// smaller pT^2p, so that only such a one must hear of a new pseudojet, and because losing a neighbour only raises d_i.
// After FastJet's N2Tiled and lazy strategies (arXiv:1111.6097). Same jets as the plain strategy, bit by bit.
import { Grid } from './grid.ts';
import { distance2, type Pseudojets } from './pseudojets.ts';
import { Queue } from './queue.ts';

/** In place of a nearest neighbour: none within R. */
const NONE = -1;
/** In place of a nearest neighbour: only that none is nearer than `reach`. */
const UNKNOWN = -2;
/** Particles per tile where they are evenly spread. */
const OCCUPANCY = 2;
/** Side that a small R does not go below: tiles would be too many. */
const SMALLEST = 0.1;
/** Bounds by tiles are smaller by it, more than what rounding moves across a tile's edge. */
const SAFETY = 1 - 1e-9;

class Tiled {
  private readonly grid = new Grid();
  private readonly queue = new Queue();
  private nodes!: Pseudojets;
  private radius2 = 1;
  /** All that is nearer, as ΔR², lies in the 3 x 3 tiles around a node; at most R². */
  private near2 = 1;
  private nearest = new Int32Array(0);
  /** ΔR² of the nearest neighbour, or what it is not below; R² for none. */
  private reach = new Float64Array(0);
  /** Of the one entry in the queue that holds. */
  private distance = new Float64Array(0);
  /** Nodes whose reach is beyond near2. */
  private far = new Int32Array(0);
  private farCount = 0;

  cluster(nodes: Pseudojets, radius2: number): void {
    this.begin(nodes, radius2);
    const { grid, queue, nearest, reach, distance } = this;
    const { scale, gone, particles } = nodes;
    let sparse = particles >> 2;
    for (let left = particles; left > 0;) {
      const node = queue.node;
      const partner = nearest[node]!;
      if (gone[node] || queue.distance !== distance[node]) queue.drop(scale);
      else if (partner === NONE) {
        grid.remove(node);
        nodes.finish(node);
        queue.drop(scale);
        left--;
      } else if (partner === UNKNOWN || gone[partner]) {
        if (reach[node]! < this.near2) this.look(node, false);
        else this.search(node);
        distance[node] = scale[node]! * reach[node]!;
        queue.replace(distance[node]!, node, scale);
      } else {
        grid.remove(node);
        grid.remove(partner);
        const merged = nodes.merge(node, partner);
        grid.add(nodes, merged);
        this.look(merged, true);
        this.announce(merged);
        distance[merged] = scale[merged]! * reach[merged]!;
        // Someone told of the merger may have come before the node, whose entry then falls out later.
        if (queue.node === node) queue.replace(distance[merged]!, merged, scale);
        else queue.push(distance[merged]!, merged, scale);
        left--;
      }
      if (left < sparse && this.near2 < radius2) {
        sparse = left >> 2;
        this.lay(2 * grid.side);
        for (let i = 0; i < nodes.count; i++) if (!gone[i]) grid.add(nodes, i);
      }
    }
  }

  private begin(nodes: Pseudojets, radius2: number): void {
    const { scale, rapidity, particles, capacity } = nodes;
    if (this.reach.length < 2 * capacity) {
      this.nearest = new Int32Array(2 * capacity);
      this.reach = new Float64Array(2 * capacity);
      this.distance = new Float64Array(2 * capacity);
      this.far = new Int32Array(2 * capacity);
    }
    this.nodes = nodes;
    this.radius2 = radius2;
    this.farCount = 0;
    this.queue.size = 0;
    this.grid.span(rapidity, particles);
    this.lay(Math.sqrt((OCCUPANCY * this.grid.area) / particles));
    for (let i = 0; i < particles; i++) {
      this.grid.add(nodes, i);
      this.look(i, true);
    }
    for (let i = 0; i < particles; i++) this.distance[i] = scale[i]! * this.reach[i]!;
    this.queue.fill(this.distance, particles, scale);
  }

  /** Empty tiles of that side, or of R if that is less. */
  private lay(side: number): void {
    const { far, reach, radius2 } = this;
    const enough = Math.min(side, Math.max(SMALLEST, Math.sqrt(radius2) / SAFETY ** 2));
    this.grid.lay(this.nodes, enough);
    this.near2 = Math.min(radius2, (enough * SAFETY) ** 2);
    let kept = 0;
    for (let i = 0; i < this.farCount; i++) if (reach[far[i]!]! > this.near2) far[kept++] = far[i]!;
    this.farCount = kept;
  }

  /** Finds the nearest among the surrounding tiles, if it is within near2; a new node is told to those there. */
  private look(node: number, fresh: boolean): void {
    const { grid, reach, near2 } = this;
    const { heads, next, columns, rows } = grid;
    const { rapidity, phi, scale } = this.nodes;
    const y = rapidity[node]!;
    const f = phi[node]!;
    const s = scale[node]!;
    const row = (grid.tile[node]! / columns) | 0;
    const column = grid.tile[node]! - row * columns;
    const left = column === 0 ? columns - 1 : column - 1;
    const right = column === columns - 1 ? 0 : column + 1;
    const lastRow = row + 1 < rows ? row + 1 : row;
    let best = near2;
    let found = UNKNOWN;
    for (let r = row > 0 ? row - 1 : 0; r <= lastRow; r++) {
      for (let k = 0; k < 3; k++) {
        let other = heads[r * columns + (k === 0 ? left : k === 1 ? column : right)]!;
        for (; other >= 0; other = next[other]!) {
          const d = distance2(y, f, rapidity[other]!, phi[other]!);
          if (d <= best && other !== node && (d < best || (found >= 0 && other < found))) {
            best = d;
            found = other;
          }
          if (fresh && d < reach[other]! && scale[other]! <= s && other !== node) this.approach(other, node, d);
        }
      }
    }
    reach[node] = best;
    this.nearest[node] = found === UNKNOWN && near2 === this.radius2 ? NONE : found;
  }

  /** Tells the new node to those whose reach goes beyond their surroundings. */
  private announce(fresh: number): void {
    const { far, reach, near2 } = this;
    const { rapidity, phi, scale, gone } = this.nodes;
    for (let i = 0; i < this.farCount;) {
      const node = far[i]!;
      if (gone[node] || reach[node]! <= near2) {
        far[i] = far[--this.farCount]!;
        continue;
      }
      i++;
      const d = distance2(rapidity[fresh]!, phi[fresh]!, rapidity[node]!, phi[node]!);
      if (d < reach[node]! && scale[node]! <= scale[fresh]!) this.approach(node, fresh, d);
    }
  }

  /** `fresh` is the node's nearest from now on. */
  private approach(node: number, fresh: number, d: number): void {
    const { scale } = this.nodes;
    this.reach[node] = d;
    this.nearest[node] = fresh;
    const distance = scale[node]! * d;
    if (distance === this.distance[node]) return;
    this.distance[node] = distance;
    // Before it is filled, the queue needs no entry.
    if (this.queue.size > 0) this.queue.push(distance, node, scale);
  }

  /** Finds the nearest, ring of tiles by ring, until nothing nearer can follow. */
  private search(node: number): void {
    const { grid, radius2, reach } = this;
    const { heads, next, columns, rows, side } = grid;
    const { rapidity, phi } = this.nodes;
    const y = rapidity[node]!;
    const f = phi[node]!;
    const row = (grid.tile[node]! / columns) | 0;
    const column = grid.tile[node]! - row * columns;
    const listed = reach[node]! > this.near2;
    let best = radius2;
    let found = NONE;
    for (let ring = 0, bound2 = 0; best >= bound2 && bound2 < radius2; ring++) {
      // Where the ring meets itself behind, its columns are those that are left.
      const width = Math.min(2 * ring + 1, columns);
      const seen = Math.min(2 * ring - 1, columns);
      const lastRow = Math.min(rows - 1, row + ring);
      for (let r = Math.max(0, row - ring); r <= lastRow; r++) {
        const inner = r !== row - ring && r !== row + ring;
        const count = inner ? width - seen : width;
        for (let k = 0; k < count; k++) {
          // Of an inner row the column on the right and that on the left; they are one where the ring closes.
          const offset = inner && k === 1 ? -ring : inner ? ring : k - Math.min(ring, columns >> 1);
          const across = (column + offset + columns) % columns;
          for (let other = heads[r * columns + across]!; other >= 0; other = next[other]!) {
            const d = distance2(y, f, rapidity[other]!, phi[other]!);
            if (d <= best && other !== node && (d < best || (found >= 0 && other < found))) {
              best = d;
              found = other;
            }
          }
        }
      }
      bound2 = row - ring <= 0 && row + ring >= rows - 1 && width === columns ? radius2 : (ring * side * SAFETY) ** 2;
    }
    reach[node] = best;
    this.nearest[node] = found;
    if (best > this.near2 && !listed) this.far[this.farCount++] = node;
  }
}

const tiled = new Tiled();

/** Clusters until nothing is left; `radius2` is R². */
export function clusterTiled(nodes: Pseudojets, radius2: number): void {
  if (nodes.particles > 0) tiled.cluster(nodes, radius2);
}
