// Damaged HepMC3 files: each gives whole events or one InputError, whatever happened to it, and takes no time or memory.
// JETDEMON_FUZZ_CASES raises the number of random cases.
import { InputError, keyOf, type Uniform } from '@jetdemon/workflow';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { GeneratedEvent } from '../event.ts';
import { cycles, elsewhere, hepMc3Text, weights } from '../testing/hepmc3-text.ts';
import { eventsIn, readHepMc3 } from './hepmc3.ts';

/** Of one test [ms]: ample for 2,000 cases, and not for an endless loop. */
const timeout = 60_000;
const cases = Number(process.env.JETDEMON_FUZZ_CASES ?? 2000);
const whole = Buffer.from(
  hepMc3Text({ position: elsewhere, attributes: weights + cycles, numbers: [1, 2, 3] }),
  'latin1',
);

/** The events before damage, and whether there was any; every event is one that a detector could take. */
async function outcome(events: AsyncIterable<GeneratedEvent>): Promise<{ count: number; damaged: boolean }> {
  let count = 0;
  try {
    for await (const { event, weight, particles } of events) {
      count++;
      const { pdgId, hardPhoton, ...numbers } = particles;
      if (!Number.isInteger(event) || !Number.isFinite(weight)) throw new Error(`event ${event}, weight ${weight}`);
      if (hardPhoton.length !== pdgId.length)
        throw new Error(`${hardPhoton.length} flags of ${pdgId.length} particles`);
      for (const [name, values] of Object.entries(numbers)) {
        if (values.length !== pdgId.length) throw new Error(`${values.length} ${name} of ${pdgId.length} particles`);
        if (!values.every(Number.isFinite)) throw new Error(`${name} holds ${values.find((x) => !Number.isFinite(x))}`);
      }
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^\S+:\d* /);
    expect(error.message).not.toContain('\n');
    return { count, damaged: true };
  }
  return { count, damaged: false };
}

test('a file cut short anywhere gives the events before the cut and one error', async () => {
  const text = whole.toString('latin1');
  const ends = [2, 3].map((number) => text.indexOf(`E ${number} `)).concat(text.lastIndexOf('HepMC'));
  for (let size = 0; size < whole.length - 1; size++) {
    const { count, damaged } = await outcome(eventsIn([whole.subarray(0, size)], 'a'));
    if (!damaged) expect(damaged, `cut after ${size} bytes`).toBe(true);
    // An event is whole once the next one (its line E) or the end of the listing has come, with its newline.
    const most = ends.filter((end) => size > end).length;
    if (count > most) expect(count, `cut after ${size} bytes`).toBeLessThanOrEqual(most);
    const least = ends.slice(0, 2).filter((end) => size > text.indexOf('\n', end)).length;
    if (count < least) expect(count, `cut after ${size} bytes`).toBeGreaterThanOrEqual(least);
  }
  expect(await outcome(eventsIn([whole], 'a'))).toEqual({ count: 3, damaged: false });
  expect(await outcome(eventsIn([whole.subarray(0, -1)], 'a'))).toEqual({ count: 3, damaged: false });
});

const pick = <T>(next: Uniform, list: readonly T[]): T => list[Math.floor(next() * list.length)]!;

const oddNumbers = [
  '0',
  '-1',
  '1e308',
  '-1e400',
  '2147483647',
  '2147483648',
  '-2147483648',
  '1e-400',
  'nan',
  '',
  '9'.repeat(400),
];

const damages: Readonly<Record<string, (bytes: Buffer, next: Uniform) => Buffer>> = {
  'bytes flipped': (bytes, next) => {
    const copy = Buffer.from(bytes);
    for (let at = 0; at < 1 + 8 * next(); at++) copy[Math.floor(next() * copy.length)] = Math.floor(256 * next());
    return copy;
  },
  'a stretch lost': (bytes, next) => {
    const from = Math.floor(next() * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + Math.floor(100 * next()))]);
  },
  'a stretch twice': (bytes, next) => {
    const from = Math.floor(next() * bytes.length);
    return Buffer.concat([bytes.subarray(0, from + Math.floor(200 * next())), bytes.subarray(from)]);
  },
  'another number': (bytes, next) => {
    const words = bytes.toString('latin1').split(/(?<=[ ,[\]\n])|(?=[ ,[\]\n])/);
    const numbers = [...words.keys()].filter((at) => /^[-+.\de]*\d[-+.\de]*$/.test(words[at]!));
    for (let at = 0; at < 1 + 2 * next(); at++) words[pick(next, numbers)] = pick(next, oddNumbers);
    return Buffer.from(words.join(''), 'latin1');
  },
  'lines in disorder': (bytes, next) => {
    const lines = bytes.toString('latin1').split('\n');
    const [from, to] = [Math.floor(next() * lines.length), Math.floor(next() * lines.length)];
    [lines[from], lines[to]] = [lines[to]!, lines[from]!];
    return Buffer.from(lines.join('\n'), 'latin1');
  },
};

test.each(Object.entries(damages))(
  '%s',
  async (name, damage) => {
    const next = keyOf(name).uniform();
    let damaged = 0;
    const count = Math.ceil(cases / Object.keys(damages).length);
    for (let at = 0; at < count; at++) {
      const bytes = damage(whole, next);
      const size = 1 + Math.floor(2 * next() * bytes.length);
      const result = await outcome(eventsIn([bytes.subarray(0, size), bytes.subarray(size)], 'a'));
      if (result.damaged) damaged++;
    }
    // Most of it shows; a changed digit of a momentum cannot.
    expect(damaged).toBeGreaterThan(0.2 * count);
  },
  600_000,
);

test(
  'compressed files that are damaged',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jetdemon-fuzz-'));
    try {
      const file = join(folder, 'events');
      const next = keyOf('compressed').uniform();
      const size = (whole.length << 3) | 1;
      const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x50, size, size >> 8, size >> 16]);
      const packed = [gzipSync(whole), Buffer.concat([frame, whole])];
      for (let at = 0; at < Math.ceil(cases / 10); at++) {
        const bytes = packed[at % 2]!;
        const cut = Math.floor(next() * bytes.length);
        writeFileSync(file, next() < 0.3 ? bytes.subarray(0, cut) : damages['bytes flipped']!(bytes, next));
        await outcome(readHepMc3(file));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  3 * timeout, // half of them begin a thread
);
