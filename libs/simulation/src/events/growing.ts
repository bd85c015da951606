// Typed arrays that grow as they are filled: never larger than twice what came, whatever a file announces.

abstract class Growing<A extends Int32Array | Float64Array> {
  length = 0;
  abstract values: A;

  /** A copy of what is held. */
  take(): A {
    return this.values.slice(0, this.length) as A;
  }
}

export class Ints extends Growing<Int32Array> {
  override values = new Int32Array(256);

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new Int32Array(2 * this.length);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }
}

export class Doubles extends Growing<Float64Array> {
  override values = new Float64Array(256);

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new Float64Array(2 * this.length);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }
}
