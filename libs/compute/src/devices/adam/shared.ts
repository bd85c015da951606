// Passes over the arrays of a memory, in chunks that other threads take their share of.
import { Worker } from 'node:worker_threads';
import { kernelOf, moduleOf } from './kernel.ts';

/** An update of one gradient or of two: what the kernel takes, but for the end of the arrays. */
export interface Pass {
  /** Of its arrays. */
  readonly size: number;
  readonly addresses: readonly number[];
  readonly numbers: readonly number[];
}

export interface Shared {
  make(passes: readonly Pass[]): void;
  /** Other threads that have begun. */
  helpers(): number;
  dispose(): Promise<void>;
}

/** Numbers in a chunk: some ten microseconds of work. */
const chunk = 2 ** 14;

/** Of fewer chunks others are not worth waking. */
const fewest = 6;

/** Where on the board a number stands: of calls made, of chunks that nobody took and that are done, of threads that have begun. */
const [calls, left, done, begun] = [0, 1, 2, 3];
/** From here on a row for each chunk: how many addresses, the end among them, these, and the other numbers. */
const [firstRow, row] = [4, 16];

/** What another thread does: it is given as text, since emitted code is one file. */
const help = `
const { memory, module, board } = require('node:worker_threads').workerData;
const { update, updateOfTwo } = new WebAssembly.Instance(module, { '': { memory } }).exports;
const [words, numbers] = [new Int32Array(board), new Float32Array(board)];
Atomics.add(words, ${begun}, 1);
for (let call = 0; ; call = Atomics.load(words, ${calls})) {
  Atomics.wait(words, ${calls}, call);
  for (let at; (at = Atomics.sub(words, ${left}, 1) - 1) >= 0; Atomics.add(words, ${done}, 1)) {
    const start = ${firstRow} + ${row} * at + 1;
    const end = start + words[start - 1];
    const run = words[start - 1] === 5 ? update : updateOfTwo;
    run(...words.subarray(start, end), ...numbers.subarray(end, end + 7));
  }
  Atomics.notify(words, ${done});
}
`;

const ended = (): Error => new Error('internal: a thread that updates weights has ended');

/** For the chunks that others have begun this one waits [ms]. */
const longest = 60_000;

const chunks = (size: number): number => Math.ceil(size / chunk);

/** Passes over arrays of `memory`, which has arrays of `sizes`; with more than one thread it has to be shared. */
export function sharedAmong(threads: number, memory: WebAssembly.Memory, sizes: readonly number[]): Shared {
  const { update, updateOfTwo } = kernelOf(memory, threads > 1);
  const run = (addresses: readonly number[], end: number, numbers: readonly number[]): void =>
    (addresses.length === 4 ? update : updateOfTwo)(...addresses, end, ...numbers);
  const alone = (passes: readonly Pass[]): void => {
    for (const { size, addresses, numbers } of passes) run(addresses, addresses[0]! + 4 * size, numbers);
  };
  if (threads === 1) return { make: alone, helpers: () => 0, dispose: () => Promise.resolve() };

  const others: Worker[] = [];
  const board = new SharedArrayBuffer(4 * (firstRow + row * sizes.reduce((sum, size) => sum + chunks(size), 0)));
  const [words, floats] = [new Int32Array(board), new Float32Array(board)];
  let [asked, broken] = [false, false];
  const begin = (): void => {
    asked = true;
    try {
      while (others.length < threads - 1) {
        const workerData = { memory, module: moduleOf(true), board };
        const worker = new Worker(help, { eval: true, execArgv: [], workerData });
        worker.on('error', () => {});
        worker.unref();
        others.push(worker);
      }
    } catch {
      // a process that may have no more threads updates in those that it has
    }
  };
  return {
    make(passes) {
      if (broken) throw ended();
      const count = passes.reduce((sum, { size }) => sum + chunks(size), 0);
      if (count >= fewest && !asked) begin();
      if (count < fewest || Atomics.load(words, begun) === 0) return alone(passes);
      let at = firstRow;
      for (const { size, addresses, numbers } of passes)
        for (let first = 0; first < size; first += chunk, at += row) {
          words[at] = addresses.length + 1;
          addresses.forEach((address, i) => (words[at + 1 + i] = address + 4 * first));
          words[at + 1 + addresses.length] = addresses[0]! + 4 * Math.min(size, first + chunk);
          floats.set(numbers, at + 2 + addresses.length);
        }
      Atomics.store(words, done, 0);
      Atomics.store(words, left, count);
      Atomics.add(words, calls, 1);
      Atomics.notify(words, calls);
      for (let mine; (mine = Atomics.sub(words, left, 1) - 1) >= 0; Atomics.add(words, done, 1)) {
        const start = firstRow + row * mine + 1;
        const end = start + words[start - 1]! - 1;
        run([...words.subarray(start, end)], words[end]!, [...floats.subarray(end + 1, end + 8)]);
      }
      for (let now, waits = 0; (now = Atomics.load(words, done)) < count; waits++) {
        broken = waits > longest;
        if (broken) throw ended();
        Atomics.wait(words, done, now, 1);
      }
    },
    helpers: () => Atomics.load(words, begun),
    async dispose() {
      await Promise.all(others.map((worker) => worker.terminate()));
    },
  };
}
