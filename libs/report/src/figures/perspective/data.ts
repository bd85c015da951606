// Data of the figure that puts losses in perspective: what each variation of the jets costs, and who would notice.
import { controlRegion, significance, type Interval } from '@jetdemon/artifacts';
import { InputError, type Input } from '@jetdemon/workflow';
import { namingOf, subjectsOf } from '../../text/subjects.ts';

export const groups = ['known', 'control', 'attack'] as const;
/** A known uncertainty, a random control, or an attack. */
export type Group = (typeof groups)[number];

/** One variation of the jets. */
export interface Cost {
  readonly name: string;
  readonly group: Group;
  /** Share of the significance that is lost at the nominal optimum. */
  readonly loss: Interval;
  /** Share of pseudo-experiments in which a test of the control region has p < 0.05 over the number of tests. */
  readonly noticed?: Interval;
}

export interface PerspectiveData {
  /** The network, as a heading has it; absent where the workflow has one. */
  readonly network?: string;
  /** From the largest loss to the smallest. */
  readonly costs: readonly Cost[];
  /** The same share for jets that nobody varied: false alarms. Absent without control regions. */
  readonly falseAlarms?: Interval;
  /** What the intervals of losses hold, in words. */
  readonly description: string;
}

export interface Naming {
  /** By point of an axis (`network=ll`), by sample, or by node of a control region with all, some or none of its axes; a sample and its control region have one name. */
  readonly names: Readonly<Record<string, string>>;
  /** Samples that are known uncertainties. */
  readonly known: readonly string[];
  /** Samples that are random controls. */
  readonly controls: readonly string[];
}

/**
 * Costs of the variations of one network.
 *
 * @throws InputError for a sample that is named and is not there, for two of one name, and for a control region of none of them
 */
export async function readPerspective(
  curves: Input,
  regions: readonly Input[],
  { names, known, controls }: Naming,
): Promise<PerspectiveData> {
  const { variations, convention } = await significance.read(curves, 'metrics.json');
  const samples = Object.keys(variations);
  const missing = [...known, ...controls].filter((sample) => !samples.includes(sample));
  const both = known.filter((sample) => controls.includes(sample));
  if (missing.length > 0 || both.length > 0 || samples.length === 0) {
    const wanted = missing.length > 0 ? missing.join(', ') : 'variations that are either known or a control';
    const found = both.length > 0 ? `${both.join(', ')} in both` : samples.join(', ') || 'none';
    throw new InputError(`known, controls: expected ${wanted} among the variations of ${curves.node}, found ${found}`);
  }
  const noticed = new Map<string, Interval>();
  const alarms: Interval[] = [];
  for (const region of regions) {
    const name = nameOf(region.node, names);
    const { background, unperturbed } = await controlRegion.read(region, 'metrics.json');
    if (noticed.has(name))
      throw new InputError(`regions: expected one control region of "${name}", found two; see names`);
    noticed.set(name, background.any.detected);
    alarms.push(unperturbed.any.detected);
  }
  const costs = samples.map((sample) => {
    const name = names[sample] ?? sample;
    const seen = noticed.get(name);
    return {
      name,
      group: known.includes(sample) ? 'known' : controls.includes(sample) ? 'control' : 'attack',
      loss: variations[sample]!.loss_at_nominal_optimum,
      ...(seen && { noticed: seen }),
    } satisfies Cost;
  });
  const called = costs.map(({ name }) => name);
  const twice = called.find((name, at) => called.indexOf(name) !== at);
  if (twice !== undefined) throw new InputError(`names: expected a name for each variation, found "${twice}" twice`);
  const stranger = [...noticed.keys()].find((name) => !called.includes(name));
  if (stranger !== undefined)
    throw new InputError(`regions: expected control regions of ${called.join(', ')}, found "${stranger}"; see names`);
  const [network] = subjectsOf([curves], namingOf(names));
  return {
    ...(network && Object.keys(curves.axes).length > 0 && { network: network.label }),
    costs: [...costs].sort((a, b) => b.loss.value - a.loss.value),
    ...(alarms.length > 0 && { falseAlarms: meanOf(alarms) }),
    description: convention.description,
  };
}

/** The name given to a node with all of its axes, with the most of them, or with none: `scaled-region@by=up` names it for every network. */
export function nameOf(node: string, names: Naming['names']): string {
  const parts = (text: string) => text.split(/[@+]/);
  const own = new Set(parts(node));
  const [base] = own;
  const fitting = Object.keys(names).filter(
    (name) => parts(name)[0] === base && parts(name).every((part) => own.has(part)),
  );
  const [closest] = fitting.sort((a, b) => parts(b).length - parts(a).length);
  return closest === undefined ? node : names[closest]!;
}

/** Mean of shares that are told of the same number of pseudo-experiments. */
function meanOf(shares: readonly Interval[]): Interval {
  const mean = (of: (share: Interval) => number) => shares.reduce((sum, share) => sum + of(share), 0) / shares.length;
  return { value: mean(({ value }) => value), low: mean(({ low }) => low), high: mean(({ high }) => high) };
}
