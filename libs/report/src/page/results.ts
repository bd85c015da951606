// Results that a page was given, by kind, each as its reader has it.
import {
  attackChecks,
  attackedJets,
  claims,
  exclusion,
  growth,
  histograms,
  limits,
  detection,
  robustness,
  selectedJets,
  significance,
} from '@jetdemon/artifacts';
import { InputError, type Input } from '@jetdemon/workflow';
import { readAcceptance } from '../results/acceptance-results.ts';
import { readAdversary } from '../results/adversary-results.ts';
import { readFigure } from '../results/drawn-figure.ts';
import { readQuoted } from '../results/quoted-numbers.ts';
import { readImported } from '../results/imported-notes.ts';
import { readRegion } from '../results/region-results.ts';
import { readStages } from '../results/susceptibility-results.ts';
import { countClasses } from '../results/jet-counts.ts';
import type { KindName } from './kinds.ts';

/** A result whose contents the page does not show: it stands in the table of nodes. */
const unread = (input: Input) => Promise.resolve({ input });

const withInput =
  <T extends object>(read: (input: Input) => Promise<T>) =>
  async (input: Input): Promise<T & { readonly input: Input }> => ({ ...(await read(input)), input });

const readers = {
  significance: withInput((input) => significance.read(input, 'metrics.json')),
  histograms: withInput((input) => histograms.read(input, 'tests.json')),
  claims: withInput((input) => claims.read(input, 'claims.json')),
  'control region': readRegion,
  acceptance: readAcceptance,
  exclusion: withInput(async (input) => ({
    ...(await exclusion.read(input, 'exclusion.json')),
    ...(await exclusion.read(input, 'metrics.json')),
  })),
  limits: withInput(async (input) => ({
    ...(await limits.read(input, 'limits.json')),
    ...(await limits.read(input, 'metrics.json')),
  })),
  susceptibility: readStages,
  detection: withInput((input) => detection.read(input, 'metrics.json')),
  growth: withInput((input) => growth.read(input, 'metrics.json')),
  robustness: withInput((input) => robustness.read(input, 'metrics.json')),
  numbers: withInput(async (input) => ({ quoted: await readQuoted(input) })),
  adversary: readAdversary,
  'attacked jets': withInput((input) => attackedJets.read(input, 'perturbation.json')),
  'attack checks': withInput((input) => attackChecks.read(input, 'checks.json')),
  'selected jets': withInput((input) => selectedJets.read(input, 'cutflow.json')),
  jets: withInput(countClasses),
  figure: withInput(readFigure),
  classifier: withInput(readImported),
  'split jets': unread,
  'exported jets': unread,
  scores: unread,
  'binned scores': unread,
  'certified scores': unread,
  report: unread,
  events: unread,
  towers: unread,
  'clustered towers': unread,
  'program files': unread,
} satisfies Record<KindName, (input: Input) => Promise<{ readonly input: Input }>>;

/** A result of one kind. */
export type Result<K extends KindName> = Awaited<ReturnType<(typeof readers)[K]>>;

export type Results = { readonly [K in KindName]: readonly Result<K>[] };

/** Reads every result by the kind that it came as. */
export async function readResults(inputs: readonly Input[]): Promise<Results> {
  const all = Object.entries(readers).map(async ([kind, read]) => {
    const own = inputs.filter((input) => kindOf(input) === kind);
    return [kind, await Promise.all(own.map((input) => read(input)))] as const;
  });
  return Object.fromEntries(await Promise.all(all)) as unknown as Results;
}

function kindOf({ node, kind }: Input): KindName {
  if (kind !== undefined && Object.hasOwn(readers, kind)) return kind as KindName;
  throw new InputError(`results: expected a result of a known kind, found ${kind ?? 'none said'} from ${node}`);
}
