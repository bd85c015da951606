// The table of attacks once more (testing/attack-table.ts): one small step of each that follows slopes, beside the slopes that
// finite differences of a particle-flow network find in double precision.
import * as tf from '@tensorflow/tfjs-core';
import { openDevice, type Tensors } from '@jetdemon/compute';
import { wrapPhi, type Jets } from '@jetdemon/data';
import type { Tagger } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { growerOf } from './growth/grower.ts';
import { attackJets } from './loop/attack-jets.ts';
import { table, type Row } from './testing/attack-table.ts';
import { classifiers, inDouble, type DoubleJet } from './testing/double-chain.ts';
import { rowsWith, someJets } from './testing/some-jets.ts';
import { coordinate, smallPfn } from './testing/targets.ts';

const device = await openDevice('tfjs-cpu');
const jets = someJets(20);
const sizeOf = (of: Jets, row: number) => of.offsets[row + 1]! - of.offsets[row]!;
const rows = rowsWith(jets, 1)
  .filter((row) => sizeOf(jets, row) < 25)
  .slice(0, 6);
const weights = inDouble(smallPfn().weights);
const logit = (jet: DoubleJet) => classifiers['pfn']!(jet, weights);
/** Slopes below are within what single precision says of them. */
const faint = 1e-5;

const partsOf = (of: Jets, row: number): DoubleJet =>
  Array.from({ length: sizeOf(of, row) }, (_, i) => {
    const at = of.offsets[row]! + i;
    return [of.ptTeV[at]!, of.eta[at]!, of.phi[at]!];
  });

/** ∂logit / ∂(ln pT, η, φ) of one constituent, by central differences. */
const slopesAt = (jet: DoubleJet, i: number): number[] =>
  jet[i]!.map((value, axis) => {
    const h = 1e-6 * (axis === 0 ? value : 1);
    const moved = (by: number) => logit(jet.map((other, j) => (j === i ? other.with(axis, value + by) : other)));
    return ((moved(h) - moved(-h)) / (2 * h)) * (axis === 0 ? value : 1);
  });

/** Moves in (ln pT, η, φ). */
const moveOf = (before: readonly number[], after: readonly number[]): number[] =>
  [Math.log(after[0]! / before[0]!), after[1]! - before[1]!, wrapPhi(after[2]! - before[2]!)]; // prettier-ignore

const scales = { pt: 1e-5, eta: 2e-5, phi: 3e-5 };

for (const row of table) {
  const name = `${row.name}: the first step goes against the slopes of double precision`;
  if (!row.slopes) test.skip(`${name} (not: ${row.not!.slopes})`, () => {});
  else test(name, () => (row.growth ? growsDownhill(row) : stepsDownhill(row)));
}

async function stepsDownhill({ attack, slopes: how, way = -1 }: Row): Promise<void> {
  let [compared, different] = [0, 0];
  for (const row of rows) {
    const jet = partsOf(jets, row);
    // A hair above P(signal) = 1/2, so that the nearest boundary is near.
    const target = raised(smallPfn(), 1e-3 - logit(jet));
    const given = { device, rows: Int32Array.of(row), target, key: keyOf(1) };
    const moved = partsOf((await attackJets(jets, attack!(scales, target, 1), given)).jets, row);
    const slopes = jet.flatMap((_, i) => slopesAt(jet, i));
    const moves = jet.flatMap((part, i) => moveOf(part, moved[i]!));
    if (how === 'steepest') {
      const units = jet.flatMap(() => [scales.pt, scales.eta, scales.phi]);
      const [a, b] = [moves.map((move, i) => move / units[i]!), slopes.map((slope, i) => way * slope * units[i]!)];
      const cosine = a.reduce((sum, x, i) => sum + x * b[i]!, 0) / (Math.hypot(...a) * Math.hypot(...b));
      expect(cosine).toBeGreaterThan(1 - 1e-3);
      compared += moves.length;
      continue;
    }
    slopes.forEach((slope, i) => {
      if (Math.abs(slope) < faint) return;
      compared++;
      if (Math.sign(moves[i]!) !== way * Math.sign(slope)) different++;
    });
  }
  expect(compared).toBeGreaterThan(90);
  expect(different).toBe(0);
}

const raised = (of: Tagger, by: number): Tagger => ({
  ...of,
  logits: (values, batch) => tf.add(tf.reshape(of.logits(values, batch), [-1]), by),
});

/** For the network upside down, and the less the more constituents: one step changes what is new up the slopes where it started. */
async function growsDownhill({ growth }: Row): Promise<void> {
  const pfn = smallPfn();
  const multiplicity = (batch: Tensors) => tf.sum(tf.step(coordinate(batch['jets']!, 0)), 1);
  const target: Tagger = {
    ...pfn,
    logits: (values, batch) => tf.neg(tf.add(tf.reshape(pfn.logits(values, batch), [-1]), multiplicity(batch))),
  };
  const grown = (steps: number) =>
    growerOf(growth!({ pt: 0.001, eta: 0.0001, phi: 0 }), jets.layout, {
      ...{ device, target, key: keyOf(1), steps, restarts: 1, batchSize: rows.length },
    }).attack(jets, rows);
  const [start, stepped] = [await grown(0), await grown(1)];
  let [compared, different] = [0, 0];
  for (const row of rows) {
    const [from, to] = [partsOf(start, row), partsOf(stepped, row)];
    for (let i = sizeOf(jets, row); i < from.length; i++) {
      const [slopes, moves] = [slopesAt(from, i), moveOf(from[i]!, to[i]!)];
      slopes.forEach((slope, axis) => {
        // What cannot grow further stays.
        if (Math.abs(slope) < faint || moves[axis] === 0) return;
        compared++;
        if (Math.sign(moves[axis]!) !== Math.sign(slope)) different++;
      });
    }
  }
  expect(compared).toBeGreaterThan(20);
  expect(different).toBe(0);
}
