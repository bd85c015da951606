import { InputError, keyOf } from '@jetdemon/workflow';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GeneratedEvent } from '../event.ts';
import { cycles, elsewhere, hepMc3Text, records, weights, type FileParts } from '../testing/hepmc3-text.ts';
import { miniEvents, sharedEvents, type ReferenceEvent } from '../testing/reference.ts';
import { eventsIn, readHepMc3, type HepMcOptions } from './hepmc3.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

async function all(events: AsyncIterable<GeneratedEvent>): Promise<GeneratedEvent[]> {
  const list: GeneratedEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

const parse = (text: string): Promise<GeneratedEvent[]> => all(eventsIn([Buffer.from(text, 'latin1')], 'a.hepmc3'));

/** PDG code, px, py, pz, E, x, y, z, by px: the reference has its particles in another order. */
const rows = ({ pdgId, px, py, pz, energy, x, y, z }: GeneratedEvent['particles']): number[][] =>
  Array.from(pdgId, (id, at) => [id, px[at]!, py[at]!, pz[at]!, energy[at]!, x[at]!, y[at]!, z[at]!]);
const byMomentum = (a: readonly number[], b: readonly number[]): number => a[1]! - b[1]! || a[2]! - b[2]!;

function expectReference(events: readonly GeneratedEvent[], references: readonly ReferenceEvent[]): void {
  expect(events.map(({ event }) => event)).toEqual(references.map(({ event }) => event));
  events.forEach(({ particles, weight }, at) => {
    const reference = references[at]!;
    expect(weight).toBe(1);
    const found = rows(particles).sort(byMomentum);
    const expected = [...reference.particles].sort(byMomentum);
    expect(found.map((row) => row.slice(0, 5))).toEqual(expected.map((row) => row.slice(0, 5)));
    // The reference gives nine digits of a position.
    found.forEach((row, particle) => {
      const [, , , , , , x, y, z] = expected[particle]!;
      [x, y, z].forEach((value, axis) => {
        const difference = Math.abs(row[5 + axis]! - value);
        if (!(difference <= 1e-8 * Math.abs(value))) expect(row[5 + axis], `particle ${row}`).toBe(value);
      });
    });
    const hard = [...particles.hardPhoton.keys()].filter((particle) => particles.hardPhoton[particle] === 1);
    const photons = hard.map((particle) => {
      const { px, py, pz } = particles;
      const pt = Math.hypot(px[particle]!, py[particle]!);
      return [pt, Math.asinh(pz[particle]! / pt), Math.atan2(py[particle]!, px[particle]!)];
    });
    const photon = reference.hardPhoton;
    expect(photons.length).toBe(photon ? 1 : 0);
    photon?.forEach((value, component) => expect(photons[0]![component]).toBeCloseTo(value, 9));
  });
}

describe.each(['dijet', 'Zgamma'] as const)('the bundled %s events', (process) => {
  const file = root(`data/events/${process.toLowerCase()}-10.hepmc3.gz`);

  test('are those of the generator: momenta exactly, vertices, hard photons', async () => {
    const events = await all(readHepMc3(file));
    expect(events.length).toBe(10);
    const references = miniEvents().filter((event) => event.process === process);
    expectReference(events.slice(0, references.length), references);
  });

  const shared = sharedEvents();
  const plain = root(`../shared/data/events-${process.toLowerCase()}-10.hepmc3`);
  test.skipIf(shared === undefined || !existsSync(plain))('all ten, from the plain file', async () => {
    const references = shared!.filter((event) => event.process === process).slice(0, 10);
    expectReference(await all(readHepMc3(plain)), references);
  });
});

test.each(Array.from({ length: 17 }, (_, digits) => digits))(
  'numbers of %i digits after the point are read',
  async (digits) => {
    const whole = gunzipSync(readFileSync(root('data/events/dijet-10.hepmc3.gz'))).toString('latin1');
    const asWritten = (decimal: string) =>
      Number(decimal)
        .toExponential(digits)
        .replace(/(?<=e[+-])(?=\d$)/, '0');
    const text = whole.replace(/^P .*$/gm, (line) => {
      const fields = line.split(' ');
      return [...fields.slice(0, 4), ...fields.slice(4, 9).map(asWritten), ...fields.slice(9)].join(' ');
    });
    const stable = [...text.matchAll(/^P .* 1$/gm)].map(([line]) => line.split(' ').slice(4, 8).map(Number));
    const events = await parse(text);
    const found = events.flatMap(({ particles }) => rows(particles).map((row) => row.slice(1, 5)));
    const sorted = (momenta: readonly number[][]) => momenta.map(String).sort();
    expect(events.length).toBe(10);
    expect(sorted(found)).toEqual(sorted(stable));
  },
);

const eeH = root('../shared/data/external/events.eeH.hepmc3.zst');

test.skipIf(!existsSync(eeH))('the events of another program, compressed by zstd, are those of HepMC3', async () => {
  const events = await all(readHepMc3(eeH));
  const particles = events.flatMap((event) => rows(event.particles));
  // HepMC3 3.1.2 on the same file through testing/hepmc3-peer.cc, its columns summed by math.fsum.
  expect([events.length, particles.length]).toEqual([100, 6497]);
  expect([events[0]!.particles.px.length, events[99]!.particles.px.length]).toEqual([50, 110]);
  const sum = (column: number): number => particles.reduce((total, row) => total + Math.abs(row[column]!), 0);
  expect(sum(4)).toBeCloseTo(24999.999999999865, 7);
  expect(sum(1)).toBeCloseTo(11638.51474926938, 7);
  expect(sum(5)).toBeCloseTo(136084.89845991303, 6);
});

// Momenta of the small event and where its particles were produced; HepMC3 3.1.2 through testing/hepmc3-peer.cc.
const momenta = [
  [11, 11, 0.25, 0, 12],
  [-11, -1, -0.25, 0, 80],
  [22, 0, 1.5, 2, 2.5],
  [11, 0, 1.5, 2, 2.5],
];
const late = records.replace('V -3 7 [4]\n', '').replace('P 9', 'V -3 7 [4]\nP 9');
const placings: readonly (readonly [name: string, parts: FileParts, produced: number[][]])[] = [
  [
    'inherits the position of a vertex without one',
    {},
    [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
      [5, 6, 7],
    ],
  ],
  [
    'inherits none where there may be circles',
    { attributes: cycles },
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [5, 6, 7],
    ],
  ],
  [
    'takes the position of the event then',
    { position: elsewhere, attributes: cycles },
    [
      [0.1, 0.2, 30],
      [0.1, 0.2, 30],
      [0.1, 0.2, 30],
      [5, 6, 7],
    ],
  ],
  [
    'takes the position of the event where no vertex has one',
    { position: elsewhere, records: records.replaceAll(/ @ .*/g, '') },
    [
      [0.1, 0.2, 30],
      [0.1, 0.2, 30],
      [0.1, 0.2, 30],
      [0.1, 0.2, 30],
    ],
  ],
  [
    'finds a vertex that comes after its particles',
    { records: late },
    [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
      [5, 6, 7],
    ],
  ],
];

