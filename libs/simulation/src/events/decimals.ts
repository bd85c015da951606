// Decimal numbers in bytes to the nearest double, without making a string.

const [space, plus, minus, point] = [32, 43, 45, 46] as const;
const [zero, nine, largeE, smallE] = [48, 57, 69, 101] as const;

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

/** Eight digits as a number; below 0 if one is none. */
export function eightDigits(bytes: Uint8Array, at: number): number {
  const a = bytes[at]! - zero;
  const b = bytes[at + 1]! - zero;
  const c = bytes[at + 2]! - zero;
  const d = bytes[at + 3]! - zero;
  const e = bytes[at + 4]! - zero;
  const f = bytes[at + 5]! - zero;
  const g = bytes[at + 6]! - zero;
  const h = bytes[at + 7]! - zero;
  // A digit plus 6 is below 16, and any larger byte sets a higher bit.
  const wrong =
    (a | b | c | d | e | f | g | h) < 0 ||
    ((a + 6) | (b + 6) | (c + 6) | (d + 6) | (e + 6) | (f + 6) | (g + 6) | (h + 6)) > 15;
  if (wrong) return -1;
  return 1e7 * a + 1e6 * b + 1e5 * c + 1e4 * d + 1000 * e + 100 * f + 10 * g + h;
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

/**
 * (upper × 10^8 + lower) × 10^exponent to the nearest double, NaN where this cannot be told; `upper` below 10^9, `lower`
 * below 10^8.
 *
 * Both factors are taken as sums of two doubles and multiplied exactly up to 2^-100 (T. J. Dekker, Numer. Math. 18 (1971)
 * 224); if that much either way rounds to the same double, it is the nearest.
 */
export function scaled(upper: number, lower: number, exponent: number): number {
  const at = exponent + reach;
  if (at < 0 || at > 2 * reach) return NaN;
  // 30 bits times 5^8 (19 bits) times a power of two: exact.
  const shifted = upper * 1e8;
  const sum = shifted + lower;
  const rest = lower - (sum - shifted);
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
