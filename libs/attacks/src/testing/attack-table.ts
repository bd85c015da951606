// The rows of the table of attacks: each made from scales of its moves, with what is particular to it, and why it cannot have a
// property that others have.
import type { Device } from '@jetdemon/compute';
import { defaultLayout, type JetLayout } from '@jetdemon/data';
import { initialise, type Tagger } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { applied } from '../adversary/store.ts';
import { adversaryNetwork, type AdversaryHyperparameters } from '../adversary/network.ts';
import { fgsm } from '../gradient/fgsm.ts';
import { minimumNorm } from '../gradient/minimum-norm.ts';
import { pgd } from '../gradient/pgd.ts';
import { growerOf } from '../growth/grower.ts';
import type { Growth } from '../growth/growth.ts';
import { attackerOf, type Attacker } from '../loop/attack-jets.ts';
import type { Attack } from '../loop/attack.ts';
import type { Given } from '../loop/direction-source.ts';
import { square } from '../queries/square.ts';
import { perturbRandomly } from '../random/random.ts';
import type { Scales } from '../threat/budget.ts';
import { along, trained, type Training } from './some-adversaries.ts';

/** What every attack is given here. */
export type Table = Given & { readonly device: Device; readonly target: Tagger; readonly batchSize?: number };

export type Property = 'bounds by axis' | 'axes' | 'budget' | 'padding' | 'slopes';

export interface Row {
  readonly name: string;
  /** Whether it draws from a key. */
  readonly draws?: true;
  /** How far ten moves of ε may add up: (1 + ε)¹⁰ − 1 in pT, or 10 ε at once. */
  readonly compounded?: true;
  /** Moves a jet just as far as it must, or not at all. */
  readonly sparing?: true;
  /** Which way P(signal) goes, default −1: down. */
  readonly way?: 1 | -1;
  /** In one small step. */
  readonly slopes?: 'sign' | 'steepest';
  /** Properties that it cannot have, each with the reason. */
  readonly not?: Partial<Record<Property, string>>;
  /** Moves of so much per step, ten steps; one of so much where `slopes` are looked at. */
  readonly attack?: (scales: Scales, target: Tagger, steps?: 1, layout?: JetLayout) => Attack;
  /** The same, once trained, against one target. */
  readonly strong?: (scales: Scales, target: Tagger) => Promise<Attack>;
  /** Of an attack that moves nothing: how jets grow with so much. */
  readonly growth?: (scales: Scales) => Growth;
}

export const iterations = 10;
const times = (by: number, { pt, eta, phi }: Scales): Scales => ({ pt: by * pt, eta: by * eta, phi: by * phi });
const [steps, restarts] = [4, 1];

/** The attack of a row on jets of a layout. */
export function attackerOfRow(row: Row, scales: Scales, layout: JetLayout, given: Table): Attacker {
  return row.growth
    ? growerOf(row.growth(scales), layout, { ...given, key: given.key!, steps, restarts })
    : attackerOf(row.attack!(scales, given.target, undefined, layout), layout, given);
}

const gradients: Row[] = (['current', 'original'] as const).flatMap((gradient) =>
  (['towards-background', 'as-printed'] as const).map((sign): Row => ({
    name: `fgsm, gradient ${gradient}, ${sign}`,
    attack: (epsilon, _, n) => fgsm({ epsilon, iterations: n ?? iterations, gradient, sign }),
    ...{ compounded: true, slopes: 'sign' },
    ...(sign === 'as-printed' && { way: 1 }),
  })),
);

const blind = {
  budget: 'it does not know the classifier: which way P(signal) goes is chance',
  slopes: 'it asks no classifier',
} as const;
const controls: Row[] = (['sign', 'uniform'] as const).flatMap((distribution) =>
  (['iterated', 'at-once'] as const).map((application): Row => ({
    name: `random, ${distribution}, ${application}`,
    attack: (epsilon) => perturbRandomly({ epsilon, iterations, distribution, application }),
    ...{ draws: true, not: blind },
    ...(application === 'iterated' && { compounded: true }),
  })),
);

