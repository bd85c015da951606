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
  /** Whether attacks can follow its slopes; searches by scores take the place of those that do. */
  readonly gradient: boolean;
}

/** The attacks of an audit. */
interface Attacks {
  /** Names in tables and figures, in their order. */
  readonly called: Readonly<Record<string, string>>;
  /** The one that acts on all jets: what acceptance and control region are about. */
  readonly onAll: string;
  /** The node of its jets. */
  readonly jetsOnAll: string;
  /** Text of the nodes. */
  readonly nodes: readonly string[];
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

const limits = { ks: { mass: 0.04, pt: 0.04, score: 0.02 } };
const box = { epsilon: 0.001, iterations: 10 };
const classified = { jets: 'split', classifier: 'tagger' };
const random = node('random', { uses: 'attacks/random', needs: { jets: 'split' }, with: { ...box, seed: 1 } });

const alongSlopes: Attacks = {
  called: { fgsm: 'FGSM', random: 'random signs', adversary: 'the adversary' },
  onAll: 'adversary',
  jetsOnAll: 'adversary-jets',
  nodes: [
    '\n  # ---- jets moved by up to 1%: along the gradient of the tagger, and at random\n\n',
    node('fgsm', { uses: 'attacks/fgsm', needs: classified, with: box }),
    random,
    '\n  # ---- an adversary that may move all jets by 2%, and must not be noticed in mass, pT and score of background\n\n',
    node('adversary', {
      uses: 'attacks/train-adversary',
      needs: classified,
      with: { rho: 0.02, inputs: 'jet+gradient', acceptance: limits, trials: 6, steps: 100 },
    }),
    node('adversary-jets', { uses: 'attacks/adversary', needs: { jets: 'split', adversary: 'adversary' } }),
  ],
};

const byScores: Attacks = {
  called: { square: 'the search by scores', random: 'random signs', 'square-all': 'the search on all jets' },
  onAll: 'square-all',
  jetsOnAll: 'square-all',
  nodes: [
    '\n  # ---- the tagger has no gradient: signal jets moved by up to 1% by a search that asks for scores alone, and at random\n\n',
    node('square', { uses: 'attacks/square', needs: classified, with: { ...box, queries: 200, seed: 1 } }),
    random,
    '\n  # ---- the same search on all jets, which may move by 2%; whether it is noticed is measured, it does not look out for that\n\n',
    node('square-all', {
      uses: 'attacks/square',
      needs: classified,
      with: { epsilon: 0.002, iterations: 10, queries: 200, classes: 'both', seed: 2 },
    }),
  ],
};

/** The text of workflows/NAME.yaml. */
export function auditWorkflow({ name, tagger, command, jets, importing, gradient }: AuditPlan): string {
  const { called, onAll, jetsOnAll, nodes } = gradient ? alongSlopes : byScores;
  const point = tagger.replaceAll(/[^\w.-]/g, '-');
  const subject = { [`network=${point}`]: `tagger ${tagger}` };
  const attacks = Object.keys(called);
  const scores = attacks.map((attack) => `${attack}-scores`);
  const names = Object.fromEntries(
    attacks.flatMap((attack) => [attack, `${attack}-scores`].map((of) => [of, called[attack]])),
  );
  const judged = [...(jetsOnAll === onAll ? [] : [jetsOnAll]), 'acceptance', 'control-region', 'exclusion'];
  const against = { nominal: 'nominal-scores', perturbed: `${onAll}-scores` };
  return [
    `# How wrong could this tagger be without anyone noticing? Written by\n#   ${command}\n# and yours to change: \`npx jetdemon run ${name}\` computes again what a change touches.\n`,
    `title: ${JSON.stringify(`How wrong could ${tagger} be?`)}\n\nnodes:\n`,
    node('jets', jets),
    node(
      'split',
      { uses: 'data/split', needs: { jets: 'jets' }, with: { train: 0.5, validation: 0.2, test: 0.3, seed: 1 } },
      gradient ? 'the adversary learns on train and validation, everything is measured on test' : 'everything is measured on test', // prettier-ignore
    ),
    node(
      'tagger',
      { uses: 'models/import', needs: { jets: 'split' }, matrix: { network: { [point]: importing } } },
      'a second tagger beside it is another point of the matrix',
    ),
    ...nodes,
    '\n  # ---- what the tagger says of them\n\n',
    score('nominal-scores', 'split'),
    ...attacks.map((attack) => score(`${attack}-scores`, attack === onAll ? jetsOnAll : attack)),
    '\n  # ---- what it costs, and whether anyone would have noticed\n\n',
    node('significance', { uses: 'statistics/significance', needs: { nominal: 'nominal-scores', variations: scores } }),
    node('acceptance', { uses: 'statistics/acceptance', needs: against, with: limits }),
    node('control-region', { uses: 'statistics/control-region', needs: against }),
    node('exclusion', { uses: 'statistics/exclusion', needs: against }),
    node('histograms', { uses: 'statistics/histograms', needs: { nominal: 'nominal-scores', variations: scores } }),
    '\n  # ---- figures and the page\n\n',
    node('figure-significance', { uses: 'report/significance-curves', needs: { curves: 'significance' }, with: { names: subject, samples: { nominal: 'nominal', ...Object.fromEntries(attacks.map((attack) => [`${attack}-scores`, called[attack]])) } } }), // prettier-ignore
    node('figure-distributions', { uses: 'report/distributions', needs: { histograms: 'histograms' }, with: { names: subject, samples: { [`${onAll}-scores`]: called[onAll] } } }), // prettier-ignore
    node('figure-control-region', {
      uses: 'report/control-region',
      needs: { regions: 'control-region' },
      with: { names: subject },
    }),
    node('figure-jet', {
      uses: 'report/jet-image',
      needs: { jets: 'split', attacked: jetsOnAll, ...against },
      with: { by: 'response', attack: called[onAll] },
    }),
    node('report', {
      uses: 'report/page',
      needs: {
        results: ['figure-significance', 'figure-distributions', 'figure-control-region', 'figure-jet', 'jets', 'tagger', ...attacks, ...judged, 'significance', 'histograms'], // prettier-ignore
      },
      with: {
        title: `How wrong could ${tagger} be without anyone noticing?`,
        names: { ...names, ...Object.fromEntries(judged.map((of) => [of, called[onAll]])), ...subject },
        command: `npx jetdemon run ${name}`,
      },
    }),
  ].join('');
}
