import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { batchOf, defaultLayout, readJets, rowsOf, split, valuesPerJet } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { afterEach, expect, test, vi } from 'vitest';
import { constituentCounts } from '../networks/counts.ts';
import { createNetwork } from '../networks/index.ts';
import { dividing, pieceCount } from './pieces.ts';
import { train } from './train.ts';

afterEach(() => vi.unstubAllEnvs());

const jets = split(
  await readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url))),
  { train: 0.6, validation: 0.4, test: 0 },
  keyOf(1),
);

test.each([
  [4, 128, 4],
  [4, 126, 3],
  [4, 127, 1],
  [4, 64, 2],
  [2, 63, 1],
  [2, 62, 1],
  [1, 1024, 1],
])('of at most %s pieces a batch of %s jets has %s, of 32 jets at least', (pieces, size, expected) => {
  expect(pieceCount({ pieces }, size)).toBe(expected);
});

const pfn = createNetwork('pfn', defaultLayout);
const hl = createNetwork('hl', defaultLayout);

test.each([2, 3, 4])('%s pieces have every jet with its label and weight, and about as many constituents', (count) => {
  const size = 120;
  const { jets: padded, label } = batchOf(jets, rowsOf(jets, 'train').slice(0, size));
  const weights = Float32Array.from({ length: size }, (_, jet) => jet);
  const pieces = dividing(pfn, count)({ jets: padded, label, weights });
  const perJet = valuesPerJet(defaultLayout);
  const seen = pieces.flatMap((piece) => {
    expect(piece.label).toHaveLength(size / count);
    return Array.from(piece.weights!, (jet, at) => {
      expect(piece.label[at]).toBe(label[jet]);
      expect(piece.jets.slice(at * perJet, (at + 1) * perJet)).toEqual(padded.slice(jet * perJet, (jet + 1) * perJet));
      return jet;
    });
  });
  expect(seen.sort((a, b) => a - b)).toEqual([...weights]);
  const constituents = pieces.map((piece) =>
    constituentCounts(piece.jets, defaultLayout).reduce((sum, own) => sum + own),
  );
  const mean = constituents.reduce((sum, own) => sum + own) / count;
  for (const own of constituents) expect(Math.abs(own / mean - 1)).toBeLessThan(0.03);
  pieces.forEach(({ jets, multiple }, at) => {
    const rows = pfn.indices(jets, { multiple })['slotOfRow']!.shape[0]!;
    expect(rows).toBeGreaterThanOrEqual(constituents[at]!);
    expect(rows - constituents[at]!).toBeLessThan(64);
  });
});

test('a batch after another is divided as it is alone, and one that does not divide is refused', () => {
  const batch = (first: number, size: number) => batchOf(jets, rowsOf(jets, 'train').slice(first, first + size));
  const divided = dividing(pfn, 2);
  divided(batch(0, 64));
  expect(divided(batch(64, 64))).toEqual(dividing(pfn, 2)(batch(64, 64)));
  expect(divided(batch(0, 32))).toEqual(dividing(pfn, 2)(batch(0, 32)));
  expect(() => divided(batch(0, 33))).toThrow('internal: 33 jets in 2 pieces of one size');
});

test('pieces for a network that does not leave padding out are the jets in their order, where they lie', () => {
  const { jets: padded, label } = batchOf(jets, rowsOf(jets, 'train').slice(0, 96));
  const weights = Float32Array.from(label, (_, jet) => jet);
  const pieces = dividing(hl, 3)({ jets: padded, label, weights });
  expect(pieces).toHaveLength(3);
  for (const [name, whole] of Object.entries({ jets: padded, label, weights })) {
    const parts = pieces.map((piece) => piece[name as 'jets']);
    for (const part of parts) expect([part.buffer, part.length]).toEqual([whole.buffer, whole.length / 3]);
    expect(parts.flatMap((part) => [...part])).toEqual([...whole]);
  }
});

test.each(['hl', 'pfn'] as const)(
  'a training of %s in pieces is that of whole batches but for rounding',
  async (name) => {
    const network = createNetwork(name, defaultLayout, name === 'hl' ? { hidden: [16, 8] } : { phi: [16, 8], f: [8] });
    const data = { jets, train: rowsOf(jets, 'train'), validation: rowsOf(jets, 'validation'), file: 'jets' };
    const trained = async (threads: number) => {
      vi.stubEnv('JETDEMON_THREADS', String(threads));
      const scratch = await mkdtemp(join(tmpdir(), 'pieces-'));
      try {
        const context = { device: await openDevice('cpu'), key: keyOf(2), scratch };
        const options = { epochs: 2, batchSize: 120, learningRate: 2e-3, augment: 'reflect', weighted: true } as const;
        return await train(network, data, context, options);
      } finally {
        await rm(scratch, { recursive: true });
      }
    };
    const [whole, halves] = [await trained(1), await trained(2)];
    for (const [at, { trainingLoss, validationLoss, validationAuc }] of halves.history.entries()) {
      expect(trainingLoss).toBeCloseTo(whole.history[at]!.trainingLoss, 4);
      expect(validationLoss).toBeCloseTo(whole.history[at]!.validationLoss, 4);
      expect(validationAuc).toBeCloseTo(whole.history[at]!.validationAuc, 3);
    }
    if (process.platform === 'linux') expect(halves.best.weights).not.toEqual(whole.best.weights); // it was divided
  },
);
