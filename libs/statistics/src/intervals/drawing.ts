// Jets drawn again with replacement, as many of each class as it holds: how often each was drawn. In WebAssembly, which takes a third of
// the time, where it has memory.
import type { Key } from '@jetdemon/workflow';
import { assembled, f64, get, i32, i64, loop, memoryFor, op, set, types, type Code } from '../kernels/assembly.ts';

/** Multiplicities of the jets of a sample, once each before the first replica. */
export interface Drawing {
  /** Overwritten by `draw`; 256 times counts as none, which is less likely than 1e-500. `[jets]` */
  readonly multiplicity: Uint8Array;
  /** Draws the next replica of the key's stream. */
  draw(): void;
}

/** @param labels class of each jet, `[jets]`; each class is drawn from by itself */
export function drawingOf(labels: ArrayLike<number>, key: Key): Drawing {
  const classes = rowsByClass(labels);
  return drawingInMemory(classes, labels.length, key) ?? plainDrawing(classes, labels.length, key);
}

/** The same without WebAssembly. */
export function plainDrawing(classes: readonly Int32Array[], jets: number, key: Key): Drawing {
  const multiplicity = new Uint8Array(jets).fill(1);
  const uniform = key.uniform();
  return {
    multiplicity,
    draw() {
      multiplicity.fill(0);
      for (const rows of classes) {
        for (let jet = 0; jet < rows.length; jet++) multiplicity[rows[Math.floor(uniform() * rows.length)]!]!++;
      }
    },
  };
}

export function rowsByClass(labels: ArrayLike<number>): Int32Array[] {
  const rows = Array.from(labels, (_, row) => row);
  return [...new Set(Array.from(labels))].map((label) => Int32Array.from(rows.filter((row) => labels[row] === label)));
}

export function drawingInMemory(classes: readonly Int32Array[], jets: number, key: Key): Drawing | undefined {
  const memory = memoryFor([16, jets, ...classes.map(({ byteLength }) => byteLength)]);
  if (!memory) return undefined;
  const state = memory.take(Int32Array, 4);
  const [high0, low0, high1, low1] = key.state() as [number, number, number, number];
  state.set([low0, high0, low1, high1]);
  const multiplicity = memory.take(Uint8Array, jets).fill(1);
  const places = classes.map((rows) => {
    const own = memory.take(Int32Array, rows.length);
    own.set(rows);
    return own;
  });
  const run = memory.run((compiled ??= code()));
  return {
    multiplicity,
    draw() {
      multiplicity.fill(0);
      for (const { byteOffset, length } of places) run(byteOffset, length, multiplicity.byteOffset);
    },
  };
}

let compiled: WebAssembly.Module | undefined;

/** Draws as many rows as there are: xoroshiro128+, whose state is at 0, as `Key.uniform` has it, and the addition. */
function code(): WebAssembly.Module {
  const [rows, length, multiplicity, left, place, s0, s1] = [0, 1, 2, 3, 4, 5, 6];
  const load64 = (at: number) => op([0x29, 3, at], i32(0));
  const store64 = (at: number, value: number) => op([0x37, 3, at], i32(0), get(value));
  const xor = (...words: readonly Code[]) => words.reduce((a, b) => op(0x85, a, b));
  const rotated = (word: number, by: number) => op(0x89, get(word), i64(by));
  const low = op(0xa7, op(0x7c, get(s0), get(s1)));
  const drawn = op([0xfc, 3], op(0xa2, op(0xa2, op(0xb8, low), f64(2 ** -32)), op(0xb8, get(length))));
  const row = op([0x28, 2, 0], op(0x6a, get(rows), op(0x74, drawn, i32(2))));
  return assembled(
    3,
    [types.i32, types.i32, types.i64, types.i64],
    [
      ...[...set(s0, load64(0)), ...set(s1, load64(8)), ...set(left, get(length))],
      ...loop(
        [
          ...set(place, op(0x6a, get(multiplicity), row)),
          ...op([0x3a, 0, 0], get(place), op(0x6a, op([0x2d, 0, 0], get(place)), i32(1))),
          ...set(s1, xor(get(s1), get(s0))),
          ...set(s0, xor(rotated(s0, 24), get(s1), op(0x86, get(s1), i64(16)))),
          ...set(s1, rotated(s1, 37)),
          ...set(left, op(0x6b, get(left), i32(1))),
        ],
        get(left),
      ),
      ...[...store64(0, s0), ...store64(8, s1)],
    ],
  );
}
