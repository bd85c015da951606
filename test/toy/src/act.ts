// Act of every toy task beside its work: it leaves a line in TOY_LOG each time it really runs, and misbehaves as
// TOY_FAULT (`<node>=><fault>`) asks. Both come from the environment, which is in no key.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, type Input, type InputPorts, type TaskContext } from '@jetdemon/workflow';

interface Context extends Pick<
  TaskContext<unknown, InputPorts>,
  'output' | 'scratch' | 'progress' | 'record' | 'device'
> {
  readonly inputs?: Readonly<Record<string, Input | readonly Input[]>>;
}

/** ES2024, which Node 20 has. */
interface Resizable {
  resize(bytes: number): void;
}

const FAULTS: Readonly<Record<string, (context: Context) => unknown>> = {
  input: () => {
    throw new InputError('expected a toy, found a stick', 'toys.txt:3');
  },
  row: ({ inputs }) => {
    const { folder } = inputs!['numbers'] as Input;
    throw InputError.at({ file: path.join(folder, 'numbers.json'), row: 2 }, 'expected a number, found a stick');
  },
  bug: () => {
    throw new TypeError('toy is undefined');
  },
  disk: () => fs.writeFileSync('/dev/full', 'x'),
  half: ({ output }) => {
    fs.writeFileSync(path.join(output, 'half.bin'), 'half');
    throw new InputError('stopped half-way');
  },
  nothing: () => 'wrote nothing',
  hang: () => sleep(60_000),
  /** Until there is a file named as TOY_LOG and `.go`. */
  hold: async () => {
    while (!fs.existsSync(`${process.env['TOY_LOG']!}.go`)) await sleep(100);
  },
  slow: () => sleep(700),
  endless: () => sleep(600_000),
  /** Hangs the first time. */
  once: ({ scratch }) =>
    fs.readFileSync(path.join(scratch, 'visits'), 'utf8').length > 1 ? undefined : sleep(600_000),
  /** Takes 700 MB, all of it touched, and gives them back. */
  large: () => {
    const taken = Reflect.construct(ArrayBuffer, [7e8, { maxByteLength: 7e8 }]) as ArrayBuffer & Resizable;
    new Uint8Array(taken).fill(1);
    taken.resize(0);
  },
  memory: async () => {
    for (const taken: Buffer[] = []; ;) {
      taken.push(Buffer.alloc(20_000_000, 1));
      await sleep(20);
    }
  },
};

/** True when the task shall write no result. */
export async function act(task: string, context: Context): Promise<boolean> {
  const node = (JSON.parse(process.env['JETDEMON_NODE']!) as { node: string }).node;
  fs.appendFileSync(process.env['TOY_LOG']!, `${node}\n`);
  fs.appendFileSync(path.join(context.scratch, 'visits'), 'x');
  context.record('device', { asked: context.device, name: 'cpu' });
  context.record('visits', fs.readFileSync(path.join(context.scratch, 'visits'), 'utf8').length);
  context.progress(`${task} at work`, 0.5);
  const [at, fault] = (process.env['TOY_FAULT'] ?? '').split('=>');
  if ((at !== node && at !== node.split('@')[0]) || fault === undefined) return false;
  await FAULTS[fault]!(context);
  return fault === 'nothing';
}
