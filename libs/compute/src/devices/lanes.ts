// Native calls side by side, each in a thread of Node's with sessions of its own: operators of batches of jets are too
// small to share among cores, whole batches are not.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { TensorValue, Values } from '../tensors/device.ts';
import { optionsOf, threads } from './session.ts';

/** Each holds its sessions and what they need of memory. */
const most = 8;

/** What a thread does: it is given as text, since emitted code is one file. */
const work = `
const { parentPort, workerData: { runtime, options } } = require('node:worker_threads');
const { InferenceSession, Tensor } = require(runtime);
const sessions = new Map();

async function answer({ session, model, most, inputs }) {
  if (model) {
    const intraOpNumThreads = Math.min(options.intraOpNumThreads, most);
    sessions.set(session, InferenceSession.create(model, { ...options, intraOpNumThreads }));
  }
  const feeds = {};
  for (const [name, { dtype, data, shape }] of Object.entries(inputs)) feeds[name] = new Tensor(dtype, data, shape);
  const outputs = {};
  for (const [name, { type, data, dims }] of Object.entries(await (await sessions.get(session)).run(feeds)))
    outputs[name] = { dtype: type, data: data.slice(), shape: [...dims] };
  return outputs;
}

async function release(session) {
  const made = sessions.get(session);
  sessions.delete(session);
  await (await made).release();
}

parentPort.on('message', (asked) =>
  asked.release !== undefined ? release(asked.release).catch(() => {}) : answer(asked).then(
    (outputs) => parentPort.postMessage({ outputs }, Object.values(outputs).map(({ data }) => data.buffer)),
    (error) => parentPort.postMessage({ error: error.message }),
  ),
);
`;

type Answer = { readonly outputs: Record<string, TensorValue> } | { readonly error: string };

interface Loaded {
  readonly session: number;
  readonly model: Uint8Array;
  /** Threads of a call. */
  readonly most: number;
}

/** One thread; it is asked again once it has answered. */
class Lane {
  private readonly worker: Worker;
  private readonly known = new Set<number>();
  private settle: ((answer: Answer) => void) | undefined;
  /** Why it is no more, out of memory for one. */
  private ended: string | undefined;

  constructor(options: object) {
    const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
    this.worker = new Worker(work, { eval: true, execArgv: [], workerData: { runtime, options } });
    this.worker.on('message', (answer: Answer) => this.settle?.(answer));
    const end = (why: string): void => {
      this.ended ??= why;
      this.settle?.({ error: this.ended });
    };
    this.worker.on('error', ({ message }) => end(message));
    this.worker.on('exit', (code) => end(`a thread for native calls ended with ${code}`));
    this.worker.unref();
  }

  async run({ session, model, most }: Loaded, inputs: Values): Promise<Record<string, TensorValue>> {
    if (this.ended !== undefined) throw new Error(this.ended);
    this.worker.ref();
    const answered = new Promise<Answer>((resolve) => (this.settle = resolve));
    this.worker.postMessage({ session, inputs, ...(!this.known.has(session) && { model, most }) });
    this.known.add(session);
    const answer = await answered;
    this.worker.unref();
    if ('error' in answer) throw new Error(answer.error);
    return answer.outputs;
  }

  release(session: number): void {
    if (this.known.delete(session)) this.worker.postMessage({ release: session });
  }
}

/** Functions that nobody holds any more take their sessions along, as those of the process's own thread do. */
const forgotten = new FinalizationRegistry<() => void>((release) => release());

/** The lanes of a process, begun one by one as they are needed. */
export class Lanes {
  private readonly all: Lane[] = [];
  private readonly idle: Lane[] = [];
  /** Holds functions while they run. */
  private readonly running = new Set<object>();
  private readonly waiting: ((lane: Lane) => void)[] = [];
  private models = 0;

  /** @param count of calls at once */
  constructor(
    readonly count: number,
    private readonly options: ReturnType<typeof optionsOf>,
  ) {}

  /** Of a call. */
  get threads(): number {
    return this.options.intraOpNumThreads ?? 1;
  }

  /**
   * A function that runs the model in the first lane that is free.
   *
   * @param most threads of a call
   */
  load(model: Uint8Array, most = Infinity): (inputs: Values) => Promise<Record<string, TensorValue>> {
    const session = this.models++;
    const call = async (inputs: Values): Promise<Record<string, TensorValue>> => {
      const mine = { call };
      this.running.add(mine);
      const lane = await this.free();
      try {
        return await lane.run({ session, model, most }, inputs);
      } finally {
        this.running.delete(mine);
        const next = this.waiting.shift();
        if (next) next(lane);
        else this.idle.push(lane);
      }
    };
    forgotten.register(call, () => this.all.forEach((lane) => lane.release(session)));
    return call;
  }

  private async free(): Promise<Lane> {
    const idle = this.idle.pop();
    if (idle) return idle;
    if (this.all.length === this.count) return new Promise((resolve) => this.waiting.push(resolve));
    const lane = new Lane(this.options);
    this.all.push(lane);
    return lane;
  }
}

/** By the number of threads that are asked for. */
const opened = new Map<number, Lanes>();

/** Lanes that have all the threads of a native call among them; undefined where that is one. */
export function lanesOfProcess(): Lanes | undefined {
  const all = threads();
  if (all === 1) return undefined;
  const count = Math.min(all, most);
  const lanes = opened.get(all) ?? new Lanes(count, optionsOf('cpu', Math.floor(all / count)));
  opened.set(all, lanes);
  return lanes;
}
