// Distances in a binary heap, least first; what changed meanwhile is noticed when it comes to the top.
// A node whose distance fell is put in again; the caller drops the entries that no longer hold.
import { precedes } from './n2-plain.ts';

export class Queue {
  size = 0;
  private distances = new Float64Array(1024);
  private nodes = new Int32Array(1024);

  /** Node of the least distance. */
  get node(): number {
    return this.nodes[0]!;
  }

  get distance(): number {
    return this.distances[0]!;
  }

  /** Starts anew with the distances of nodes 0 to count - 1. */
  fill(distances: Float64Array, count: number, scale: Float64Array): void {
    this.reserve(2 * count);
    this.size = count;
    for (let i = 0; i < count; i++) {
      this.distances[i] = distances[i]!;
      this.nodes[i] = i;
    }
    for (let i = (count >> 1) - 1; i >= 0; i--) this.down(i, this.distances[i]!, this.nodes[i]!, scale);
  }

  push(distance: number, node: number, scale: Float64Array): void {
    if (this.size === this.nodes.length) this.reserve(2 * this.size);
    const { distances, nodes } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = distances[parent]!;
      if (above < distance || (above === distance && precedes(scale, nodes[parent]!, node))) break;
      distances[at] = above;
      nodes[at] = nodes[parent]!;
      at = parent;
    }
    distances[at] = distance;
    nodes[at] = node;
  }

  /** In place of the top. */
  replace(distance: number, node: number, scale: Float64Array): void {
    this.down(0, distance, node, scale);
  }

  /** Takes the top away. */
  drop(scale: Float64Array): void {
    const last = --this.size;
    if (last > 0) this.down(0, this.distances[last]!, this.nodes[last]!, scale);
  }

  private down(from: number, distance: number, node: number, scale: Float64Array): void {
    const { distances, nodes, size } = this;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      let below = distances[child]!;
      const right = child + 1;
      if (right < size) {
        const other = distances[right]!;
        if (other < below || (other === below && precedes(scale, nodes[right]!, nodes[child]!))) {
          child = right;
          below = other;
        }
      }
      if (distance < below || (distance === below && precedes(scale, node, nodes[child]!))) break;
      distances[at] = below;
      nodes[at] = nodes[child]!;
      at = child;
    }
    distances[at] = distance;
    nodes[at] = node;
  }

  private reserve(capacity: number): void {
    if (capacity <= this.nodes.length) return;
    const { distances, nodes } = this;
    this.distances = new Float64Array(capacity);
    this.distances.set(distances);
    this.nodes = new Int32Array(capacity);
    this.nodes.set(nodes);
  }
}
