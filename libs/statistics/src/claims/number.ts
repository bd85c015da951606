// The number of a claim, found in the results that a task was given: a reference to a quoted number, or the difference
// or ratio of two.
import { InputError, suggest, type Input } from '@jetdemon/workflow';
import { meanOver, seedsError } from '../intervals/combine.ts';
import { meanReplicas, pairedDifference, pairedRatio, type Replicated } from '../intervals/replicated.ts';
import type { AllReplicas } from '../significance/replicas.ts';
import { hasInterval, type Stated } from '@jetdemon/artifacts';
import { namedBy } from '../inputs/select-nodes.ts';

/** A quoted number: `{ of: 'summary@network=ll', at: 'auc' }`. */
export interface Reference {
  /** Node; where several points agree with it, they are averaged over. */
  readonly of: string;
  /** Names in its metrics.json, from the outside in: 'variations/adversary-scores/loss_at_nominal_optimum'. */
  readonly at: string;
}

/** A quoted number as it is, or less another, or over another. */
export interface ClaimedNumber extends Reference {
  readonly minus?: Reference | undefined;
  readonly over?: Reference | undefined;
}

/** A result with a metrics.json. */
export interface Artefact {
  readonly input: Input;
  readonly metrics: unknown;
  /** Of some of its numbers, by their place. */
  readonly replicas?: AllReplicas;
}

export interface NumberOptions {
  /** Axes that may be averaged over. */
  readonly average: readonly string[];
  /** Probability content of the intervals. */
  readonly interval: number;
  /** The claim, for messages. */
  readonly where: string;
}

export interface Answered {
  readonly number: Stated;
  readonly nodes: readonly string[];
  /** That it is a mean over, the fewest of both numbers. */
  readonly trainings: number;
}

/**
 * The number and the nodes that it is from. Points that differ in their seed are averaged by `combine`; difference and
 * ratio are taken replica by replica where both numbers are of the same jets, see `pairedDifference`, else as independent; they take
 * numbers with intervals.
 *
 * @throws InputError when a node or a name in it is unknown, when points differ in an axis that is not averaged over,
 * or when a ratio is undefined
 */
export function claimedNumber(
  { minus, over, ...reference }: ClaimedNumber,
  artefacts: readonly Artefact[],
  { where, ...options }: NumberOptions,
): Answered {
  const found = look(reference, artefacts, { ...options, where: `${where}.number` });
  const [other, word] = minus ? [minus, 'minus'] : [over, 'over'];
  if (!other) return { number: found.number, nodes: found.nodes, trainings: found.trainings };
  const first = replicated(found, `${where}.number`);
  const place = `${where}.number.${word}`;
  const second = replicated(look(other, artefacts, { ...options, where: place }), place);
  const number = (minus ? pairedDifference : pairedRatio)(
    first,
    second,
    `${first.quoted.description}, ${minus ? 'less' : 'over'} ${second.quoted.description}`,
    options.interval,
  );
  if (!Number.isFinite(number.value)) {
    throw new InputError(`${where}.number.over: expected a number other than 0, found ${second.quoted.value}`);
  }
  const trainings = Math.min(first.trainings, second.trainings);
  return { number, nodes: [...new Set([...first.nodes, ...second.nodes])], trainings };
}

interface Looked extends Omit<Replicated, 'quoted'>, Answered {}

/** For differences and ratios. */
function replicated({ number, ...rest }: Looked, where: string): Replicated & Looked {
  if (hasInterval(number)) return { ...rest, number, quoted: number };
  throw new InputError(
    `${where}: expected a number with an interval for a difference or ratio, found one without: ${number.uncertainty}`,
  );
}

function look(
  { of, at }: Reference,
  artefacts: readonly Artefact[],
  { where, average, interval }: NumberOptions,
): Looked {
  const inputs = artefacts.map(({ input }) => input);
  const named = namedBy(of, inputs, `${where}.of`);
  const axes = new Set(named.flatMap((input) => Object.keys(input.axes)));
  const differing = [...axes].filter((axis) => new Set(named.map((input) => String(input.axes[axis]))).size > 1);
  const stranger = differing.find((axis) => !average.includes(axis));
  if (stranger !== undefined) {
    const nodes = named.map(({ node }) => node).join(', ');
    throw new InputError(
      `${where}.of: expected a point of axis ${stranger}, which is not averaged over, found ${nodes}`,
    );
  }
  const quoteds = named.map((input) => {
    const { metrics } = artefacts[inputs.indexOf(input)]!;
    return quotedAt(metrics, at, { where: `${where}.at`, node: input.node });
  });
  const number = meanOver(quoteds, { interval });
  const place = stepsOf(at).join('/');
  const trainings = named.length > 1 ? named.length : seedsOf(artefacts[inputs.indexOf(named[0]!)]!);
  return {
    number: { ...number, description: `${number.description} (${of})` },
    replicas: meanReplicas(named.map((input) => artefacts[inputs.indexOf(input)]!.replicas?.get(place))),
    seeds: seedsError(number, trainings, interval),
    trainings,
    nodes: named.map(({ node }) => node),
  };
}

/** Training seeds that the numbers of a result are means over. */
function seedsOf({ metrics }: Artefact): number {
  const { convention } = metrics as { convention?: { seeds?: unknown } };
  return typeof convention?.seeds === 'number' ? convention.seeds : 1;
}

/** Names from the outside in: 'a/b', or 'a.b' where there is no slash. */
const stepsOf = (at: string) => at.split(at.includes('/') ? '/' : '.');

/** The quoted number under these names. */
function quotedAt(metrics: unknown, at: string, { where, node }: { where: string; node: string }): Stated {
  let found = metrics;
  for (const step of stepsOf(at)) {
    const known = isRecord(found) ? Object.keys(found) : [];
    if (!known.includes(step)) {
      throw new InputError(`${where}: ${node} has no ${step} on the way to ${at}${suggest(step, known)}`);
    }
    found = (found as Readonly<Record<string, unknown>>)[step];
  }
  if (isStated(found)) return found;
  const instead = isRecord(found) ? Object.keys(found).join(', ') : JSON.stringify(found);
  throw new InputError(`${where}: expected a number with value, low and high at ${at} of ${node}, found ${instead}`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isStated = (value: unknown): value is Stated =>
  isRecord(value) &&
  Number.isFinite(value['value']) &&
  (typeof value['uncertainty'] === 'string' || [value['low'], value['high']].every(Number.isFinite));
