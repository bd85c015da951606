// Fields of a text record, read from its bytes. Every record ends with a newline, at which all loops stop: nothing here looks
// at lengths.
import { decimalEnd, decimalsInFull } from './decimals.ts';

/** A record that is not as the format has it; whoever knows file and line adds them. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export const newline = 10;
const [tab, carriageReturn, space, plus, comma, minus, point] = [9, 13, 32, 43, 44, 45, 46] as const;
const [zero, nine, closing, smallE] = [48, 57, 93, 101] as const;

/** 10^0 to 10^22, exact. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const most = 2 ** 31 - 1;
const whole = 'a whole number of 32 bits';
const finite = 'a finite number';

export class Fields {
  /** Whole lines, the last byte a newline. */
  bytes: Uint8Array = Uint8Array.of(newline);
  /** The same bytes. */
  private view = new DataView(this.bytes.buffer);
  private readonly single = new Float64Array(1);
  /** Where reading goes on. */
  at = 0;

  /** Begins at the first of these bytes, whole lines of which the last byte is a newline. */
  begin({ buffer, byteOffset, length }: Uint8Array): void {
    // Of one class whatever was given, so that code for it is compiled once.
    this.bytes = new Uint8Array(buffer, byteOffset, length);
    this.view = new DataView(buffer, byteOffset, length);
    this.at = 0;
  }

  skipBlanks(): void {
    const { bytes } = this;
    let at = this.at;
    while (bytes[at] === space || bytes[at] === tab) at++;
    this.at = at;
  }

  /** Whether the line ends here, blanks aside. */
  atLineEnd(): boolean {
    this.skipBlanks();
    const byte = this.bytes[this.at];
    return byte === newline || (byte === carriageReturn && this.bytes[this.at + 1] === newline);
  }

  /** Goes to the next line from the end of this one; false where it goes on. */
  nextLine(): boolean {
    if (!this.atLineEnd()) return false;
    this.at += this.bytes[this.at] === newline ? 1 : 2;
    return true;
  }

  /** Goes to the next line. @throws Malformed where this one goes on */
  endLine(): void {
    if (!this.nextLine()) this.refuse('record', 'the end of the line');
  }

  /** Whether a field ends before `at`: at a blank or at the end of the line. */
  endsField(at: number): boolean {
    return this.bytes[at]! <= space;
  }

  /** Goes to the start of the next line. */
  skipLine(): void {
    this.at = this.bytes.indexOf(newline, this.at) + 1;
  }

  /** An integer of 32 bits that ends with its field, or with `,` or `]`. */
  integer(name: string): number {
    const { bytes } = this;
    let at = this.at;
    if (bytes[at] === space) at++;
    const negative = bytes[at] === minus;
    if (negative) at++;
    const first = at;
    let value = 0;
    for (let digit = bytes[at]! - zero; digit >>> 0 <= 9; digit = bytes[++at]! - zero) value = (10 * value + digit) | 0;
    if (at === first || at > first + 9 || !endsInteger(bytes[at]!)) return this.unusualInteger(name);
    this.at = at;
    return negative ? -value : value;
  }

  /** One after other blanks, with a plus or of more than nine digits. */
  private unusualInteger(name: string): number {
    this.skipBlanks();
    const { bytes } = this;
    let at = this.at;
    const negative = bytes[at] === minus;
    if (negative || bytes[at] === plus) at++;
    const first = at;
    let value = 0;
    for (let byte = bytes[at]!; byte >= zero && byte <= nine; byte = bytes[++at]!) {
      if (value > most) break;
      value = 10 * value + (byte - zero);
    }
    if (at === first || value > most || !endsInteger(bytes[at]!)) this.refuse(name, whole);
    this.at = at;
    return negative ? -value : value;
  }

  /** As many finite decimal numbers as there are names, as `decimal` reads them, into `values` of that length. */
  decimals(names: readonly string[], values: Float64Array): void {
    const end = decimalsInFull(this.view, this.at, values);
    if (end >= 0) this.at = end;
    else for (let index = 0; index < values.length; index++) values[index] = this.decimal(names[index]!);
  }

  /** A finite decimal number to the nearest double, as `Number` reads it. */
  decimal(name: string): number {
    const inFull = decimalsInFull(this.view, this.at, this.single);
    if (inFull >= 0) {
      this.at = inFull;
      return this.single[0]!;
    }
    this.skipBlanks();
    const { bytes, at: start } = this;
    const negative = bytes[start] === minus;
    const value = this.fewDigits(negative ? start + 1 : start);
    if (value === value) return negative ? -value : value;
    const end = decimalEnd(bytes, start);
    const other = end < 0 ? NaN : Number(text(bytes.subarray(start, end)));
    if (!(Math.abs(other) < Infinity)) this.refuse(name, finite);
    this.at = end;
    return other;
  }

  /**
   * A number below 2^53 times or by a power of ten up to 10^22, and what follows is blank; NaN for all else. Both are
   * doubles, so that one operation gives the nearest (W. D. Clinger, PLDI 1990).
   */
  private fewDigits(at: number): number {
    const { bytes } = this;
    let byte = bytes[at]!;
    let value = 0;
    let digits = 0;
    let exponent = 0;
    for (; byte >= zero && byte <= nine; byte = bytes[++at]!, digits++) value = 10 * value + (byte - zero);
    if (byte === point) {
      byte = bytes[++at]!;
      for (; byte >= zero && byte <= nine; byte = bytes[++at]!, digits++, exponent--)
        value = 10 * value + (byte - zero);
    }
    if (digits === 0 || value > Number.MAX_SAFE_INTEGER) return NaN;
    if (byte === smallE) {
      const sign = bytes[at + 1];
      at += sign === minus || sign === plus ? 2 : 1;
      const tens = bytes[at]! - zero;
      const ones = bytes[at + 1]! - zero;
      if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return NaN;
      exponent += sign === minus ? -(10 * tens + ones) : 10 * tens + ones;
      at += 2;
      byte = bytes[at]!;
    }
    if (byte > space || exponent < -22 || exponent > 22) return NaN;
    this.at = at;
    return exponent < 0 ? value / powers[-exponent]! : value * powers[exponent]!;
  }

  /** Throws what was expected and the field that is found here. */
  refuse(name: string, expected: string): never {
    throw new Malformed(`${name}: expected ${expected}, found ${this.show()}`);
  }

  /** The field that stands here, at most 40 characters of it. */
  word(): string {
    this.skipBlanks();
    const { bytes, at: from } = this;
    while (bytes[this.at]! > space) this.at++;
    return text(bytes.subarray(from, Math.min(this.at, from + 40)));
  }

  /** Passes over a field whatever it holds. @throws Malformed where there is none */
  skipWord(name: string): void {
    if (this.atLineEnd()) this.refuse(name, 'a field');
    while (this.bytes[this.at]! > space) this.at++;
  }

  /** A number where the field that stands here is a finite one, else undefined. */
  looseNumber(): number | undefined {
    const word = this.word();
    const value = word === '' ? NaN : Number(word);
    return Number.isFinite(value) ? value : undefined;
  }

  /** The rest of the line, without blanks around it. */
  wholeLine(): string {
    return text(this.bytes.subarray(this.at, this.bytes.indexOf(newline, this.at))).trim();
  }

  /** The rest of the line without blanks at its end, at most 200 characters of it. */
  line(): string {
    const end = this.bytes.indexOf(newline, this.at);
    return text(this.bytes.subarray(this.at, Math.min(end, this.at + 200))).trimEnd();
  }

  /** The field that stands here, for a message. */
  show(): string {
    this.skipBlanks();
    const { at } = this;
    const word = this.word();
    this.at = at;
    return word === '' ? 'the end of the line' : JSON.stringify(word);
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Blank, newline, `,` or `]`. */
const endsInteger = (byte: number): boolean => byte <= space || byte === comma || byte === closing;