describe('as HepMC3 itself', () => {
  test.each(placings)('%s', async (_, parts, produced) => {
    const [event] = await parse(hepMc3Text(parts));
    expect(rows(event!.particles)).toEqual(momenta.map((row, at) => [...row, ...produced[at]!]));
  });

  test('converts MeV and cm, and takes the first weight', async () => {
    const [event] = await parse(hepMc3Text({ units: 'U MEV CM\n' }));
    expect(event).toMatchObject({ event: 7, weight: 0.5 });
    const expected = [
      [11, 0.011, 0.00025, 0, 0.012, 10, 20, 30],
      [-11, -0.001, -0.00025, 0, 0.08, 10, 20, 30],
      [22, 0, 0.0015, 0.002, 0.0025, 10, 20, 30],
      [11, 0, 0.0015, 0.002, 0.0025, 50, 60, 70],
    ];
    expect(rows(event!.particles)).toEqual(expected);
  });
});

test('a mother may come after its child, as in the circles that Pythia makes of Les Houches events', async () => {
  // Particle 8 goes into the vertex at (5, 6, 7): what it is the mother of was produced there, wherever it stands.
  const [event] = await parse(hepMc3Text({ records: records.replace('P 5 3', 'P 5 8') }));
  expect(rows(event!.particles)[0]!.slice(0, 1).concat(rows(event!.particles)[0]!.slice(5))).toEqual([11, 5, 6, 7]);
});

