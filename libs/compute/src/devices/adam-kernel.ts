// Adam's update of one weight tensor in a single pass, four weights at a time: WebAssembly, assembled here. The operators
// of a graph would take twelve passes over weights and moments.

/** Of all weights of an update: decays of the moments, step length, and what is added to √v. */
export interface AdamConstants {
  readonly beta1: number;
  /** 1 − β₁, as it is rounded in the graph. */
  readonly share1: number;
  readonly beta2: number;
  readonly share2: number;
  readonly length: number;
  readonly floor: number;
}

export interface AdamMemory {
  /** Zeros of the sizes that were asked for. */
  readonly arrays: readonly Float32Array[];
  /** m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − length · m / (√v + floor), on arrays of this memory, of one size. */
  update(theta: Float32Array, g: Float32Array, m: Float32Array, v: Float32Array, constants: AdamConstants): void;
  /** a ← factor (a + b), likewise. */
  add(a: Float32Array, b: Float32Array, factor: number): void;
}

/** A larger state is left to the graph. */
const mostBytes = 2 ** 31;
const pageBytes = 65536;
/** Each array begins and ends at a multiple of four numbers; those beyond its end stay zero or are never read. */
const padded = (size: number): number => Math.ceil(size / 4) * 4;

/** Arrays of `sizes` numbers in one memory; undefined where there is none of that size, and graphs update at the same bits. */
export function adamMemory(sizes: readonly number[]): AdamMemory | undefined {
  const memory = allocated(4 * sizes.reduce((sum, size) => sum + padded(size), 0));
  if (!memory) return undefined;
  const { exports } = new WebAssembly.Instance(module(), { '': { memory } });
  const { update, add } = exports as Record<string, (...numbers: number[]) => void>;
  let begin = 0;
  const arrays = sizes.map((size) => {
    const array = new Float32Array(memory.buffer, begin, size);
    begin += 4 * padded(size);
    return array;
  });
  /** Addresses of the arrays, and that of the end of the first. */
  const places = (...all: readonly [Float32Array, ...Float32Array[]]): number[] => {
    const [{ length: size, byteOffset }] = all;
    for (const { buffer, length } of all)
      if (buffer !== memory.buffer || length !== size) throw new Error('internal: Adam updates arrays of its memory');
    return [...all.map(({ byteOffset }) => byteOffset), byteOffset + 4 * size];
  };
  return {
    arrays,
    update(theta, g, m, v, { beta1, share1, beta2, share2, length, floor }) {
      update!(...places(theta, g, m, v), beta1, share1, beta2, share2, length, floor);
    },
    add: (a, b, factor) => add!(...places(a, b), factor),
  };
}

/** V8 reserves 10 GB of addresses for a memory, which a limited process may not have. */
function allocated(bytes: number): WebAssembly.Memory | undefined {
  if (bytes > mostBytes) return undefined;
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

let compiled: WebAssembly.Module | undefined;
const module = (): WebAssembly.Module => (compiled ??= new WebAssembly.Module(code()));

// Locals of the update: addresses of θ, g, m, v and of the end of θ, the six constants, then vectors of g, m and v.
const [theta, g, m, v, end, beta1, share1, beta2, share2, length, floor, gNow, mNow, vNow] =
  Array.from({ length: 14 }, (_, at) => at) as [number, number, number, number, number, number, number, number, number, number, number, number, number, number]; // prettier-ignore
// Locals of the sum: addresses of a, b and of the end of a, the factor.
const [a, b, endOfA, factor] = [0, 1, 2, 3];
const [i32, f32, v128] = [0x7f, 0x7d, 0x7b];

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const vector = (instruction: number): number[] => [0xfd, ...unsigned(instruction)];
const load = (address: number): number[] => [...get(address), ...vector(0), 2, 0];
const store = [...vector(11), 2, 0];
/** One number in all four places. */
const each = (constant: number): number[] => [...get(constant), ...vector(19)];
const [sqrt, add, sub, mul, div] = [0xe3, 0xe4, 0xe5, 0xe6, 0xe7].map(vector) as [number[], number[], number[], number[], number[]]; // prettier-ignore
const advance = (address: number): number[] => [...get(address), 0x41, 16, 0x6a, ...set(address)];

/** The order of operations is that of the graph's operators, so that every bit is the same. */
const pass = [
  [...load(g), ...set(gNow)],
  [...load(m), ...each(beta1), ...mul, ...get(gNow), ...each(share1), ...mul, ...add, ...set(mNow)],
  [
    ...load(v),
    ...each(beta2),
    ...mul,
    ...get(gNow),
    ...get(gNow),
    ...mul,
    ...each(share2),
    ...mul,
    ...add,
    ...set(vNow),
  ],
  [...get(m), ...get(mNow), ...store],
  [...get(v), ...get(vNow), ...store],
  [...get(theta), ...load(theta), ...each(length), ...get(mNow), ...mul],
  [...get(vNow), ...sqrt, ...each(floor), ...add, ...div, ...sub, ...store],
  [...advance(g), ...advance(m), ...advance(v), ...advance(theta)],
].flat();

const sum = [
  [...get(a), ...load(a), ...load(b), ...add, ...each(factor), ...mul, ...store],
  [...advance(a), ...advance(b)],
].flat();

/** Repeats a pass while the address is before the end, unsigned. */
function repeated(pass: readonly number[], address: number, end: number, locals: readonly number[]): number[] {
  return [...locals, 0x03, 0x40, ...pass, ...get(address), ...get(end), 0x49, 0x0d, 0, 0x0b, 0x0b];
}

function code(): Uint8Array<ArrayBuffer> {
  const types = (addresses: number, constants: number) =>
    sized([...Array<number>(addresses).fill(i32), ...Array<number>(constants).fill(f32)]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, ...types(5, 6), 0, 0x60, ...types(3, 1), 0]),
    ...section(2, [1, ...text(''), ...text('memory'), 2, 0, 0]),
    ...section(3, [2, 0, 1]),
    ...section(7, [2, ...text('update'), 0, 0, ...text('add'), 0, 1]),
    ...section(10, [2, ...sized(repeated(pass, theta, end, [1, 3, v128])), ...sized(repeated(sum, a, endOfA, [0]))]),
  ]);
}

function unsigned(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) + 128, ...unsigned(Math.floor(number / 128))];
}

const sized = (content: readonly number[]): number[] => [...unsigned(content.length), ...content];
const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)];
const text = (word: string): number[] => sized([...Buffer.from(word)]);
