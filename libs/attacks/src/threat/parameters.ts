// Parameters that every attack by perturbation has. Light to load: tasks declare them when a workflow is checked.
import { contrastParameter } from '@jetdemon/data/contrast-parameter';
import { smoothingParameter } from '@jetdemon/models/smoothing-parameter';
import * as z from 'zod';
import type { Scales } from './budget.ts';

const epsilon = z.number().min(0).lt(1);

export const perturbationParameters = {
  epsilon: epsilon
    .default(0.001)
    .describe('largest move per iteration, on all axes: relative in pT, absolute in η and φ [rad]; 0 to 1 (§III.A)'),
  epsilonPt: epsilon.optional().describe('the same for pT alone (relative), default epsilon'),
  epsilonEta: epsilon.optional().describe('the same for η alone, default epsilon'),
  epsilonPhi: epsilon.optional().describe('the same for φ alone [rad], default epsilon'),
  iterations: z.int().min(1).max(1000).default(10).describe('how often the move is applied, 1 to 1000 (§III.A: 10)'),
  classes: z
    .enum(['signal', 'background', 'both'])
    .default('signal')
    .describe('which jets are attacked, both: all; the others stay as they are (§III.A: signal)'),
  contrast: contrastParameter.describe('which classes of the jets are background and which are signal; default: as the classifier was trained, or the classes of these names'), // prettier-ignore
  partition: z
    .enum(['train', 'validation', 'test'])
    .default('test')
    .describe('the partition that is attacked and handed on'),
};

/** Of attacks that follow a gradient in a box. */
export const seenSmoothing = smoothingParameter(4, 256).describe('smoothing of the scores of the classifier, which the attack sees: it lowers the mean over smeared copies (arXiv:1906.04584), with other draws than those of models/score, FGSM with new ones in every iteration; each copy costs as much as the attack without; default: none'); // prettier-ignore

export interface Epsilons {
  readonly epsilon: number;
  readonly epsilonPt?: number;
  readonly epsilonEta?: number;
  readonly epsilonPhi?: number;
}

/** ε per axis: that of the axis where given, else the common one. */
export function scalesOf({ epsilon, epsilonPt, epsilonEta, epsilonPhi }: Epsilons): Scales {
  return { pt: epsilonPt ?? epsilon, eta: epsilonEta ?? epsilon, phi: epsilonPhi ?? epsilon };
}

/** Whether a move of all iterations at once leaves some pT; where it does not, `atOnceRefused` says so. */
export const leavesPtAtOnce = ({ iterations, ...epsilons }: Epsilons & { readonly iterations: number }): boolean =>
  iterations * scalesOf(epsilons).pt < 1;
export const atOnceRefused = {
  error: 'expected iterations × epsilon of pT below 1: the move is applied at once',
  path: ['iterations'],
};