describe('weights and cross sections', () => {
  const text = hepMc3Text({ attributes: `${weights}A 0 GenCrossSection 1.25e+02 1.5e+00 10 100\n` });
  const read = (options: HepMcOptions) => all(eventsIn([Buffer.from(text)], 'a.hepmc3', options));

  test('are read by name', async () => {
    expect(await read({})).toMatchObject([{ weight: 0.5, crossSectionPb: 125 }]);
    expect(await read({ weight: 'up' })).toMatchObject([{ weight: 2, crossSectionPb: 125 }]);
    expect(await parse(hepMc3Text())).toMatchObject([{ weight: 0.5, crossSectionPb: undefined }]);
  });

  test('that the file does not have are refused', async () => {
    await expect(read({ weight: 'down' })).rejects.toThrow('event 7: expected a weight down, found nominal, up');
  });
});

test('an event without weights has weight 1, and units are GeV and mm where none are given', async () => {
  const [event] = await parse(hepMc3Text({ units: '', attributes: '' }));
  expect(event!.weight).toBe(1);
  expect(event!.particles.energy[0]).toBe(12);
});

describe('which photons are hard', () => {
  const history = (status: number) => `P 1 0 2 0 0 1e2 1e2 0 4
P 2 0 -2 0 0 -1e2 1e2 0 4
V -1 0 [1,2]
P 3 -1 22 1 0 0 1 0 ${status}
P 4 -1 23 -1 0 0 9e1 9e1 22
V -2 0 [3]
P 5 -2 22 9e-1 0 0 9e-1 0 44
P 6 5 22 8e-1 0 0 8e-1 0 1
P 7 4 11 1 0 0 1 0 51
P 8 7 22 1e-1 0 0 1e-1 0 1
P 9 7 11 1 0 0 1 0 1
`;
  const hardOf = async (body: string): Promise<number[]> => {
    const [event] = await parse(hepMc3Text({ records: body }).replace('E 7 4 9', 'E 7 5 9'));
    return [...event!.particles.hardPhoton];
  };

  test('one that comes from an outgoing photon of the hard process, through recoils, is', async () => {
    expect(await hardOf(history(23))).toEqual([1, 0, 0]);
  });

  test('what one split into, recoils and decays later, is', async () => {
    const split = history(23).replace('P 6 5 22', 'P 6 5 1').replace('8e-1 0 1', '8e-1 0 51');
    const body = split.replace(
      /P 9 .*\n/,
      'P 9 7 11 1 0 0 1 0 1\nP 10 6 211 1 0 0 1 0 1\nP 11 6 111 1 0 0 1 0 2\nP 12 11 22 1 0 0 1 0 1\n',
    );
    const [event] = await parse(hepMc3Text({ records: body }).replace('E 7 4 9', 'E 7 7 12'));
    expect([...event!.particles.pdgId]).toEqual([22, 11, 211, 22]);
    expect([...event!.particles.hardPhoton]).toEqual([0, 0, 1, 1]);
  });

  test('two of them are told apart', async () => {
    const two = history(23).replace('P 4 -1 23', 'P 4 -1 22').replace('P 7 4 11', 'P 7 4 22');
    expect(await hardOf(two)).toEqual([1, 2, 0]);
  });

  test('one of a further interaction is not', async () => {
    expect(await hardOf(history(33))).toEqual([0, 0, 0]);
  });

  test('without such statuses two partons must have gone into its vertex', async () => {
    expect(await hardOf(history(11).replace('9e1 22', '9e1 11'))).toEqual([1, 0, 0]);
    expect(await hardOf(history(11).replace('9e1 22', '9e1 11').replace('P 2 0 -2', 'P 2 0 -211'))).toEqual([0, 0, 0]);
  });
});

