// The workflow of an audit as a file that a person would have written: a tagger, its jets, what could be wrong.
import { stringify } from 'yaml';

export interface AuditPlan {
  readonly name: string;
  /** Of the tagger, in titles and tables. */
  readonly tagger: string;
  /** The command that writes this file. */
  readonly command: string;
  /** The node `jets`: a task and its parameters. */
  readonly jets: { readonly uses: string; readonly with: unknown };
  /** Parameters of `models/import`. */
  readonly importing: unknown;
}

const widest = 116;

/** On one line, as prettier writes it. */
function flow(value: unknown): string {
  const line = stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();
  return /["']/.test(line) ? line : line.replaceAll('[ ', '[').replaceAll(' ]', ']');
}

/** A name and its value: on one line where that fits, else each of its parts so. */
function entry(name: string, value: unknown, indent: string): string {
  const line = `${indent}${name}: ${flow(value)}`;
  if (line.length <= widest || typeof value !== 'object' || value === null) return `${line}\n`;
  const deeper = `${indent}  `;
  if (!Array.isArray(value))
    return `${indent}${name}:\n${Object.entries(value)
      .map(([key, part]) => entry(key, part, deeper))
      .join('')}`;
  const items = value.map((item: unknown) => `${deeper}- ${flow(item)}\n`);
  return `${indent}${name}:\n${items.join('')}`;
}

const node = (name: string, content: Readonly<Record<string, unknown>>, remark?: string): string =>
  `${remark === undefined ? '' : `\n  # ${remark}\n`}${entry(name, content, '  ')}`;

const score = (of: string, jets: string) => node(of, { uses: 'models/score', needs: { jets, classifier: 'tagger' } });

/** The text of workflows/NAME.yaml. */
export function auditWorkflow({ name, tagger, command, jets, importing }: AuditPlan): string {
  const point = tagger.replaceAll(/[^\w.-]/g, '-');
  const subject = { [`network=${point}`]: `tagger ${tagger}` };
  const attacks = ['fgsm', 'random', 'adversary'];
  const scores = attacks.map((attack) => `${attack}-scores`);
  const called: Readonly<Record<string, string>> = {
    fgsm: 'FGSM',
    random: 'random signs',
    adversary: 'the adversary',
  };
  const names = Object.fromEntries(
    attacks.flatMap((attack) => [attack, `${attack}-scores`].map((of) => [of, called[attack]])),
  );
  const ofAdversary = ['adversary-jets', 'acceptance', 'control-region', 'exclusion'];
  const limits = { ks: { mass: 0.04, pt: 0.04, score: 0.02 } };
  const box = { epsilon: 0.001, iterations: 10 };
  const against = { nominal: 'nominal-scores', perturbed: 'adversary-scores' };
  return [
    `# How wrong could this tagger be without anyone noticing? Written by\n#   ${command}\n# and yours to change: \`npx jetdemon run ${name}\` computes again what a change touches.\n`,
    `title: ${JSON.stringify(`How wrong could ${tagger} be?`)}\n\nnodes:\n`,
    node('jets', jets),
    node(
      'split',
      { uses: 'data/split', needs: { jets: 'jets' }, with: { train: 0.5, validation: 0.2, test: 0.3, seed: 1 } },
      'the adversary learns on train and validation, everything is measured on test',
    ),
    node(
      'tagger',
      { uses: 'models/import', needs: { jets: 'split' }, matrix: { network: { [point]: importing } } },
      'a second tagger beside it is another point of the matrix',
    ),
    '\n  # ---- jets moved by up to 1%: along the gradient of the tagger, and at random\n\n',
    node('fgsm', { uses: 'attacks/fgsm', needs: { jets: 'split', classifier: 'tagger' }, with: box }),
    node('random', { uses: 'attacks/random', needs: { jets: 'split' }, with: { ...box, seed: 1 } }),
    '\n  # ---- an adversary that may move all jets by 2%, and must not be noticed in mass, pT and score of background\n\n',
    node('adversary', {
      uses: 'attacks/train-adversary',
      needs: { jets: 'split', classifier: 'tagger' },
      with: { rho: 0.02, inputs: 'jet+gradient', acceptance: limits, trials: 6, steps: 100 },
    }),
    node('adversary-jets', { uses: 'attacks/adversary', needs: { jets: 'split', adversary: 'adversary' } }),
    '\n  # ---- what the tagger says of them\n\n',
    score('nominal-scores', 'split'),
    ...attacks.map((attack) => score(`${attack}-scores`, attack === 'adversary' ? 'adversary-jets' : attack)),
    '\n  # ---- what it costs, and whether anyone would have noticed\n\n',
    node('significance', { uses: 'statistics/significance', needs: { nominal: 'nominal-scores', variations: scores } }),
    node('acceptance', { uses: 'statistics/acceptance', needs: against, with: limits }),
    node('control-region', { uses: 'statistics/control-region', needs: against }),
    node('exclusion', { uses: 'statistics/exclusion', needs: against }),
    node('histograms', { uses: 'statistics/histograms', needs: { nominal: 'nominal-scores', variations: scores } }),
    '\n  # ---- figures and the page\n\n',
    node('figure-significance', { uses: 'report/significance-curves', needs: { curves: 'significance' }, with: { names: subject, samples: { nominal: 'nominal', ...Object.fromEntries(attacks.map((attack) => [`${attack}-scores`, called[attack]])) } } }), // prettier-ignore
    node('figure-distributions', { uses: 'report/distributions', needs: { histograms: 'histograms' }, with: { names: subject, samples: { 'adversary-scores': called['adversary'] } } }), // prettier-ignore
    node('figure-control-region', {
      uses: 'report/control-region',
      needs: { regions: 'control-region' },
      with: { names: subject },
    }),
    node('figure-jet', {
      uses: 'report/jet-image',
      needs: { jets: 'split', attacked: 'adversary-jets', ...against },
      with: { by: 'response', attack: called['adversary'] },
    }),
    node('report', {
      uses: 'report/page',
      needs: {
        results: ['figure-significance', 'figure-distributions', 'figure-control-region', 'figure-jet', 'jets', 'tagger', ...attacks, ...ofAdversary, 'significance', 'histograms'], // prettier-ignore
      },
      with: {
        title: `How wrong could ${tagger} be without anyone noticing?`,
        names: { ...names, ...Object.fromEntries(ofAdversary.map((of) => [of, called['adversary']])), ...subject },
        command: `npx jetdemon run ${name}`,
      },
    }),
  ].join('');
}
