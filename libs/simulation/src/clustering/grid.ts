// Pseudojets in square tiles of the y-φ plane, as linked lists. Rows are of rapidity, the outer ones without end;
// columns go round in φ. A particle's surroundings of k tiles hold all that is within k sides of it.
import type { Pseudojets } from './pseudojets.ts';

const TWO_PI = 2 * Math.PI;
/** Beyond it particles share the outer rows. */
const MAX_RAPIDITY = 12;

export class Grid {
  /** Side of a tile; columns may be wider, and narrower only where three of them are the circle. */
  side = 1;
  rows = 1;
  columns = 3;
  private low = 0;
  private high = 0;
  /** First node of each tile [rows x columns], next and previous of each node; -1 for none. */
  heads = new Int32Array(1024);
  next = new Int32Array(512);
  private previous = new Int32Array(512);
  /** Tile of each node. */
  tile = new Int32Array(512);

  /** The rows are to hold these rapidities. */
  span(rapidity: Float64Array, count: number): void {
    let low = MAX_RAPIDITY;
    let high = -MAX_RAPIDITY;
    for (let i = 0; i < count; i++) {
      const y = rapidity[i]!;
      if (y < low) low = y;
      if (y > high) high = y;
    }
    this.low = Math.max(low, -MAX_RAPIDITY);
    this.high = Math.max(this.low, Math.min(high, MAX_RAPIDITY));
  }

  /** Of the plane between the least and the largest rapidity, not quite nothing. */
  get area(): number {
    return TWO_PI * Math.max(0.1, this.high - this.low);
  }

  /** Empty tiles of that side. */
  lay({ capacity }: Pseudojets, side: number): void {
    if (this.next.length < 2 * capacity) {
      this.next = new Int32Array(2 * capacity);
      this.previous = new Int32Array(2 * capacity);
      this.tile = new Int32Array(2 * capacity);
    }
    this.side = side;
    this.rows = Math.floor((this.high - this.low) / side) + 1;
    this.columns = Math.max(3, Math.floor(TWO_PI / side));
    const tiles = this.rows * this.columns;
    if (this.heads.length < tiles) this.heads = new Int32Array(2 * tiles);
    this.heads.fill(-1, 0, tiles);
  }

  add(nodes: Pseudojets, node: number): void {
    const { rows, columns, heads, next } = this;
    const row = Math.floor(Math.max(0, Math.min(rows - 1, (nodes.rapidity[node]! - this.low) / this.side)));
    const column = Math.min(columns - 1, Math.floor((nodes.phi[node]! * columns) / TWO_PI));
    const tile = row * columns + column;
    const head = heads[tile]!;
    this.tile[node] = tile;
    next[node] = head;
    this.previous[node] = -1;
    if (head >= 0) this.previous[head] = node;
    heads[tile] = node;
  }

  remove(node: number): void {
    const after = this.next[node]!;
    const before = this.previous[node]!;
    if (before >= 0) this.next[before] = after;
    else this.heads[this.tile[node]!] = after;
    if (after >= 0) this.previous[after] = before;
  }
}