describe('where pieces and lines end', () => {
  const text = hepMc3Text({ numbers: [1, 2, 3] });

  test('changes nothing', async () => {
    const expected = await parse(text);
    const next = keyOf(3).uniform();
    for (const most of [1, 7, 60, 500]) {
      const pieces: Buffer[] = [];
      for (let at = 0; at < text.length;) {
        const size = 1 + Math.floor(most * next());
        pieces.push(Buffer.from(text.slice(at, at + size)));
        at += size;
      }
      expect(await all(eventsIn(pieces, 'a'))).toEqual(expected);
    }
    expect(await parse(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(await parse(text.trimEnd())).toEqual(expected);
    expect(await parse(text.replaceAll('\n', '\n\n'))).toEqual(expected);
  });

  test('a listing may follow a listing', async () => {
    expect((await parse(text + text)).map(({ event }) => event)).toEqual([1, 2, 3, 1, 2, 3]);
  });
});

describe('files on disk', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'jetdemon-hepmc3-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const text = hepMc3Text({ numbers: [1, 2, 3] });
  const write = (bytes: Buffer | string): string => {
    const file = join(folder, 'events');
    writeFileSync(file, bytes);
    return file;
  };

  /** A zstd frame of one uncompressed block (RFC 8878): 1 MiB window, no checksum. */
  const zstd = (bytes: Buffer): Buffer => {
    const size = (bytes.length << 3) | 1;
    return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x50, size, size >> 8, size >> 16]), bytes]);
  };

  test('are told apart by their first bytes', async () => {
    const expected = await parse(text);
    for (const bytes of [text, gzipSync(text), zstd(Buffer.from(text))]) {
      expect(await all(readHepMc3(write(bytes)))).toEqual(expected);
    }
    const [half, rest] = [text.slice(0, 700), text.slice(700)];
    for (const pack of [gzipSync, (part: string) => zstd(Buffer.from(part))]) {
      const parts = Buffer.concat([pack(half), pack(rest)]);
      expect(await all(readHepMc3(write(parts)))).toEqual(expected);
    }
  });

  test('may be filled up with zeros, as tapes and archives do', async () => {
    const bytes = Buffer.concat([gzipSync(text), Buffer.alloc(100_000)]);
    expect((await all(readHepMc3(write(bytes)))).length).toBe(3);
  });

  test('of damaged compression give what comes before, then one error with file, line and event', async () => {
    const many = hepMc3Text({ numbers: Array.from({ length: 2000 }, (_, at) => at) });
    const next = keyOf(4).uniform();
    // Digits that do not repeat, so that the compressed file is long.
    const varied = many.replaceAll('2.5e+00', () => `2.${Math.floor(1e12 * next())}e+00`);
    const packed = gzipSync(varied);
    for (const bytes of [packed.subarray(0, packed.length >> 1), zstd(Buffer.from(many)).subarray(0, 5000)]) {
      const file = write(bytes);
      const given: number[] = [];
      const read = async (): Promise<void> => {
        for await (const { event } of readHepMc3(file)) given.push(event);
      };
      const error = await read().then(
        () => undefined,
        (problem: unknown) => problem as Error,
      );
      expect(error).toBeInstanceOf(InputError);
      expect(error!.message).toMatch(/^\/.*events:\d+ (event \d+: )?expected whole (gzip|zstd) data, found damage: /);
      expect(given).toEqual(given.map((_, at) => at));
      if (bytes.length > 5000) expect(given.length).toBeGreaterThan(500);
    }
  });

  test('that are missing, folders or empty are named', async () => {
    await expect(all(readHepMc3(join(folder, 'none')))).rejects.toThrow('expected a readable file, found none');
    await expect(all(readHepMc3(folder))).rejects.toThrow('expected a readable file, found a folder');
    await expect(all(readHepMc3(write('')))).rejects.toThrow(
      'expected HepMC ascii (HepMC::Asciiv3 or HepMC::IO_GenEvent), found an empty file',
    );
  });
});

