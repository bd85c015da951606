import { readJets } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ClusteredEvent } from '../event.ts';
import { writeClustered } from '../store/clustered.ts';
import select from '../tasks/select.ts';
import { clusteredEvent } from '../testing/clustered-event.ts';
import { miniEvents, sharedEvents } from '../testing/reference.ts';
import { cutflowText } from './cutflow-text.ts';
import type { Cutflow } from '@jetdemon/artifacts';
import { selectJets } from './select-jets.ts';
import type { EventCuts } from './select-event.ts';

const defaults = select.params.parse({});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jetdemon-simulation-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

type Sample = readonly ClusteredEvent[];

async function selected(
  samples: { readonly background?: readonly Sample[]; readonly signal?: readonly Sample[] },
  cuts: EventCuts = defaults,
) {
  const stored = (given: readonly Sample[] = []) =>
    Promise.all(
      given.map(async (events, at) => {
        const folder = temporaryFolder();
        await writeClustered(folder, events);
        return { node: `clustered@sample=${at}`, folder };
      }),
    );
  const output = temporaryFolder();
  const recorded = new Map<string, unknown>();
  await selectJets({
    params: cuts,
    inputs: { background: await stored(samples.background), signal: await stored(samples.signal) },
    output,
    progress: () => {},
    record: (name, value) => recorded.set(name, value),
  });
  const cutflow = JSON.parse(readFileSync(join(output, 'cutflow.json'), 'utf8')) as Cutflow;
  return { output, recorded, cutflow, jets: await readJets(join(output, 'jets.arrow')) };
}

const reference = sharedEvents() ?? miniEvents();
const of = (process: 'dijet' | 'Zgamma') => reference.filter((event) => event.process === process);
const [dijets, zgammas] = [of('dijet'), of('Zgamma')];
const [dijetEvents, zgammaEvents] = [dijets.map(clusteredEvent), zgammas.map(clusteredEvent)];
const loose: EventCuts = { photonWithin: 1, ptMinGeV: 250, massMinGeV: 20 };

test('by default makes the selection of the paper, the photon’s jet taken out', () => {
  expect(defaults).toEqual({ photonWithin: 1, ptMinGeV: 300, massMinGeV: 50, constituents: 64, constituentsMin: 3 });
  expect(select.params.parse({ photonWithin: null }).photonWithin).toBeNull();
});

test.each([{ photonWithin: 0 }, { constituentsMin: 0 }, { ptMin: 300 }, { absEtaMax: -1 }])('refuses %o', (given) => {
  expect(select.params.safeParse(given).success).toBe(false);
});

