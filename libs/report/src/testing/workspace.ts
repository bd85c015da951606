// Results of upstream nodes in a temporary folder, from the closed forms beside this file: what a page is tested on.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attackedJets, histograms, significance } from '@jetdemon/artifacts';
import { tableOfRows, type Input, type Kind } from '@jetdemon/workflow';
import { binormalCurves, binormalHistograms, normalTail, type BinormalOptions } from './binormal.ts';
import { measuredOn, perturbation, quoted, sampleMetrics } from './contents.ts';

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
    const asked = { attack: 'fgsm', epsilon: 0.001, iterations: 10, gradient: 'current' };
    const largest = { pt: 1.001 ** 10 - 1, eta: 0.01, phi: 0.01 };
    await attackedJets.write(folder, { 'perturbation.json': perturbation(asked, largest) });
  }
  return workspace;
}

async function writeSignificance(folder: string, options: BinormalOptions, seeds?: number): Promise<void> {
  const rows = binormalCurves(options).filter((row) => row.background_jets >= 20);
  const of = (sample: string) => rows.filter((row) => row.sample === sample);
  const peakOf = (sample: string) =>
    of(sample).reduce((best, row) => (row.significance > best.significance ? row : best));
  const nominal = peakOf('nominal');
  const metricsOf = (sample: string) =>
    sampleMetrics({
      // AUC of two unit normals `shift` apart; the attack moves signal closer.
      auc: quoted(1 - normalTail((options.shift - options.samples[sample]!) / Math.SQRT2), 0.002),
      peak: quoted(peakOf(sample).significance, 0.05),
      threshold: peakOf(sample).threshold,
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
      return [sample, { ...metricsOf(sample), ...loss }] as const;
    });
  const about = measuredOn(jetsPerClass, {
    ...(seeds !== undefined && { seeds }),
    background_at_optimum: nominal.background_jets,
  });
  await significance.write(folder, {
    'curves.arrow': tableOfRows(significance.files['curves.arrow'], rows),
    'metrics.json': { ...metricsOf('nominal'), variations: Object.fromEntries(variations), ...about },
  });
}

async function writeHistograms(folder: string, options: BinormalOptions): Promise<void> {
  const rows = binormalHistograms(options);
  const distances: Record<string, number> = { score: 0.13, pt: 0.011, mass: 0.062, d2: 0.034 };
  const comparisons = Object.keys(options.samples)
    .filter((sample) => sample !== 'nominal')
    .flatMap((sample) =>
      Object.entries(distances).map(([observable, distance]) => ({
        sample,
        class: 'signal' as const,
        observable,
        distance: distance * options.samples[sample]!,
        p: 0,
      })),
    );
  await histograms.write(folder, {
    'histograms.arrow': tableOfRows(histograms.files['histograms.arrow'], rows),
    'tests.json': { warning: 'the same jets', comparisons, outside: [] },
  });
}
