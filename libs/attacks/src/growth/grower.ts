// An attack that lets jets grow: what is new is chosen by walks down the gradient of a classifier, jet by jet.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Device } from '@jetdemon/compute';
import { padJets, jetKinematics, pick, valuesPerJet, wrapPhi, type JetLayout, type Jets } from '@jetdemon/data';
import { padded, requireFit, requireGradient, type Tagger } from '@jetdemon/models';
import { InputError, type Key } from '@jetdemon/workflow';
import type { Attacker } from '../loop/attack-jets.ts';
import { constantsOf, counts, separate } from '../loop/directions.ts';
import { descendingPt, reorder, restore } from '../loop/order.ts';
import { intoDomain } from '../threat/budget.ts';
import { grown, roles, type Growth } from './growth.ts';

export interface GrowthOptions {
  readonly device: Device;
  readonly target: Tagger;
  /** Every jet draws its starts from a key of its own, split off by its row. */
  readonly key: Key;
  readonly steps: number;
  readonly restarts: number;
  readonly batchSize?: number;
}

/** Share of the range of a parameter, 2, that it moves by in one step: an eighth. */
const stepSize = 0.25;

/**
 * Jets with the soft constituents or splittings that the classifier finds least like signal, of all points of `restarts` walks of
 * `steps` steps from uniform draws; as they are where none is better, so that neither more steps nor more restarts are weaker.
 *
 * @throws InputError for constituents with features beyond (pT, η, φ), since those of new ones are not known
 */
export function growerOf(growth: Growth, layout: JetLayout, options: GrowthOptions): Attacker {
  const { device, target, key, steps, restarts, batchSize = 256 } = options;
  requireFit(target, layout, 'jets');
  requireGradient(target, 'this attack');
  if (layout.features.length !== 3 || layout.features[1]!.role !== 'eta') {
    const found = layout.features.map(({ name }) => name).join(', ');
    throw new InputError(
      `expected constituents of pT, pseudorapidity and azimuth alone, found ${found}, which new constituents do not have`,
    );
  }
  const size = Math.min(batchSize, target.jetsPerCall ?? batchSize);
  const width = valuesPerJet(layout);
  const at = ({ jets, from, role }: Record<string, Tensor>, x: Tensor) =>
    intoDomain(grown(jets as Tensor3D, from as Tensor3D, role as Tensor3D, x as Tensor3D, growth.angle), layout);
  const move = device.compile(({ x, ...batch }) => ({ moved: at(batch, x!) }));
  const descend = device.compile((inputs) => {
    const { weights, batch } = separate(inputs);
    const { jets, from, role, x, ...indices } = batch;
    let logits!: Tensor1D;
    const gradient = tf.grad((here: Tensor) => {
      const moved = at({ jets: jets!, from: from!, role: role! }, here);
      logits = tf.keep(tf.reshape(target.logits(weights, { ...indices, jets: moved }), [-1]));
      return tf.sum(logits);
    })(x!);
    const found = tf.clone(logits);
    logits.dispose();
    return { gradient, logits: found };
  });
  const constants = constantsOf(target.weights);
  const sums = [0, 0];
  let attacked = 0;

  const ask = async ({ jets, from, role }: Prepared, x: Float32Array, rows: Int32Array) => {
    const all = { jets: padded(jets, layout), from: padded(from, layout), role: perSlot(role, layout) };
    const { moved } = await move({ ...all, x: padded(x, layout) });
    const now = moved!.data as Float32Array;
    const order = descendingPt(now, layout);
    const sorted = (values: Float32Array) => padded(reorder(values, order, layout), layout);
    const inOrder = Float32Array.from(role, (_, i) => role[i - (i % layout.constituents) + order[i]!]!);
    const found = await descend({
      ...constants,
      ...target.indices(reorder(now, order, layout)),
      ...{ jets: sorted(jets), from: sorted(from), role: perSlot(inOrder, layout), x: sorted(x) },
    });
    const logits = found.logits!.data as Float32Array;
    rows.forEach((row, jet) => {
      if (Number.isFinite(logits[jet]!)) return;
      const message = `expected a classifier with finite output, found ${logits[jet]} for jet ${row}`;
      throw new InputError(message, undefined, { row });
    });
    return { moved: now, logits, gradient: restore(found.gradient!.data as Float32Array, order, layout) };
  };

  /** The lowest of all points of a batch, [batch, slots, 3]. */
  const search = async (given: Prepared, rows: Int32Array): Promise<Float32Array> => {
    const { jets, pairs } = given;
    const still: Prepared = { ...given, role: new Float32Array(given.role.length) };
    const first = await ask(still, new Float32Array(jets.length), rows);
    const best = { jets: jets.slice(), logits: first.logits.slice() };
    const streams = Array.from(rows, (row) => key.split(row).uniform());
    for (let restarted = 0; restarted < restarts; restarted++) {
      const x = new Float32Array(jets.length);
      rows.forEach((_, jet) => {
        for (const slots of pairs[jet]!)
          for (let axis = 0; axis < 3; axis++) {
            const value = 2 * streams[jet]!() - 1;
            for (const slot of slots) x[jet * width + 3 * slot + axis] = value;
          }
      });
      for (let step = 0; step <= steps; step++) {
        const { moved, logits, gradient } = await ask(given, x, rows);
        rows.forEach((_, jet) => {
          if (pairs[jet]!.length === 0 || !(logits[jet]! < best.logits[jet]!)) return;
          best.logits[jet] = logits[jet]!;
          best.jets.set(moved.subarray(jet * width, (jet + 1) * width), jet * width);
        });
        rows.forEach((_, jet) => {
          for (const slots of pairs[jet]!)
            for (let axis = 0; axis < 3; axis++) {
              const of = (slot: number) => jet * width + 3 * slot + axis;
              const slope = slots.reduce((sum, slot) => sum + gradient[of(slot)]!, 0);
              const next = Math.min(1, Math.max(-1, x[of(slots[0]!)]! - stepSize * Math.sign(slope)));
              for (const slot of slots) x[of(slot)] = next;
            }
        });
      }
    }
    rows.forEach((_, jet) => {
      sums[0]! += 1 / (1 + Math.exp(-first.logits[jet]!));
      sums[1]! += 1 / (1 + Math.exp(-best.logits[jet]!));
    });
    attacked += rows.length;
    return best.jets;
  };

  return {
    async attack(jets, rows, { firstRow = 0, progress = () => {} } = {}) {
      const made = new Map<number, Float32Array>();
      for (let first = 0; first < rows.length; first += size) {
        const here = rows.slice(first, first + size);
        const numbers = here.map((row) => row + firstRow);
        const found = await search(prepare(growth, jets, here, size), numbers);
        here.forEach((row, jet) => made.set(row, found.slice(jet * width, (jet + 1) * width)));
        progress(Math.min(1, (first + size) / rows.length));
      }
      return replaced(jets, made, layout);
    },
    response: () =>
      attacked === 0 ? [] : sums.map((sum, iteration) => ({ iteration, meanProbability: sum / attacked })),
  };
}

