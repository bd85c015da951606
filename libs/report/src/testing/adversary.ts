// Results about an adversary in a temporary folder, three trainings each, with about the paper's numbers: what a page is
// tested on. Statistics' own tests say what such numbers are right.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { adversary, claims, controlRegion, exclusion, acceptance, susceptibility } from '@jetdemon/artifacts';
import { writeColumns, type Input, type Kind } from '@jetdemon/workflow';
import { writeJson, type Workspace } from './workspace.ts';

const seeds = [1, 2, 3];

const quoted = (value: number, error: number) => ({ value, low: value - error, high: value + error, description: '' });

/** Upstream results by port of the page. */
export type AdversaryPorts = Readonly<
  Record<'adversaries' | 'acceptance' | 'regions' | 'exclusions' | 'susceptibility' | 'claims', Input[]>
>;

const limits = { mass: 0.04, pt: 0.04, score: 0.02 };

/** Strength of the adversary against each network. */
const strengths: Readonly<Record<string, number>> = { ll: 1, hl: 0.4 };

export async function createAdversaries({ root }: Workspace): Promise<AdversaryPorts> {
  const input = (kind: Kind, base: string, axes: Input['axes'], params: Record<string, unknown> = {}): Input => {
    const node = [base, ...Object.entries(axes).map(([name, value]) => `${name}=${value}`)].join('@');
    const folder = join(root, node.replace(/[@=]/g, '-'));
    mkdirSync(folder);
    return { node, base, axes, params, kind: kind.name, folder };
  };
  const each = (kind: Kind, base: string, params?: Record<string, unknown>) =>
    Object.keys(strengths).flatMap((network) => seeds.map((seed) => input(kind, base, { network, seed }, params)));
  const ports = {
    adversaries: each(adversary, 'adversary', { trials: 3, difference: 'absolute', acceptance: { ks: limits } }),
    acceptance: each(acceptance, 'acceptance', { ks: limits }),
    regions: each(controlRegion, 'control-region'),
    exclusions: each(exclusion, 'exclusion'),
    susceptibility: [input(susceptibility, 'susceptibility', {})],
    claims: [input(claims, 'claims', {})],
  };
  for (const { folder } of ports.adversaries) writeAdversary(folder);
  for (const one of ports.acceptance) writeAcceptance(one, strengths[String(one.axes['network'])]!);
  for (const one of ports.regions) writeRegion(one, strengths[String(one.axes['network'])]!);
  for (const one of ports.exclusions) writeExclusion(one, strengths[String(one.axes['network'])]!);
  await writeSusceptibility(ports.susceptibility[0]!.folder);
  writeClaims(ports.claims[0]!.folder);
  return ports;
}

const asked = {
  network: { hidden: [300, 300, 300, 300], rho: { pt: 0.02, eta: 0.02, phi: 0.02 }, inputs: 'jet+gradient' },
} as const;

/** An adversary whose second of three trials is the strongest that passes, or one that never passes. */
export function writeAdversary(folder: string, accepted = true): void {
  const trial = (number: number, scale: number, loss: number, chosen: boolean) => {
    const ks = { score: 0.019 * scale, mass: 0.02 * scale, pt: 0.01 * scale };
    const failed = Object.keys(limits).filter((name) => ks[name as 'mass'] >= limits[name as 'mass']);
    return { trial: number, epoch: number, lambda: { score: 20, mass: 1e4, pt: 1e5 }, ks, loss, failed, chosen };
  };
  const least = accepted ? 0 : 2;
  const trials = [
    trial(1, 2.5, 0.41, false),
    trial(2, 0.9 + least, 0.24, true),
    trial(3, 0.5 + 4 * least, 0.18, false),
  ];
  writeJson(folder, 'trials.json', trials);
  writeJson(folder, 'adversary.json', {
    ...{ version: 1, ...asked, acceptance: { ks: limits }, accepted, chosen: { trial: 2 } },
  });
}

function writeAcceptance({ folder, axes }: Input, strength: number): void {
  const distance = (value: number, limit: number) => {
    const ks = value * strength + 0.0001 * Number(axes['seed']);
    return { ks: quoted(ks, 0.001), ks_over_limit: quoted(ks / limit, 0.001 / limit) };
  };
  const each = (score: number, pt: number, mass: number) => ({
    score: distance(score, limits.score),
    pt: distance(pt, limits.pt),
    mass: distance(mass, limits.mass),
  });
  writeJson(folder, 'metrics.json', { background: each(0.0138, 0.008, 0.017), signal: each(0.076, 0.01, 0.06) });
}

