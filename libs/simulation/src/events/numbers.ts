// Numbers of a text record, read from its bytes: 17 digits to the nearest double without making a string.
// Every record ends with a newline, at which all loops stop: nothing here looks at lengths.

/** A record that is not as the format has it; whoever knows file and line adds them. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export const newline = 10;
const [tab, carriageReturn, space, plus, comma, minus, point] = [9, 13, 32, 43, 44, 45, 46] as const;
const [zero, nine, largeE, closing, smallE] = [48, 57, 69, 93, 101] as const;

const most = 2 ** 31 - 1;
const whole = 'a whole number of 32 bits';
const finite = 'a finite number';

export class Fields {
  /** Whole lines, the last byte a newline. */
  bytes: Uint8Array = Uint8Array.of(newline);
  /** Where reading goes on. */
  at = 0;

  skipBlanks(): void {
    const { bytes } = this;
    let at = this.at;
    while (bytes[at] === space || bytes[at] === tab) at++;
    this.at = at;
  }

  /** Passes over blanks and one field, whatever it is; false where the line has none. */
  skipField(): boolean {
    this.skipBlanks();
    const { bytes } = this;
    let at = this.at;
    while (bytes[at]! > space) at++;
    const found = at > this.at;
    this.at = at;
    return found;
  }

  /** Whether the line ends here, blanks aside. */
  atLineEnd(): boolean {
    this.skipBlanks();
    const byte = this.bytes[this.at];
    return byte === newline || (byte === carriageReturn && this.bytes[this.at + 1] === newline);
  }

  /** Goes to the start of the next line. */
  skipLine(): void {
    this.at = this.bytes.indexOf(newline, this.at) + 1;
  }

  /** An integer of 32 bits that ends with its field, or with `,` or `]`. */
  integer(name: string): number {
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

  /** A finite decimal number to the nearest double, as `Number` reads it. */
  decimal(name: string): number {
    this.skipBlanks();
    const { bytes } = this;
    const start = this.at;
    let at = start;
    const negative = bytes[at] === minus;
    if (negative || bytes[at] === plus) at++;
    // The first nine significant digits, the next nine, and how many there are.
    let high = 0;
    let low = 0;
    let significant = 0;
    let digits = 0;
    let fraction = 0;
    let behindPoint = false;
    for (let byte = bytes[at]!; ; byte = bytes[++at]!) {
      if (byte === point && !behindPoint) {
        behindPoint = true;
        continue;
      }
      if (!(byte >= zero && byte <= nine)) break;
      digits++;
      if (behindPoint) fraction++;
      if (significant === 0 && byte === zero) continue;
      if (significant < 9) high = 10 * high + (byte - zero);
      else if (significant < 18) low = 10 * low + (byte - zero);
      significant++;
    }
    if (digits === 0) this.refuse(name, finite);
    let exponent = 0;
    if (bytes[at] === smallE || bytes[at] === largeE) {
      at++;
      const negativeExponent = bytes[at] === minus;
      if (negativeExponent || bytes[at] === plus) at++;
      const first = at;
      for (let byte = bytes[at]!; byte >= zero && byte <= nine; byte = bytes[++at]!) {
        if (exponent < 1e6) exponent = 10 * exponent + (byte - zero);
      }
      if (at === first) this.refuse(name, finite);
      if (negativeExponent) exponent = -exponent;
    }
    if (bytes[at]! > space) this.refuse(name, finite);
    let value = scaled(high, low, significant, exponent - fraction);
    if (Number.isNaN(value)) value = Math.abs(Number(text(bytes.subarray(start, at))));
    if (!(value < Infinity)) this.refuse(name, finite);
    this.at = at;
    return negative ? -value : value;
  }

  /** Throws what was expected and the field that is found here. */
  refuse(name: string, expected: string): never {
    throw new Malformed(`${name}: expected ${expected}, found ${this.show()}`);
  }

  /** The field that stands here, at most 40 characters of it. */
  word(): string {
    this.skipBlanks();
    const from = this.at;
    this.skipField();
    return text(this.bytes.subarray(from, Math.min(this.at, from + 40)));
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

/** Powers of ten as a double and what is left of it, exact to 2^-106 of the power; index exponent + `reach`. */
const reach = 60;
const power = new Float64Array(2 * reach + 1);
const remainder = new Float64Array(2 * reach + 1);
/** The upper and the lower half of the digits of `power` (Dekker's split). */
const powerUpper = new Float64Array(2 * reach + 1);
const powerLower = new Float64Array(2 * reach + 1);
const splitter = 2 ** 27 + 1;

for (let exponent = -reach; exponent <= reach; exponent++) {
  const value = Number(`1e${exponent}`);
  const at = exponent + reach;
  power[at] = value;
  remainder[at] = leftOf(value, exponent);
  const carried = splitter * value;
  powerUpper[at] = carried - (carried - value);
  powerLower[at] = value - powerUpper[at]!;
}

/** 10^exponent − value, by whole numbers of any size; to 2^-53 of itself. */
function leftOf(value: number, exponent: number): number {
  const size = 10n ** BigInt(Math.abs(exponent));
  if (exponent >= 0) return Number(size - BigInt(value));
  // value 2^bits is a whole number, and so is the difference times size 2^bits, here in units of 2^-128 of it.
  const bits = 300;
  const difference = ((1n << BigInt(bits)) - BigInt(value * 2 ** bits) * size) << 128n;
  return Number(difference / size) * 2 ** -128 * 2 ** -bits;
}

/**
 * (high low) × 10^exponent to the nearest double, where `low` has the digits after the ninth; NaN where this cannot be told.
 *
 * Both factors are taken as sums of two doubles and multiplied exactly up to 2^-100 (T. J. Dekker, Numer. Math. 18 (1971)
 * 224); if that much either way rounds to the same double, it is the nearest.
 */
function scaled(high: number, low: number, significant: number, exponent: number): number {
  if (significant === 0) return 0;
  if (significant > 18 || exponent < -reach || exponent > reach) return NaN;
  // At most 30 bits times 5^9 (21 bits) times a power of two: exact.
  const upper = significant > 9 ? high * power[reach + significant - 9]! : high;
  const sum = upper + low;
  const rest = low - (sum - upper);
  const at = exponent + reach;
  const scale = power[at]!;
  const product = sum * scale;
  const carried = splitter * sum;
  const sumUpper = carried - (carried - sum);
  const sumLower = sum - sumUpper;
  const scaleUpper = powerUpper[at]!;
  const scaleLower = powerLower[at]!;
  const lost =
    sumLower * scaleLower - (product - sumUpper * scaleUpper - sumLower * scaleUpper - sumUpper * scaleLower);
  const correction = lost + (sum * remainder[at]! + rest * scale);
  const margin = product * 2 ** -96;
  const value = product + (correction - margin);
  return value === product + (correction + margin) ? value : NaN;
}
