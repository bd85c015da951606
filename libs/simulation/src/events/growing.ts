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
}

export class Doubles {
  length = 0;
  values = new Float64Array(256);

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new Float64Array(2 * this.length);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }
}
