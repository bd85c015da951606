export type {
  Attack,
  DrawnAttack,
  GradientAttack,
  NearestAttack,
  ProjectedAttack,
  QueriedAttack,
} from './loop/attack.ts';
export { attackJets, type Attacked, type DescentOptions } from './loop/attack-jets.ts';
export type { Response } from './loop/direction-source.ts';
export { fgsm, type FgsmOptions } from './gradient/fgsm.ts';
export { pgd, type PgdOptions } from './gradient/pgd.ts';
export { minimumNorm, type MinimumNormOptions } from './gradient/minimum-norm.ts';
export { perturbRandomly, type RandomOptions } from './random/random.ts';
export { square, type SquareOptions } from './queries/square.ts';
export { intoDomain, perturb, type Scales } from './threat/budget.ts';
export type { Resolution } from './threat/resolution.ts';
export { measurePerturbation } from './threat/achieved.ts';
export { sortConstituents } from './loop/order.ts';
export { adversaryNetwork, initialAdversary, type AdversaryNetwork } from './adversary/network.ts';
export { adversaryLoss, adversaryStep, type AdversaryLoss } from './adversary/step.ts';
export { trainAdversary, type AdversaryOptions, type TrainedAdversary } from './adversary/train.ts';
export type { Trial } from './adversary/trial.ts';
