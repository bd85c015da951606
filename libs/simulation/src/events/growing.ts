// Typed arrays that grow as they are filled: never larger than twice what came, whatever a file announces.

export class Ints {
  length = 0;
  values = new Int32Array(256);

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new Int32Array(2 * this.length);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }

  /** Takes `length` values, of which nothing is known. */
  take(length: number): Int32Array {
    if (length > this.values.length) this.values = new Int32Array(2 * length);
    this.length = length;
    return this.values;
  }
}

export class Doubles {
  length = 0;
  values = new Float64Array(256);

  /** Appends the first `count` of some numbers, at most 256. */
  append(some: Float64Array, count: number): void {
    const { length } = this;
    if (length + count > this.values.length) {
      const more = new Float64Array(2 * this.values.length);
      more.set(this.values);
      this.values = more;
    }
    const { values } = this;
    for (let at = 0; at < count; at++) values[length + at] = some[at]!;
    this.length = length + count;
  }
}
