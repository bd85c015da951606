import { InputError, keyOf, type Input, type TaskContext } from '@jetdemon/workflow';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GeneratedEvent } from '../event.ts';
import { readEvents } from '../store/events.ts';
import { hepMc3Text } from '../testing/hepmc3-text.ts';
import task from './events.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'jetdemon-events-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

/** A program node that wrote `outputs`, by name. */
function program(node: string, outputs: Readonly<Record<string, string>>): Input {
  const result = join(folder, node);
  mkdirSync(result);
  const names = Object.keys(outputs).map((name) => [name, `${name}.hepmc3`] as const);
  for (const [name, file] of names) writeFileSync(join(result, file), outputs[name]!);
  writeFileSync(
    join(result, 'program.json'),
    JSON.stringify({ command: ['x'], version: null, outputs: Object.fromEntries(names) }),
  );
  return { node, base: node, axes: {}, params: {}, folder: result };
}

interface Run {
  readonly events: readonly GeneratedEvent[];
  readonly recorded: Readonly<Record<string, unknown>>;
  readonly said: readonly string[];
}

async function run(params: object, generated: readonly Input[] = []): Promise<Run> {
  const recorded: Record<string, unknown> = {};
  const said: string[] = [];
  const output = join(folder, 'result');
  mkdirSync(output);
  const context: TaskContext<ReturnType<typeof task.params.parse>, typeof task.inputs> = {
    params: task.params.parse(params),
    inputs: { generated },
    output,
    scratch: folder,
    key: keyOf(1),
    device: 'cpu',
    axes: {},
    progress: (message) => void said.push(message),
    record: (name, value) => void (recorded[name] = value),
  };
  await task.run(context);
  const events: GeneratedEvent[] = [];
  for await (const event of readEvents(output)) events.push(event);
  return { events, recorded, said };
}

const numbers = ({ events }: Run): number[] => events.map(({ event }) => event);

test('one file gives its events with the numbers they have in it', async () => {
  const file = write('a', hepMc3Text({ numbers: [5, 6, 9] }));
  const result = await run({ files: [file] });
  expect(numbers(result)).toEqual([5, 6, 9]);
  expect(result.events[0]!.weight).toBe(0.5);
  expect([...result.events[0]!.particles.pdgId]).toEqual([11, -11, 22, 11]);
  expect(result.recorded).toEqual({
    events: [{ file, events: 3 }],
    weights: { name: null, normalise: 'generator', scale: 1 },
  });
  expect(result.said.at(-1)).toBe('3 events from 1 file');
});

test('further files and programs count on, in their order', async () => {
  const first = write('a', hepMc3Text({ numbers: [5, 6] }));
  const second = write('b', gzipSync(hepMc3Text({ numbers: [1, 2] })));
  const made = program('pythia', { events: hepMc3Text({ numbers: [0, 1] }), log: 'none' });
  expect(numbers(await run({ files: [first, second], output: 'events' }, [made]))).toEqual([5, 6, 7, 8, 9, 10]);
});

test('take keeps the first events and looks no further', async () => {
  const first = write('a', hepMc3Text({ numbers: [1, 2] }));
  const second = write('b', hepMc3Text({ numbers: [1, 2, 3] }).slice(0, -200));
  const result = await run({ files: [first, second], take: 3 });
  expect(numbers(result)).toEqual([1, 2, 3]);
  expect(result.recorded.events).toEqual([
    { file: first, events: 2 },
    { file: second, events: 1 },
  ]);
});

describe('weights', () => {
  const crossSection = (value: string) => `W 5.0e-01 2.0e+00\nA 0 GenCrossSection ${value} 1.0e+00 10 100\n`;

  test('of another name', async () => {
    const { events } = await run({ files: [write('a', hepMc3Text())], weight: 'up' });
    expect(events.map(({ weight }) => weight)).toEqual([2]);
  });

  test('sum to the cross section: of each file what it says last, of all their mean by the sums of weights', async () => {
    const first = hepMc3Text({ numbers: [1, 2, 3], attributes: crossSection('1.0e+02') });
    const files = [
      write('a', first.replace(/1\.0e\+02(?=[^]*E 2 )/, '9.9e+02')), // an estimate of the first event
      write('b', hepMc3Text({ numbers: [1], attributes: crossSection('1.4e+02') })),
    ];
    const { events } = await run({ files, normalise: 'cross-section' });
    // (3 × 100 + 1 × 140) / 4 = 110 pb over four events of one weight
    expect(events.map(({ weight }) => weight)).toEqual([27.5, 27.5, 27.5, 27.5]);
  });

  test('of another name sum to what that makes of the cross section, which is that of the first', async () => {
    const files = [write('a', hepMc3Text({ numbers: [1, 2], attributes: crossSection('1.0e+02') }))];
    const { events } = await run({ files, weight: 'up', normalise: 'cross-section' });
    // Four times the nominal weights: 400 pb over two events.
    expect(events.map(({ weight }) => weight)).toEqual([200, 200]);
  });

  test('cannot sum to what no file says', async () => {
    await expect(run({ files: [write('a', hepMc3Text())], normalise: 'cross-section' })).rejects.toThrow(
      /a: normalise: cross-section: expected a cross section \(GenCrossSection\) above 0, found none$/,
    );
  });
});

describe('an incomplete file', () => {
  const cut = hepMc3Text({ numbers: [1, 2, 3] }).slice(0, -200);

  test('fails', async () => {
    await expect(run({ files: [write('a', cut)] })).rejects.toThrow(/a:\d+ event 3: expected HepMC.* it is truncated$/);
  });

  test('gives the events before the damage when asked to, and says so aloud', async () => {
    const files = [write('a', cut), write('b', hepMc3Text({ numbers: [1] }))];
    const result = await run({ files, incomplete: 'keep' });
    expect(numbers(result)).toEqual([1, 2, 3]);
    expect(result.recorded.events).toMatchObject([{ events: 2, incomplete: expect.stringContaining('truncated') }, {}]);
    expect(result.said.at(-1)).toMatch(/^3 events from 2 files; kept 2 events of an incomplete file: .*truncated/);
  });

  test('without one whole event fails even so', async () => {
    const file = write('a', cut.slice(0, 300));
    await expect(run({ files: [file], incomplete: 'keep' })).rejects.toThrow(InputError);
  });
});

test('nothing to read from is an error', async () => {
  await expect(run({})).rejects.toThrow('files: expected at least one, or a node at generated, found none');
  rmSync(join(folder, 'result'), { recursive: true });
  const empty = write('a', hepMc3Text({ numbers: [] }));
  await expect(run({ files: [empty] })).rejects.toThrow('expected at least 1 event, found none');
});

test('event numbers beyond 32 bits are an error', async () => {
  const files = [write('a', hepMc3Text({ numbers: [2147483647] })), write('b', hepMc3Text({ numbers: [1] }))];
  await expect(run({ files })).rejects.toThrow(
    'event 1: expected numbers up to 2147483647 after those of the files before, found 2147483648',
  );
});
