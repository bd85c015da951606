// Results about an adversary in a temporary folder, three trainings each, with about the paper's numbers: what a page is
// tested on. Statistics' own tests say what such numbers are right.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { adversary, claims, controlRegion, exclusion, acceptance, susceptibility } from '@jetdemon/artifacts';
import { tableOfRows, type Input, type Kind } from '@jetdemon/workflow';
import { adversaryDescription, exclusion as exclusionOf, pseudodata, quoted, region, trial } from './contents.ts';
import type { Workspace } from './workspace.ts';

const seeds = [1, 2, 3];

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
  for (const { folder } of ports.adversaries) await writeAdversary(folder);
  for (const one of ports.acceptance) await writeAcceptance(one, strengths[String(one.axes['network'])]!);
  for (const one of ports.regions) await writeRegion(one, strengths[String(one.axes['network'])]!);
  for (const one of ports.exclusions) await writeExclusion(one, strengths[String(one.axes['network'])]!);
  await writeSusceptibility(ports.susceptibility[0]!.folder);
  await writeClaims(ports.claims[0]!.folder);
  return ports;
}

/** An adversary whose second of three trials is the strongest that passes, or one that never passes. */
export async function writeAdversary(folder: string, accepted = true): Promise<void> {
  const one = (number: number, scale: number, loss: number, chosen: boolean) => {
    const ks = { score: 0.019 * scale, mass: 0.02 * scale, pt: 0.01 * scale };
    const failed = Object.keys(limits).filter((name) => ks[name as 'mass'] >= limits[name as 'mass']);
    const lambda = { score: 20, mass: 1e4, pt: 1e5 };
    return trial({ trial: number, epoch: number, lambda, ks, loss, failed, chosen });
  };
  const least = accepted ? 0 : 2;
  const trials = [one(1, 2.5, 0.41, false), one(2, 0.9 + least, 0.24, true), one(3, 0.5 + 4 * least, 0.18, false)];
  await adversary.write(folder, {
    'adversary.json': adversaryDescription({ acceptance: { ks: limits }, accepted, chosen: { trial: 2 } }),
    'trials.json': trials,
  });
}

const stated = (value: number) => ({ value, uncertainty: 'no interval', description: 'KS distance' });

async function writeAcceptance({ folder, axes }: Input, strength: number): Promise<void> {
  const distance = (value: number, limit: number) => {
    const ks = value * strength + 0.0001 * Number(axes['seed']);
    return { ks: stated(ks), ks_over_limit: stated(ks / limit), chance: 0.0012, p: 0.005 };
  };
  const each = (score: number, pt: number, mass: number) => ({
    score: distance(score, limits.score),
    pt: distance(pt, limits.pt),
    mass: distance(mass, limits.mass),
  });
  const background = each(0.0138, 0.008, 0.017);
  await acceptance.write(folder, {
    'metrics.json': { background, signal: each(0.076, 0.01, 0.06), largest_ratio: background.score.ks_over_limit },
  });
}

async function writeRegion({ folder, axes }: Input, strength: number): Promise<void> {
  const experiments = (alarms: number) => pseudodata(quoted(alarms, 0.007), quoted(0.9 + alarms, 0.25));
  const shift = 0.002 * Number(axes['seed']);
  const test = { pseudodata: 'background', region: 'control' } as const;
  const tests = [
    { ...test, observable: 'score', chi2: 14.2, ndf: 15, p: 0.51 },
    { ...test, observable: 'pt', chi2: 31.8, ndf: 37, p: 0.71 },
    { ...test, observable: 'mass', chi2: 41.2, ndf: 38, p: 0.33 },
    { ...test, region: 'blinded', observable: 'score', chi2: 12.1, ndf: 11, p: 0.36 },
  ] as const;
  const treatment = 'half of the background jets are the pseudodata, the others the model';
  await controlRegion.write(folder, {
    'region.json': region({ blinded_above: 0.35, optimum: 0.82 }, treatment, tests),
    'metrics.json': {
      background: experiments(0.05 + 0.03 * strength + shift),
      unperturbed: experiments(0.048 + shift),
    },
  });
}

async function writeExclusion({ folder, axes }: Input, strength: number): Promise<void> {
  const shift = 0.2 * Number(axes['seed']);
  const [expected, observed, right] = [40 + shift, 40 - 13 * strength + shift, 40 + 7 * strength + shift];
  const { described, metrics } = exclusionOf(
    { expected: quoted(expected, 1.5), observed: quoted(observed, 1.2), true: quoted(right, 2) },
    {
      z_expected: quoted(3, 0.1),
      z_true: quoted(3 - 0.6 * strength, 0.1),
      significance_lost: quoted(0.2 * strength, 0.02),
      true_over_observed: quoted(right / observed, 0.1),
    },
  );
  await exclusion.write(folder, { 'exclusion.json': described, 'metrics.json': metrics });
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
  const points = rows.map(({ auc, loss, ...point }) => ({
    ...point,
    ...{ auc, auc_low: auc - 0.003, auc_high: auc + 0.003 },
    ...{ loss, loss_low: loss - 0.015, loss_high: loss + 0.015 },
  }));
  const means = stages.map(({ stage, auc, loss }) => [
    stage,
    { auc: quoted(auc, 0.003), loss: quoted(loss, 0.015), seeds: seeds.length },
  ]);
  await susceptibility.write(folder, {
    'points.arrow': tableOfRows(susceptibility.files['points.arrow'], points),
    'metrics.json': {
      stages: Object.fromEntries(means),
      full_minus_lowest: quoted(0.2, 0.02),
      slope: quoted(4.4, 0.6),
      convention: {
        ...{ interval: 0.68, stages: ['0', '0.5', 'full'], seeds: 3 },
        description: 'means over 3 training seeds',
      },
    },
  });
}

async function writeClaims(folder: string): Promise<void> {
  const claim = { percent: false, expected: 'above 0', paper: '0.09', source: '§II', nodes: ['summary'] };
  await claims.write(folder, {
    'claims.json': {
      claims: [
        { ...claim, claim: 'LL AUC exceeds HL', number: quoted(0.047, 0.003), verdict: 'confirmed' },
        {
          ...{ claim: 'HL after FGSM falls below one', number: quoted(0.98, 0.03), percent: false },
          ...{ expected: 'below 1', paper: '0.989', source: null, verdict: 'undecided', nodes: ['summary'] },
        },
        {
          ...{ claim: 'The random perturbation is harmless', number: quoted(0.03, 0.004), percent: true },
          ...{
            expected: 'between −2% and 2%',
            paper: null,
            source: null,
            verdict: 'not confirmed',
            nodes: ['summary'],
          },
        },
      ],
      interval: 0.68,
      description: 'confirmed: the whole interval is as the claim says',
    },
  });
}