function writeRegion({ folder, axes }: Input, strength: number): void {
  const pseudodata = (alarms: number) => {
    const observable = { chi2_per_ndf: quoted(0.9 + alarms, 0.25), detected: quoted(alarms, 0.007) };
    const any = { detected: quoted(alarms, 0.007) };
    return { score: observable, pt: observable, mass: observable, any, score_after_unblinding: observable };
  };
  const shift = 0.002 * Number(axes['seed']);
  writeJson(folder, 'metrics.json', {
    background: pseudodata(0.05 + 0.03 * strength + shift),
    unperturbed: pseudodata(0.048 + shift),
  });
  const test = { pseudodata: 'background', region: 'control' };
  writeJson(folder, 'region.json', {
    thresholds: { blinded_above: 0.35, optimum: 0.82 },
    treatment: 'half of the background jets are the pseudodata, the others the model',
    tests: [
      { ...test, observable: 'score', chi2: 14.2, ndf: 15, p: 0.51 },
      { ...test, observable: 'pt', chi2: 31.8, ndf: 37, p: 0.71 },
      { ...test, observable: 'mass', chi2: 41.2, ndf: 38, p: 0.33 },
      { ...test, region: 'blinded', observable: 'score', chi2: 12.1, ndf: 11, p: 0.36 },
    ],
  });
}

function writeExclusion({ folder, axes }: Input, strength: number): void {
  const shift = 0.2 * Number(axes['seed']);
  const [expected, observed, right] = [40 + shift, 40 - 13 * strength + shift, 40 + 7 * strength + shift];
  writeJson(folder, 'metrics.json', {
    z_expected: quoted(3, 0.1),
    z_true: quoted(3 - 0.6 * strength, 0.1),
    significance_lost: quoted(0.2 * strength, 0.02),
    limit_expected: quoted(expected, 1.5),
    limit_observed: quoted(observed, 1.2),
    limit_true: quoted(right, 2),
    true_over_observed: quoted(right / observed, 0.1),
  });
  const assumptions = { signal: 200, background: 10_000, background_uncertainty: 0.1, confidence: 0.95 };
  writeJson(folder, 'exclusion.json', { assumptions, convention: 'one bin above the threshold' });
}

async function writeSusceptibility(folder: string): Promise<void> {
  const stages = [
    { stage: '0', auc: 0.826, loss: 0.02 },
    { stage: '0.5', auc: 0.848, loss: 0.09 },
    { stage: 'full', auc: 0.871, loss: 0.22 },
    { stage: 'hl', auc: 0.824, loss: 0.08 },
  ];
  const rows = stages.flatMap(({ stage, auc, loss }) => [
    ...seeds.map((seed) => ({
      stage,
      seed: String(seed),
      auc: auc + 0.001 * (seed - 2),
      loss: loss + 0.01 * (seed - 2),
    })),
    { stage, seed: 'mean', auc, loss },
  ]);
  const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  await writeColumns(
    join(folder, 'points.arrow'),
    susceptibility.files['points.arrow'],
    {
      stage: rows.map(({ stage }) => stage),
      seed: rows.map(({ seed }) => seed),
      auc: column(({ auc }) => auc),
      auc_low: column(({ auc }) => auc - 0.003),
      auc_high: column(({ auc }) => auc + 0.003),
      loss: column(({ loss }) => loss),
      loss_low: column(({ loss }) => loss - 0.015),
      loss_high: column(({ loss }) => loss + 0.015),
    },
    { kind: susceptibility },
  );
  writeJson(folder, 'metrics.json', {
    full_minus_lowest: quoted(0.2, 0.02),
    slope: quoted(4.4, 0.6),
    convention: { interval: 0.68, stages: ['0', '0.5', 'full'], seeds: 3, description: 'means over 3 training seeds' },
  });
}

function writeClaims(folder: string): void {
  const claim = { percent: false, expected: 'above 0', paper: '0.09', source: '§II', nodes: ['summary'] };
  writeJson(folder, 'claims.json', {
    claims: [
      { ...claim, claim: 'LL AUC exceeds HL', number: quoted(0.047, 0.003), verdict: 'confirmed' },
      {
        ...{ claim: 'HL after FGSM falls below one', number: quoted(0.98, 0.03), percent: false },
        ...{ expected: 'below 1', paper: '0.989', source: null, verdict: 'undecided', nodes: ['summary'] },
      },
      {
        ...{ claim: 'The random perturbation is harmless', number: quoted(0.03, 0.004), percent: true },
        ...{ expected: 'between −2% and 2%', paper: null, source: null, verdict: 'not confirmed', nodes: ['summary'] },
      },
    ],
    interval: 0.68,
    description: 'confirmed: the whole interval is as the claim says',
  });
}
