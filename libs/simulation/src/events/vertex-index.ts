// Numbers of vertices, which are below 0 and any, to indices from 0 in the order in which they came.

/** Numbers down to this one are looked up in an array: programs count from -1 on. */
const nearest = 2 ** 20;

export class VertexIndex {
  /** Vertices so far. */
  size = 0;
  /** Index + 1 by -number, 0 for none; filled up to `used`. */
  private near = new Int32Array(1024);
  private used = 0;
  private readonly far = new Map<number, number>();

  clear(): void {
    this.near.fill(0, 0, this.used);
    this.far.clear();
    this.size = this.used = 0;
  }

  /** Gives the next index to a number below 0; false where it has one. */
  add(id: number): boolean {
    if (this.of(id) >= 0) return false;
    const at = -id;
    if (at >= nearest) this.far.set(id, this.size);
    else {
      if (at >= this.near.length) this.grow(2 * at);
      this.near[at] = this.size + 1;
      this.used = Math.max(this.used, at + 1);
    }
    this.size++;
    return true;
  }

  /** Index of a number below 0; -1 for none. */
  of(id: number): number {
    const at = -id;
    if (at >= nearest) return this.far.get(id) ?? -1;
    return at < this.near.length ? this.near[at]! - 1 : -1;
  }

  private grow(length: number): void {
    const more = new Int32Array(Math.min(length, nearest));
    more.set(this.near);
    this.near = more;
  }
}
