// Decimal numbers in bytes to the nearest double, without making a string.

const [space, plus, minus, point] = [32, 43, 45, 46] as const;
const [zero, nine, largeE, smallE] = [48, 57, 69, 101] as const;
/** Four bytes each. */
const [zeros, sixes, higherBits] = [0x30303030, 0x06060606, 0xf0f0f0f0] as const;

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

/** Four numbers below 10, one a byte and the first in the lowest, as digits: in twos, side by side, and then all. */
function fourDigits(word: number): number {
  const twos = Math.imul(word, 10) + (word >>> 8);
  return 100 * (twos & 0xff) + ((twos >>> 16) & 0xff);
}

/** Where a decimal number that begins at `at` ends, if the field does too; -1 for what is none. */
export function decimalEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  let digits = 0;
  if (bytes[at] === minus || bytes[at] === plus) at++;
  for (; isDigit(bytes[at]!); at++) digits++;
  if (bytes[at] === point) for (at++; isDigit(bytes[at]!); at++) digits++;
  if (digits === 0) return -1;
  if (bytes[at] === smallE || bytes[at] === largeE) {
    at++;
    if (bytes[at] === minus || bytes[at] === plus) at++;
    if (!isDigit(bytes[at]!)) return -1;
    while (isDigit(bytes[at]!)) at++;
  }
  return bytes[at]! > space ? -1 : at;
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;

/** Bytes of ` -d.dddddddddddddddde±dd` and of the blank after it. */
const longest = 25;

/**
 * Reads numbers as programs write doubles in full, ` d.dddddddddddddddde±dd` with or without a minus, to the nearest doubles,
 * as many as `values` holds; after the last one comes a blank or the end of the line.
 *
 * The 17 digits and the power of ten are taken as sums of two doubles and multiplied exactly up to 2^-100 (T. J. Dekker,
 * Numer. Math. 18 (1971) 224); if that much either way rounds to the same double, it is the nearest.
 *
 * @returns where they end; -1 where one is written otherwise or its double cannot be told, and `values` may have changed
 */
export function decimalsInFull(view: DataView, start: number, values: Float64Array): number {
  if (start + longest * values.length > view.byteLength) return -1;
  let at = start;
  for (let index = 0; index < values.length; index++) {
    if (view.getUint8(at++) !== space) return -1;
    const negative = view.getUint8(at) === minus;
    if (negative) at++;
    const first = view.getUint8(at) - zero;
    const a = view.getInt32(at + 2, true) ^ zeros;
    const b = view.getInt32(at + 6, true) ^ zeros;
    const c = view.getInt32(at + 10, true) ^ zeros;
    const d = view.getInt32(at + 14, true) ^ zeros;
    const sign = view.getUint8(at + 19);
    const tens = view.getUint8(at + 20) - zero;
    const ones = view.getUint8(at + 21) - zero;
    // A digit plus 6 is below 16, and any larger byte sets a higher bit.
    const wrong = a | b | c | d | (a + sixes) | (b + sixes) | (c + sixes) | (d + sixes);
    if ((wrong & higherBits) !== 0 || (first | tens | ones) >>> 0 > 15 || first > 9 || tens > 9 || ones > 9) return -1;
    if (view.getUint8(at + 1) !== point || view.getUint8(at + 18) !== smallE || (sign !== minus && sign !== plus))
      return -1;
    const exponent = 10 * tens + ones;
    const power10 = (sign === minus ? -exponent : exponent) - 16 + reach;
    if (power10 < 0 || power10 > 2 * reach) return -1;
    const lower = 10000 * fourDigits(c) + fourDigits(d);
    // 30 bits times 5^8 (19 bits) times a power of two: exact.
    const shifted = (1e8 * first + 10000 * fourDigits(a) + fourDigits(b)) * 1e8;
    const sum = shifted + lower;
    const rest = lower - (sum - shifted);
    const scale = power[power10]!;
    const product = sum * scale;
    const carried = splitter * sum;
    const sumUpper = carried - (carried - sum);
    const sumLower = sum - sumUpper;
    const scaleUpper = powerUpper[power10]!;
    const scaleLower = powerLower[power10]!;
    const lost =
      sumLower * scaleLower - (product - sumUpper * scaleUpper - sumLower * scaleUpper - sumUpper * scaleLower);
    const correction = lost + (sum * remainder[power10]! + rest * scale);
    const margin = product * 2 ** -96;
    const value = product + (correction - margin);
    if (value !== product + (correction + margin)) return -1;
    values[index] = negative ? -value : value;
    at += 22;
  }
  return view.getUint8(at) <= space ? at : -1;
}
