// Adam's update of weights in a single pass, four at a time: WebAssembly, assembled here. The operators of a graph would take
// twelve passes over weights and moments.

/** Of a memory; addresses are those of arrays that begin at multiples of 16 bytes, `end` is that of the first one's end. */
export interface Kernel {
  /** m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − length · m / (√v + floor): θ, g, m, v, end, β₁, 1−β₁, β₂, 1−β₂, length, floor. */
  update(...numbers: number[]): void;
  /** The same with g = share · (g + h): θ, g, h, m, v, end and seven numbers, `share` the last. */
  updateOfTwo(...numbers: number[]): void;
  /** a ← a + b: a, b, end. */
  add(...numbers: number[]): void;
}

const pageBytes = 65536;
const mostPages = 2 ** 31 / pageBytes;

/** V8 reserves 10 GB of addresses for a memory, which a limited process may not have; undefined then, and beyond 2 GiB. */
export function allocate(bytes: number, shared: boolean): WebAssembly.Memory | undefined {
  const pages = Math.ceil(bytes / pageBytes);
  if (pages > mostPages) return undefined;
  try {
    return new WebAssembly.Memory(shared ? { initial: pages, maximum: pages, shared } : { initial: pages });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const compiled = new Map<boolean, WebAssembly.Module>();

/** For memories that threads share, or for those of one. */
export function moduleOf(shared: boolean): WebAssembly.Module {
  const module = compiled.get(shared) ?? new WebAssembly.Module(code(shared));
  compiled.set(shared, module);
  return module;
}

export const kernelOf = (memory: WebAssembly.Memory, shared: boolean): Kernel =>
  new WebAssembly.Instance(moduleOf(shared), { '': { memory } }).exports as unknown as Kernel;

// Locals: addresses, numbers, then vectors of g, m and v.
interface Locals {
  readonly theta: number;
  readonly gradients: readonly number[];
  readonly m: number;
  readonly v: number;
  readonly end: number;
  /** β₁, 1−β₁, β₂, 1−β₂, length, floor, and the share where there are two gradients. */
  readonly numbers: readonly number[];
  readonly gNow: number;
  readonly mNow: number;
  readonly vNow: number;
}

function localsOf(gradients: number): Locals {
  let next = 0;
  const some = (count: number): number[] => Array.from({ length: count }, () => next++);
  const one = (): number => next++;
  return {
    theta: one(),
    gradients: some(gradients),
    m: one(),
    v: one(),
    end: one(),
    numbers: some(gradients === 1 ? 6 : 7),
    gNow: one(),
    mNow: one(),
    vNow: one(),
  };
}

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
function update({ theta, gradients, m, v, numbers, gNow, mNow, vNow }: Locals): number[] {
  const [beta1, share1, beta2, share2, length, floor, share] = numbers as [number, number, number, number, number, number, number?]; // prettier-ignore
  const [g, h] = gradients as [number, number?];
  const mean = h === undefined ? load(g) : [...load(g), ...load(h), ...add, ...each(share!), ...mul];
  return [
    [...mean, ...set(gNow)],
    [...load(m), ...each(beta1), ...mul, ...get(gNow), ...each(share1), ...mul, ...add, ...set(mNow)],
    [...load(v), ...each(beta2), ...mul, ...get(gNow), ...get(gNow), ...mul, ...each(share2), ...mul, ...add],
    [...set(vNow), ...get(m), ...get(mNow), ...store],
    [...get(v), ...get(vNow), ...store],
    [...get(theta), ...load(theta), ...each(length), ...get(mNow), ...mul],
    [...get(vNow), ...sqrt, ...each(floor), ...add, ...div, ...sub, ...store],
    [...gradients, m, v, theta].flatMap(advance),
  ].flat();
}

// Locals of the sum: addresses of a, b and of the end of a.
const [a, b, endOfA] = [0, 1, 2];
const sum = [...get(a), ...load(a), ...load(b), ...add, ...store, ...advance(a), ...advance(b)];

/** Repeats a pass while the address is before the end, unsigned. */
function repeated(pass: readonly number[], address: number, end: number, locals: readonly number[]): number[] {
  return [...locals, 0x03, 0x40, ...pass, ...get(address), ...get(end), 0x49, 0x0d, 0, 0x0b, 0x0b];
}

function code(shared: boolean): Uint8Array<ArrayBuffer> {
  const types = (addresses: number, numbers: number) =>
    sized([...Array<number>(addresses).fill(i32), ...Array<number>(numbers).fill(f32)]);
  const updates = [1, 2].map((gradients) => {
    const locals = localsOf(gradients);
    return sized(repeated(update(locals), locals.theta, locals.end, [1, 3, v128]));
  });
  const limits = shared ? [3, 0, ...unsigned(mostPages)] : [0, 0];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [3, 0x60, ...types(5, 6), 0, 0x60, ...types(6, 7), 0, 0x60, ...types(3, 0), 0]),
    ...section(2, [1, ...text(''), ...text('memory'), 2, ...limits]),
    ...section(3, [3, 0, 1, 2]),
    ...section(7, [3, ...text('update'), 0, 0, ...text('updateOfTwo'), 0, 1, ...text('add'), 0, 2]),
    ...section(10, [3, ...updates.flat(), ...sized(repeated(sum, a, endOfA, [0]))]),
  ]);
}

function unsigned(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) + 128, ...unsigned(Math.floor(number / 128))];
}

const sized = (content: readonly number[]): number[] => [...unsigned(content.length), ...content];
const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)];
const text = (word: string): number[] => sized([...Buffer.from(word)]);
