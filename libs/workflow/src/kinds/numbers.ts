// Tables of quoted numbers that later nodes compare, and what is concluded from them.
import type { Kind } from '../artifact/kind.ts';

const one = '1';

const metrics = {
  'metrics.json': {
    format: 'json',
    description: 'quoted numbers, each { value, low, high, description }, nested under names',
  },
} as const;

/** Anything that quotes numbers: a port of this kind takes every artefact with a metrics.json. */
export const numbers = {
  name: 'numbers',
  version: 1,
  description: 'quoted numbers with their intervals',
  files: metrics,
} as const satisfies Kind;

/** §III.B: Kolmogorov-Smirnov distances between perturbed and unperturbed background, against their limits. */
export const gates = {
  name: 'gates',
  version: 1,
  description: 'KS distances of background jets before and after an attack, against the limits of the validation',
  files: metrics,
} as const satisfies Kind;

/** Fig. 1: pseudodata against the background model, blinded where signal is expected. */
export const controlRegion = {
  name: 'control region',
  version: 1,
  description: 'pseudodata of perturbed background against the nominal model, chi2 per observable, pseudo-experiments',
  files: {
    'bins.arrow': {
      format: 'arrow',
      columns: {
        pseudodata: { type: 'utf8', unit: one, description: "'background' or 'with signal'" },
        observable: { type: 'utf8', unit: one, description: "'score', 'pt' or 'mass'" },
        low: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'lower edge of the bin' },
        high: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'upper edge of the bin' },
        model: { type: 'float64', unit: one, description: 'jets expected from nominal background' },
        model_error: { type: 'float64', unit: one, description: 'error of the model, from its own statistics' },
        observed: { type: 'float64', unit: one, description: 'jets of the pseudodata' },
        blinded: { type: 'uint8', unit: one, description: '1 in the blinded region, which no chi2 uses' },
      },
    },
    'region.json': {
      format: 'json',
      description:
        'thresholds, numbers of jets, treatment in words, chi2, ndf and p: ControlRegion of the statistics library',
    },
    ...metrics,
  },
} as const satisfies Kind;

/** Discovery and exclusion of one assumed signal, expected, observed under the attack, and true. */
export const exclusion = {
  name: 'exclusion',
  version: 1,
  description: 'Asimov significance with background uncertainty, and CLs upper limits: expected, observed, true',
  files: {
    'exclusion.json': { format: 'json', description: 'assumptions and counts: Exclusion of the statistics library' },
    ...metrics,
  },
} as const satisfies Kind;

/** §IV: how much a network loses to its adversary, against how well it was trained. */
export const susceptibility = {
  name: 'susceptibility',
  version: 1,
  description: 'loss at the nominal optimum against AUC, per rung of training and training seed',
  files: {
    'points.arrow': {
      format: 'arrow',
      columns: {
        rung: { type: 'utf8', unit: one, description: 'how far the network was trained' },
        seed: { type: 'utf8', unit: one, description: "training seed, 'mean' for the average over all of them" },
        auc: { type: 'float64', unit: one, description: 'area under the ROC curve, nominal' },
        auc_low: { type: 'float64', unit: one, description: 'lower end of its interval' },
        auc_high: { type: 'float64', unit: one, description: 'upper end of its interval' },
        loss: { type: 'float64', unit: one, description: 'share of eps_S / sqrt(eps_B) lost at the nominal optimum' },
        loss_low: { type: 'float64', unit: one, description: 'lower end of its interval' },
        loss_high: { type: 'float64', unit: one, description: 'upper end of its interval' },
      },
    },
    ...metrics,
  },
} as const satisfies Kind;

/** Statements and what the numbers say of them. */
export const claims = {
  name: 'claims',
  version: 1,
  description: 'each claim with its computed number, the paper’s, and a verdict: confirmed, not confirmed, undecided',
  files: {
    'claims.json': { format: 'json', description: 'the table: Claims of the statistics library' },
    'claims.txt': { format: 'text', description: 'the same as text, printed at the end of a run' },
  },
} as const satisfies Kind;