/** A batch with its new slots: see `grown`. */
interface Prepared {
  readonly jets: Float32Array;
  readonly from: Float32Array;
  /** [batch, slots] */
  readonly role: Float32Array;
  /** Of each jet, the slots that share their parameters: of a soft constituent, or of the two of a splitting. */
  readonly pairs: readonly (readonly number[])[][];
}

function prepare(growth: Growth, all: Jets, rows: Int32Array, size: number): Prepared {
  const { layout } = all;
  const width = valuesPerJet(layout);
  const jets = padJets(all, rows, size);
  const from = new Float32Array(jets.length);
  const role = new Float32Array(size * layout.constituents);
  const real = counts(jets, layout);
  const axis = jetKinematics(pick(all, rows));
  const pairs = Array.from(rows, (_, jet) => {
    const free = layout.constituents - real[jet]!;
    const most = Math.min(growth.most, free, growth.kind === 'collinear' ? real[jet]! : free);
    return Array.from({ length: most }, (_, one) => {
      const slot = real[jet]! + one;
      const [to, parent] = [jet * width + 3 * slot, jet * width + 3 * one];
      if (growth.kind === 'soft') {
        const pt = (growth.fraction * axis.ptTeV[jet]!) / most;
        from.set([pt, axis.eta[jet]!, wrapPhi(axis.phi[jet]!)], to);
        role[jet * layout.constituents + slot] = roles.soft;
        return pt > 0 ? [slot] : [];
      }
      const values = jets.subarray(parent, parent + 3);
      from.set(values, to);
      from.set(values, parent);
      role[jet * layout.constituents + slot] = roles.child;
      role[jet * layout.constituents + one] = roles.parent;
      return [slot, one];
    }).filter((slots) => slots.length > 0);
  });
  return { jets, from, role, pairs };
}

const perSlot = (data: Float32Array, { constituents }: JetLayout) =>
  ({ data, shape: [data.length / constituents, constituents, 1], dtype: 'float32' }) as const;

/** The jets, those of `made` with the constituents that they have there: real ones, whatever their slots. */
function replaced(jets: Jets, made: ReadonlyMap<number, Float32Array>, layout: JetLayout): Jets {
  const offsets = new Int32Array(jets.count + 1);
  const [ptTeV, eta, phi]: [number[], number[], number[]] = [[], [], []];
  const put = (pt: number, y: number, azimuth: number): void => {
    ptTeV.push(pt);
    eta.push(y);
    phi.push(azimuth);
  };
  for (let row = 0; row < jets.count; row++) {
    const own = made.get(row);
    if (own) {
      for (let slot = 0; slot < layout.constituents; slot++)
        if (own[3 * slot]! > 0) put(own[3 * slot]!, own[3 * slot + 1]!, own[3 * slot + 2]!);
    } else {
      for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++) put(jets.ptTeV[i]!, jets.eta[i]!, jets.phi[i]!);
    }
    offsets[row + 1] = ptTeV.length;
  }
  const flat = { ptTeV: Float32Array.from(ptTeV), eta: Float32Array.from(eta), phi: Float32Array.from(phi) };
  return { ...jets, offsets, ...flat };
}