describe('what is malformed is one error with file, line and event', () => {
  const good = hepMc3Text();
  const formats =
    'expected HepMC ascii (HepMC::Asciiv3 or HepMC::IO_GenEvent), which begins with HepMC::Version and HepMC::Asciiv3-START_EVENT_LISTING or HepMC::IO_GenEvent-START_EVENT_LISTING, found';

  test.each([
    ['<LesHouchesEvents>\n', `a.hepmc3:1 ${formats} "<LesHouchesEvents>"`],
    [good.replace('HepMC::Asciiv3-START_EVENT_LISTING\n', ''), `a.hepmc3:2 ${formats} "W"`],
    [good.replace('E 7 4 9', 'E 7 4 8'), 'a.hepmc3:19 event 7: expected 8 particles, found 9'],
    [good.replace('E 7 4 9', 'E 7 5 9'), 'a.hepmc3:19 event 7: expected 5 vertices, found 4'],
    [good.replace('E 7 4 9', 'E 7 4 2147483647'), 'a.hepmc3:19 event 7: expected 2147483647 particles, found 9'],
    [
      good.replace('E 7 4 9', 'E 7 4'),
      'a.hepmc3:4 number of particles: expected a whole number of 32 bits, found the end of the line',
    ],
    [good.replace('E 7 4 9', 'E 7 4 9 x'), 'a.hepmc3:4 event 7: record: expected the end of the line, found "x"'],
    [good.replace('U GEV', 'U TEV'), 'a.hepmc3:5 event 7: units: expected GEV or MEV and MM or CM, found "TEV MM"'],
    [good.replace('5.0e-01', 'nan'), 'a.hepmc3:6 event 7: weight: expected a finite number, found "nan"'],
    [good.replace('1.1e+01', '1.1e+999'), 'a.hepmc3:12 event 7: px: expected a finite number, found "1.1e+999"'],
    [
      good.replace('9.2e+01', '9.2e+O1'), // of a particle that decays
      'a.hepmc3:10 event 7: energy: expected a finite number, found "9.2e+O1"',
    ],
    [
      good.replace('1.2e+01 5.11e-04 1', '1.2e+01'),
      'a.hepmc3:12 event 7: mass: expected a finite number, found the end of the line',
    ],
    [good.replace('P 5', 'P 6'), 'a.hepmc3:12 event 7: expected particle 5, found particle 6'],
    [
      good.replace('P 5 3', 'P 5 5'),
      'a.hepmc3:12 event 7: particle 5: expected another one as its mother, found itself',
    ],
    [good.replace('P 5 3', 'P 5 80'), 'a.hepmc3:19 event 7: particle 5: expected a mother among 9 particles, found 80'],
    [good.replace('P 5 3', 'P 5 -9'), 'a.hepmc3:19 event 7: particle 5: expected a vertex of the event, found -9'],
    [good.replace('[8]', '[80]'), 'a.hepmc3:19 event 7: vertex with incoming particle 80: expected one of 9 particles'],
    [
      good.replace('[1,2]', '[1;2]'),
      'a.hepmc3:9 event 7: incoming particle: expected a whole number of 32 bits, found "1;2]"',
    ],
    [good.replace('[1,2]', '1,2'), 'a.hepmc3:9 event 7: vertex: expected [particle numbers], found "1,2"'],
    [good.replace('V -4', 'V -3'), 'a.hepmc3:17 event 7: expected each vertex once, found vertex -3 again'],
    [good.replace('V -4', 'V 4'), 'a.hepmc3:17 event 7: expected a vertex number below 0, found 4'],
    [good.replace('P 2 0', 'P2 0'), 'a.hepmc3:8 event 7: record: expected E, U, W, A, V, P, T or N, found "P2"'],
    [good.replace('P 2 0', 'Q 2 0'), 'a.hepmc3:8 event 7: record: expected E, U, W, A, V, P, T or N, found "Q"'],
    [good.replace('E 7 4 9\n', ''), 'a.hepmc3:4 expected an event (E) before U, found none'],
    [
      good.replace(/HepMC::Asciiv3-END.*\n/, ''),
      'a.hepmc3:18 event 7: expected HepMC::Asciiv3-END_EVENT_LISTING at the end of the file, found none: it is truncated',
    ],
    [`${good}P 1 0 1\n`, 'a.hepmc3:20 expected nothing after HepMC::Asciiv3-END_EVENT_LISTING, found "P"'],
    [
      good.replace('P 2', `A ${'x'.repeat(2 ** 24)}\nP 2`),
      'a.hepmc3:8 event 7: attribute of: expected a whole number of 32 bits, found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
    ],
  ])('%#', async (text, message) => {
    const error = await parse(text).then(
      () => undefined,
      (problem: unknown) => problem as Error,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error!.message).toBe(message);
  });

  test('also where a line never ends', async () => {
    const endless = function* () {
      yield Buffer.from(good.slice(0, 300));
      for (;;) yield Buffer.alloc(2 ** 22, 'x');
    };
    await expect(all(eventsIn(endless(), 'a'))).rejects.toThrow('event 7: expected lines of at most 16777216 bytes');
  });
});

test.each([
  ['says so', weights + cycles],
  ['does not say so', weights],
])('vertices of a circle without positions are where the event is, also where the file %s', async (_, attributes) => {
  const circle = records.replace('V -1 0 [1,2] @ 1.0e+00 2.0e+00 3.0e+00 4.0e+00', 'V -1 0 [3]');
  const text = hepMc3Text({ records: circle, attributes, position: elsewhere }).replace('E 7 4 9', 'E 7 3 9');
  const [event] = await parse(text);
  // Particles 5 and 6 come out of the circle, 7 of a vertex after it, 9 of one with a position of its own.
  expect([...event!.particles.x]).toEqual([0.1, 0.1, 0.1, 5]);
});
