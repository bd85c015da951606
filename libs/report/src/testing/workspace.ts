// Results of upstream nodes in a temporary folder, from the closed forms beside this file: what a page is tested on.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attackedJets, histograms, significance } from '@jetdemon/artifacts';
import { writeColumns, type Input, type Kind } from '@jetdemon/workflow';
import { binormalCurves, binormalHistograms, normalTail, type BinormalOptions } from './binormal.ts';

/** A low-level and a high-level network of about the paper's strength; FGSM and the control as in its Fig. 2. */
export const networks: Readonly<Record<string, BinormalOptions>> = {
  ll: { shift: 1.66, samples: { nominal: 0, 'fgsm-scores': 0.3, 'random-scores': 0.005 } },
  hl: { shift: 1.14, samples: { nominal: 0, 'fgsm-scores': 0.35, 'random-scores': 0.002 } },
};

/** The same with the adversary and its control, signal moved by somewhat less. */
export const networksWithAdversary: Readonly<Record<string, BinormalOptions>> = {
  ll: { shift: 1.66, samples: { ...networks['ll']!.samples, 'adversary-scores': 0.28, 'random-rho-scores': 0.01 } },
  hl: { shift: 1.14, samples: { ...networks['hl']!.samples, 'adversary-scores': 0.1, 'random-rho-scores': 0.003 } },
};

const jetsPerClass = 7500;

export interface Workspace {
  readonly root: string;
  readonly curves: Input[];
  readonly histograms: Input[];
  readonly attacked: Input[];
  remove(): void;
}

/**
 * Writes every upstream result that a page without an adversary reads.
 *
 * @param measured the networks and their samples
 * @param seeds trainings that numbers are said to be averaged over
 */
export async function createWorkspace(measured = networks, seeds?: number): Promise<Workspace> {
  const root = mkdtempSync(join(tmpdir(), 'report-'));
  const input = ({ name: kind }: Kind, base: string, network: string, params: Record<string, unknown>): Input => {
    const node = `${base}@network=${network}`;
    const folder = join(root, node.replace(/[@=]/g, '-'));
    mkdirSync(folder);
    return { node, base, axes: { network }, params, kind, folder };
  };
  const workspace: Workspace = {
    root,
    curves: Object.keys(measured).map((network) =>
      input(significance, 'significance', network, { replicas: 1000, seed: 1 }),
    ),
    histograms: Object.keys(measured).map((network) => input(histograms, 'histograms', network, {})),
    attacked: Object.keys(measured).map((network) =>
      input(attackedJets, 'fgsm', network, { epsilon: 0.001, iterations: 10 }),
    ),
    remove: () => rmSync(root, { recursive: true }),
  };
  for (const one of workspace.curves)
    await writeSignificance(one.folder, measured[String(one.axes['network'])]!, seeds);
  for (const one of workspace.histograms) await writeHistograms(one.folder, measured[String(one.axes['network'])]!);
  for (const { folder } of workspace.attacked) {
    const shift = { mean: 0, rms: 0.006, largest: 0.01 };
    const constituent = { relativePt: { ...shift, largest: 1.001 ** 10 - 1 }, eta: shift, phi: shift };
    const asked = { attack: 'fgsm', epsilon: 0.001, iterations: 10, gradient: 'current' };
    writeJson(folder, 'perturbation.json', { asked, achieved: { jets: 7500, constituents: 2e5, constituent } });
  }
  return workspace;
}

export function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

const quoted = (value: number, error: number) => ({ value, low: value - error, high: value + error, description: '' });

async function writeSignificance(folder: string, options: BinormalOptions, seeds?: number): Promise<void> {
  const rows = binormalCurves(options).filter((row) => row.background_jets >= 20);
  const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name]);
  await writeColumns(
    join(folder, 'curves.arrow'),
    significance.files['curves.arrow'],
    {
      sample: column('sample'),
      threshold: Float64Array.from(column('threshold')),
      signal_efficiency: Float64Array.from(column('signal_efficiency')),
      background_efficiency: Float64Array.from(column('background_efficiency')),
      significance: Float64Array.from(column('significance')),
      low: Float64Array.from(column('low')),
      high: Float64Array.from(column('high')),
      background_jets: Int32Array.from(column('background_jets')),
    },
    { kind: significance },
  );
  const of = (sample: string) => rows.filter((row) => row.sample === sample);
  const peakOf = (sample: string) =>
    of(sample).reduce((best, row) => (row.significance > best.significance ? row : best));
  const nominal = peakOf('nominal');
  const metricsOf = (sample: string) => ({
    // AUC of two unit normals `shift` apart; the attack moves signal closer.
    auc: quoted(1 - normalTail((options.shift - options.samples[sample]!) / Math.SQRT2), 0.002),
    peak: quoted(peakOf(sample).significance, 0.05),
    threshold: quoted(peakOf(sample).threshold, 0.02),
    mean_signal_score: quoted(0.7 - 0.2 * options.samples[sample]!, 0.003),
  });
  const variations = Object.keys(options.samples)
    .filter((sample) => sample !== 'nominal')
    .map((sample) => {
      const there = of(sample).find((row) => row.threshold === nominal.threshold)!.significance;
      const loss = {
        at_nominal_optimum: quoted(there, 0.04),
        loss_at_nominal_optimum: quoted(1 - there / nominal.significance, 0.013),
        loss_peak_to_peak: quoted(1 - peakOf(sample).significance / nominal.significance, 0.012),
      };
      return [sample, { ...metricsOf(sample), ...loss }];
    });
  const description = 'peaks are taken over thresholds that at least 20 background jets pass';
  writeJson(folder, 'metrics.json', {
    ...metricsOf('nominal'),
    variations: Object.fromEntries(variations),
    jets: { signal: jetsPerClass, background: jetsPerClass, background_at_optimum: nominal.background_jets },
    convention: { replicas: 1000, interval: 0.68, minimum_background: 20, description, seeds },
  });
}

async function writeHistograms(folder: string, options: BinormalOptions): Promise<void> {
  const rows = binormalHistograms(options);
  await writeColumns(
    join(folder, 'histograms.arrow'),
    histograms.files['histograms.arrow'],
    {
      sample: rows.map((row) => row.sample),
      class: rows.map((row) => row.class),
      observable: rows.map((row) => row.observable),
      low: Float64Array.from(rows, (row) => row.low),
      high: Float64Array.from(rows, (row) => row.high),
      count: Float64Array.from(rows, (row) => row.count),
      fraction: Float64Array.from(rows, (row) => row.fraction),
      error: Float64Array.from(rows, (row) => row.error),
      fraction_low: Float64Array.from(rows, (row) => row.fraction_low),
      fraction_high: Float64Array.from(rows, (row) => row.fraction_high),
    },
    { kind: histograms },
  );
  const distances: Record<string, number> = { score: 0.13, pt: 0.011, mass: 0.062, d2: 0.034 };
  const comparisons = Object.keys(options.samples)
    .filter((sample) => sample !== 'nominal')
    .flatMap((sample) =>
      Object.entries(distances).map(([observable, distance]) => ({
        sample,
        class: 'signal',
        observable,
        distance: distance * options.samples[sample]!,
      })),
    );
  writeJson(folder, 'tests.json', { warning: 'the same jets', comparisons, outside: [] });
}
