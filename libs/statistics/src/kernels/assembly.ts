// WebAssembly that is assembled here: the instructions of which kernels are made, and memory in which their arrays lie.

/** Instructions, or a part of one. */
export type Code = readonly number[];

export const types = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;

/** An instruction after its operands; the bytes of one that has an operand of its own, as a load its alignment and offset, are listed. */
export const op = (instruction: number | Code, ...operands: readonly Code[]): Code => [
  ...operands.flat(),
  ...(typeof instruction === 'number' ? [instruction] : instruction),
];

/** One of the instructions on vectors of 16 bytes, by its number. */
export const vector = (instruction: number, ...own: readonly number[]): Code => [
  0xfd,
  ...unsigned(instruction),
  ...own,
];

/** The numbers of 32 bits at these places of a vector, which is a local. */
export const shuffled = (local: number, ...places: readonly number[]): Code =>
  op(vector(13, ...places.flatMap((place) => [0, 1, 2, 3].map((byte) => 4 * place + byte))), get(local), get(local));

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [...value, 0x21, local];
export const i32 = (value: number): Code => [0x41, ...signed(value)];
export const i64 = (value: number): Code => [0x42, ...signed(value)];
export const f64 = (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)];

/** Once, and again as long as `again` is not 0. */
export const loop = (body: Code, again: Code): Code => [0x03, 0x40, ...body, ...again, 0x0d, 0, 0x0b];
export const when = (condition: Code, then: Code): Code => [...condition, 0x04, 0x40, ...then, 0x0b];

/** A module of one function of whole numbers, `run`, on the memory that it is given. */
export function assembled(parameters: number, locals: readonly number[], body: Code): WebAssembly.Module {
  const declared = locals.flatMap((type) => [1, type]);
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [1, 0x60, ...sized(Array<number>(parameters).fill(types.i32)), 0]),
      ...section(2, [1, ...text(''), ...text('memory'), 2, 0, 0]),
      ...section(3, [1, 0]),
      ...section(7, [1, ...text('run'), 0, 0]),
      ...section(10, [1, ...sized([locals.length, ...declared, ...body, 0x0b])]),
    ]),
  );
}

/** What an array is made with. */
type Kind<A> = { new (buffer: ArrayBuffer, byteOffset: number, length: number): A; readonly BYTES_PER_ELEMENT: number };

const pageBytes = 65536;
/** Arrays begin at multiples of a vector. */
const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/**
 * A memory for arrays of so many bytes each, which are taken one after the other, and the function of a module on it; undefined where
 * there is none: V8 reserves 10 GB of addresses for a memory, which a limited process may not have.
 */
export function memoryFor(
  bytes: readonly number[],
):
  | { take<A>(kind: Kind<A>, length: number): A; run(module: WebAssembly.Module): (...numbers: number[]) => void }
  | undefined {
  const memory = allocated(bytes.reduce((sum, one) => sum + align(one), 0));
  if (!memory) return undefined;
  let next = 0;
  return {
    take(kind, length) {
      const array = new kind(memory.buffer, next, length);
      next += align(length * kind.BYTES_PER_ELEMENT);
      return array;
    },
    run: (module) => new WebAssembly.Instance(module, { '': { memory } }).exports['run'] as () => void,
  };
}

function allocated(bytes: number): WebAssembly.Memory | undefined {
  if (bytes > 2 ** 31) return undefined;
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function unsigned(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) + 128, ...unsigned(Math.floor(number / 128))];
}

function signed(number: number): number[] {
  return number >= -64 && number < 64 ? [number & 127] : [(number & 127) + 128, ...signed(number >> 7)];
}

const sized = (content: Code): number[] => [...unsigned(content.length), ...content];
const section = (id: number, content: Code): number[] => [id, ...sized(content)];
const text = (word: string): number[] => sized([...Buffer.from(word)]);
