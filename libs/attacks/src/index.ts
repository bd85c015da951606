export type { Attack, DrawnAttack, GradientAttack } from './attack.ts';
export { attackJets, type Attacked, type DescentOptions } from './descent.ts';
export type { Response, Target } from './directions.ts';
export { fgsm, type FgsmOptions } from './fgsm.ts';
export { perturbRandomly, type RandomOptions } from './random.ts';
export { intoDomain, perturb, type Scales } from './perturb.ts';
export { measurePerturbation, type Perturbation, type Shift } from './perturbation.ts';
export { sortConstituents } from './order.ts';