describe('jets of both classes', () => {
  const passing = (event: (typeof reference)[number]): boolean => {
    const { pt, m } = event.selected.all;
    return pt > 250 && m > 20;
  };

  test('are those of the reference, background first, with its features in TeV', async () => {
    const { jets } = await selected({ background: [dijetEvents], signal: [zgammaEvents] }, loose);
    const wanted = [...dijets.filter(passing), ...zgammas.filter(passing)];
    expect(jets.count).toBe(wanted.length);
    expect([...jets.label]).toEqual(wanted.map(({ process }) => Number(process === 'Zgamma')));
    const column = (name: string): number[] => [...jets.reference![name]!.values];
    expect(column('event')).toEqual(wanted.map(({ event }) => event));
    expect(column('n_towers')).toEqual(wanted.map(({ selected }) => selected.n));
    expect(column('is_leading')).toEqual(wanted.map(({ selected }) => Number(selected.jet === 0)));
    expect(column('weight')).toEqual(wanted.map(() => 1));
    for (const [prefix, which] of [
      ['jet', 'all'],
      ['trunc', 'hardest64'],
    ] as const)
      // prettier-ignore
      for (const [name, feature, scale] of [['pt', 'pt', 1000], ['eta', 'eta', 1], ['phi', 'phi', 1], ['mass', 'm', 1000], ['d2', 'd2', 1]] as const) // prettier-ignore
        column(`${prefix}_${name}`).forEach((value, row) => {
          const want = wanted[row]!.selected[which][feature];
          expect(Math.abs(value * scale - want)).toBeLessThan(1e-9 * Math.max(1, Math.abs(want)));
        });
  });

  test('have as many as they are told, and say so in their layout', async () => {
    const [few, all] = [await selected({ signal: [zgammaEvents] }, { ...loose, constituents: 10 }), await selected({ signal: [zgammaEvents] }, { ...loose, constituents: 256 })]; // prettier-ignore
    expect([few.jets.layout.constituents, all.jets.layout.constituents]).toEqual([10, 256]);
    zgammas.filter(passing).forEach(({ selected: { n } }, row) => {
      const sizes = [few, all].map(({ jets }) => jets.offsets[row + 1]! - jets.offsets[row]!);
      expect(sizes).toEqual([Math.min(10, n), Math.min(256, n)]);
    });
    expect(few.jets.reference!['trunc_pt']!.values[0]).toBeLessThan(few.jets.reference!['jet_pt']!.values[0]!);
  });

  test('have at most 64 constituents, descending, which are the hardest towers of the jet', async () => {
    const { jets } = await selected({ signal: [zgammaEvents] }, loose);
    zgammas.filter(passing).forEach(({ towers, towerJets, selected }, row) => {
      const pts = towerJets[selected.jet]!.constituents.map((at) => towers[at]![1] / Math.cosh(towers[at]![2]) / 1000);
      const hardest = Float32Array.from(pts.sort((a, b) => b - a).slice(0, 64));
      expect([...jets.ptTeV.subarray(jets.offsets[row], jets.offsets[row + 1])]).toEqual([...hardest]);
    });
    expect(zgammas.some(({ selected }) => selected.n > 64)).toBe(true);
  });

  test('carry the weight and number of their event, and which input they come from', async () => {
    const weighted = zgammaEvents.map((event, at) => ({ ...event, weight: (at % 2 ? -0.5 : 2) * 1.25 }));
    const { jets, cutflow } = await selected({ signal: [zgammaEvents, weighted] }, loose);
    const { weight, sample, event } = jets.reference!;
    const half = jets.count / 2;
    expect([...sample!.values]).toEqual([...Array<number>(half).fill(0), ...Array<number>(half).fill(1)]);
    expect([...event!.values.subarray(0, half)]).toEqual([...event!.values.subarray(half)]);
    const sums = cutflow.classes.signal!.map((step) => step.weight);
    expect(sums[0]).toBeCloseTo(zgammas.length + weighted.reduce((sum, event) => sum + event.weight, 0), 9);
    expect(sums.at(-1)).toBeCloseTo(
      [...weight!.values].reduce((sum, value) => sum + value, 0),
      9,
    );
  });
});

test('the cut-flow counts the reference, and is there as JSON, text and record', async () => {
  const { output, cutflow, recorded } = await selected({ background: [dijetEvents], signal: [zgammaEvents] }, loose);
  expect(readdirSync(output).sort()).toEqual(['cutflow.json', 'cutflow.txt', 'jets.arrow']);
  const counts = (events: typeof reference): (string | number)[][] => {
    const hard = events.filter(({ selected }) => selected.all.pt > 250);
    const all = ['all events', events.length];
    const heavy = hard.filter(({ selected }) => selected.all.m > 20);
    return [
      all,
      ['a jet besides photons', events.length],
      ['pT > 250 GeV', hard.length],
      ['mass > 20 GeV', heavy.length],
    ];
  };
  expect(cutflow.classes.background!.map(({ cut, events }) => [cut, events])).toEqual(counts(dijets));
  expect(cutflow.classes.signal!.map(({ cut, events }) => [cut, events])).toEqual(counts(zgammas));
  expect(cutflow.photonJetsRemoved?.background).toBe(0);
  expect(readFileSync(join(output, 'cutflow.txt'), 'utf8')).toBe(cutflowText(cutflow));
  expect(recorded.get('cutflow')).toEqual(cutflow);
});

test('one class alone is enough', async () => {
  const { jets, cutflow } = await selected({ background: [dijetEvents] }, loose);
  expect(jets.label.every((label) => label === 0)).toBe(true);
  expect(Object.keys(cutflow.classes)).toEqual(['background']);
});

test('no class at all is refused, and so are cuts that leave nothing, with what each cut left', async () => {
  await expect(selected({})).rejects.toThrow(InputError);
  await expect(selected({ background: [dijetEvents] }, { ...loose, ptMinGeV: 1e5 })).rejects.toThrow(
    /found none: background: all events \d+, a jet besides photons \d+, pT > 100000 GeV 0, mass > 20 GeV 0$/,
  );
});

test('an input without events gives no jets but does not stop the other', async () => {
  const { jets, cutflow } = await selected({ background: [[], dijetEvents], signal: [[]] }, loose);
  expect(jets.count).toBeGreaterThan(0);
  expect(cutflow.classes.signal![0]!.events).toBe(0);
});
