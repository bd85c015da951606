// HepMC 2 ascii beside the same events in version 3, and files of real programs where they are at hand.
import { InputError } from '@jetdemon/workflow';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hepMc2Records, hepMc2Text } from '../testing/hepmc2-text.ts';
import { hepMc3Text } from '../testing/hepmc3-text.ts';
import { eventsIn, readHepMc3, type HepMcEvent } from './hepmc3.ts';

async function all(events: AsyncIterable<HepMcEvent>): Promise<HepMcEvent[]> {
  const list: HepMcEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

const parse = (text: string) => all(eventsIn([Buffer.from(text)], 'a.hepmc'));

test('is what the same events are in version 3', async () => {
  const crossSection = 'W 5.0e-01 2.0e+00\nA 0 GenCrossSection 1.25e+02 1.5e+00 10 100\n';
  for (const units of ['GEV MM', 'MEV CM']) {
    const expected = await parse(hepMc3Text({ numbers: [7, 8], units: `U ${units}\n`, attributes: crossSection }));
    expect(await parse(hepMc2Text({ numbers: [7, 8], units }))).toEqual(expected);
  }
});

test('has named weights', async () => {
  expect(await all(eventsIn([Buffer.from(hepMc2Text())], 'a', { weight: 'up' }))).toMatchObject([{ weight: 2 }]);
});

const shared = fileURLToPath(new URL('../../../../../shared/cases/15-hepmc2/events.hepmc2', import.meta.url));

test.skipIf(!existsSync(shared))(
  'of HepMC3 3.1.2, which writes no number of weights where there are none, is read',
  async () => {
    const events = await all(readHepMc3(shared));
    expect(events.map(({ particles }) => particles.energy.length)).toEqual(Array(8).fill(30));
    // Sum of the energies of the first as that program's own reader has it.
    expect(events[0]!.particles.energy.reduce((sum, energy) => sum + energy, 0)).toBeCloseTo(1326.584, 3);
  },
);

describe('what is malformed is one error with file, line and event', () => {
  const good = hepMc2Text();
  test.each([
    [good.replace('E 7 0', 'E 7 x'), 'a.hepmc:3 number of interactions: expected a whole number of 32 bits, found "x"'],
    [
      good.replace(' 2 5.0e-01 2.0e+00\n', ' 2 5.0e-01\n'),
      'a.hepmc:3 weight: expected a finite number, found the end of the line',
    ],
    [
      good.replace('1 12345678901234', '2147483647'),
      'a.hepmc:3 random number: expected a field, found the end of the line',
    ],
    [good.replace('0 0 4 10001', '0 0 5 10001'), 'a.hepmc:21 event 7: expected 5 vertices, found 4'],
    [
      good.replace('10004 111', '10004 1.5'),
      'a.hepmc:12 event 7: PDG code: expected a whole number of 32 bits, found "1.5"',
    ],
    [
      good.replace('2 0 0 -3 0', '2 0 0 -9 0'),
      'a.hepmc:21 event 7: particle 4: expected a vertex of the event, found -9',
    ],
    [
      good.replace('4.0e+00 0 2 0', '4.0e+00 0 3 0'),
      'a.hepmc:16 event 7: vertex -2: expected 1 more particles, found none',
    ],
    [
      good.replace('8.0e+00 0 1 0', '8.0e+00 0 0 0'),
      'a.hepmc:20 event 7: expected a vertex (V) with more particles before P, found none',
    ],
    [good.replace('V -3', 'V -2'), 'a.hepmc:16 event 7: expected each vertex once, found -2 again'],
    [
      good.replace(/HepMC::IO_GenEvent-END.*/, ''),
      'a.hepmc:22 event 7: expected HepMC::IO_GenEvent-END_EVENT_LISTING at the end of the file, found none: it is truncated',
    ],
    [good.replace('N 2', 'Q 2'), 'a.hepmc:4 event 7: record: expected E, N, U, C, H, F, V or P, found "Q"'],
    [good.replace(/E 7 .*\n/, ''), 'a.hepmc:3 expected an event (E), found "2"'],
  ])('%#', async (text, message) => {
    expect(text).not.toBe(good);
    const error = await parse(text).then(
      () => undefined,
      (problem: unknown) => problem as Error,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error!.message).toBe(message);
  });

  test('also where it is cut anywhere', async () => {
    expect(hepMc2Records).toContain('V -4');
    for (let size = 1; size < good.trimEnd().length; size++) {
      await expect(parse(good.slice(0, size)), `cut after ${size} bytes`).rejects.toThrow(InputError);
    }
  });
});