const walks: Row[] = [1, 2].map((starts) => ({
  name: `pgd, ${starts} starts`,
  attack: (epsilon, _, n) =>
    n
      ? pgd({ epsilon, iterations: 1, steps: 1, restarts: 1, stepSize: 1, momentum: 0 })
      : pgd({ epsilon, iterations, steps: starts > 1 ? 2 : 5, restarts: starts }),
  slopes: 'sign',
  ...(starts > 1 && { draws: true }),
}));

const nearest: Row = {
  name: 'minimum norm',
  // No further than ten units of ten ε: no coordinate moves by more.
  attack: (scales, _, n) =>
    minimumNorm({
      resolution: { relativePt: `${10 * scales.pt}`, eta: `${10 * scales.eta}`, phi: `${10 * scales.phi}` },
      ...(n ? { steps: n } : { budget: iterations, steps: 20 }),
    }),
  ...{ compounded: true, sparing: true, slopes: 'steepest' },
};

const learned = (name: string, training: Training): Row => {
  const hyperparameters = (rho: Scales): AdversaryHyperparameters => ({ ...training.network, rho });
  const informed = training.network.inputs === 'jet+gradient';
  let weights: ReturnType<typeof trained> | undefined;
  return {
    name: `adversary, ${name}`,
    attack(scales, target, n, layout = defaultLayout) {
      const network = adversaryNetwork(hyperparameters(times(n ? 1 : iterations, scales)), layout);
      // Weights as large as those of a trained network, so that its bounds are met.
      return applied({ network, weights: n ? along(network) : initialise(network, keyOf('large')), target });
    },
    async strong(scales, target) {
      const network = adversaryNetwork(hyperparameters(times(iterations, scales)), defaultLayout);
      return applied({ network, weights: await (weights ??= trained(training, target)), target });
    },
    ...(informed
      ? { slopes: 'sign' }
      : {
          not: {
            slopes: 'it asks for none once it is trained; those of its training: test/training-slopes.test.ts',
          },
        }),
  };
};

const grows = {
  'bounds by axis': 'it moves none: what it adds is bounded instead',
  axes: 'what is new has a place on every axis',
  padding: 'it fills padding: where it may is looked at instead',
} as const;
const growing: Row[] = [
  {
    name: 'grow, soft',
    growth: ({ pt, eta }) => ({ kind: 'soft', most: 4, fraction: iterations * pt, angle: Math.min(3, 500 * eta) }),
    ...{ draws: true, sparing: true, slopes: 'sign', not: grows },
  },
  {
    name: 'grow, collinear',
    growth: ({ eta }) => ({
      kind: 'collinear',
      most: Math.round(Math.min(4, 4000 * eta)),
      angle: Math.min(3, 20 * eta),
    }),
    ...{ draws: true, sparing: true },
    not: { ...grows, slopes: 'the walk is that of grow, soft; the slopes of its map: growth/grower.test.ts' },
  },
];

const [dense, set] = [{ architecture: 'dense', hidden: [20, 10] } as const, { architecture: 'set', hidden: [20, 10] } as const]; // prettier-ignore

export const table: readonly Row[] = [
  ...gradients,
  ...controls,
  {
    name: 'square',
    attack: (epsilon) => square({ epsilon, iterations, queries: 6 }),
    ...{ draws: true, not: { slopes: 'it asks for scores alone' } },
  },
  ...walks,
  nearest,
  learned('dense', { network: { ...dense, inputs: 'jet' }, objective: 'jets' }),
  learned('set', { network: { ...set, inputs: 'jet' }, objective: 'jets' }),
  learned('jet+gradient', { network: { ...dense, inputs: 'jet+gradient' }, objective: 'jets' }),
  learned('set, significance', { network: { ...set, inputs: 'jet' }, objective: 'significance' }),
  ...growing,
];
