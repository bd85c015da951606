// Networks under test by the points of their axes, and attacks by the nodes that are about them, as a reader should see
// them: names that the workflow gives, then those of the reference, then what the axes are called.
import { InputError, type Input } from '@jetdemon/workflow';
import type { Reference } from '@jetdemon/statistics';
import { groupBy } from './group-by.ts';
import { capitalised } from './numbers.ts';

/** Where names come from. */
export interface Naming {
  /** By node, by node without its point, by sample, and by point of an axis (`network=ll`). */
  readonly names: Readonly<Record<string, string>>;
  readonly networks: Reference['networks'];
  /** Axes along which trainings of one network differ. */
  readonly average: readonly string[];
}

/** @param average axes along which trainings of one network differ */
export function namingOf(
  names: Readonly<Record<string, string>>,
  reference?: Reference,
  average: readonly string[] = ['seed'],
): Naming {
  return { names, networks: reference?.networks ?? {}, average };
}

/** One trained network whose results are reported: an upstream node, told from its siblings by its matrix point. */
export interface Subject {
  readonly input: Input;
  /** As a heading has it: "Low-level network (LL), seed 1". */
  readonly label: string;
  /** As a sentence has it: "the low-level network, seed 1". */
  readonly noun: string;
  /** The network of the reference that it is; the reference has no numbers of others. */
  readonly network?: string;
}

/** The networks behind `inputs`, those of the reference first and in its order, others as they come. */
export function subjectsOf(inputs: readonly Input[], naming: Naming): Subject[] {
  const order = Object.keys(naming.networks);
  const rank = (input: Input) => {
    const at = order.indexOf(namesAt(input, naming).network ?? '');
    return at < 0 ? order.length : at;
  };
  return [...inputs].sort((a, b) => rank(a) - rank(b)).map((input) => subjectOf(input, naming));
}

/**
 * The networks as the panels of a figure.
 *
 * @throws InputError when there is none, or when two have the same label
 */
export function panelsOf(port: string, inputs: readonly Input[], names: Readonly<Record<string, string>>): Subject[] {
  if (inputs.length === 0) throw new InputError(`${port}: expected at least one network, found none`);
  const subjects = subjectsOf(inputs, namingOf(names));
  for (const [label, same] of groupBy(subjects, (one) => one.label)) {
    if (same.length === 1) continue;
    const both = same.map(({ input }) => input.node).join(' and ');
    throw new InputError(`${port}: expected one network per panel, found ${both} for "${label}"; see names`);
  }
  return subjects;
}

/** Names of the workflow that apply to an input, and the reference's network at its point. */
function namesAt({ node, axes }: Input, { names, networks }: Naming) {
  const points = Object.entries(axes).map(([axis, value]) => `${axis}=${value}`);
  return {
    names: [node, ...points].filter((name) => Object.hasOwn(names, name)),
    network: Object.keys(networks).find((name) => agrees(axes, networks[name]!.at)),
  };
}

const agrees = (axes: Input['axes'], at: Reference['networks'][string]['at']) =>
  Object.entries(at).every(([axis, values]) => [values].flat().map(String).includes(String(axes[axis])));

function subjectOf(input: Input, naming: Naming): Subject {
  const { node, axes } = input;
  const { names, network } = namesAt(input, naming);
  const named = names.includes(node) ? [naming.names[node]!] : names.map((name) => naming.names[name]!);
  const known = network === undefined ? undefined : naming.networks[network]!;
  const called = named.length > 0 ? named : known ? [known.name] : [];
  const told = new Set([
    ...names.map((name) => name.split('=')[0]!),
    ...(named.length > 0 ? [] : Object.keys(known?.at ?? {})),
  ]);
  const others = names.includes(node)
    ? []
    : Object.entries(axes).flatMap(([axis, value]) => (told.has(axis) ? [] : [`${axis} ${value}`]));
  const more = others.length > 0 ? `, ${others.join(', ')}` : '';
  const strangers = Object.keys(axes).filter((axis) => !(axis in (known?.at ?? {})) && !naming.average.includes(axis));
  return {
    input,
    ...wordsFor(called, others, more, node),
    ...(network !== undefined && strangers.length === 0 && { network }),
  };
}

function wordsFor(called: readonly string[], others: readonly string[], more: string, node: string) {
  if (called.length > 0) {
    const [label, noun] = [called.join(', '), called.map(nounOf).join(', ')];
    return { label: capitalised(label) + more, noun: (noun.startsWith('the ') ? noun : `the ${noun}`) + more };
  }
  if (others.length > 0)
    return { label: capitalised(others.join(', ')), noun: `the network with ${others.join(', ')}` };
  return { label: node, noun: `the network of ${node}` };
}

/** "low-level network (LL)" is "low-level network" in a sentence, and "LL" where there is little room. */
const nounOf = (name: string) => name.replace(/\s*\([^)]*\)/, '');
export const shortOf = (name: string) => /\(([^)]*)\)/.exec(name)?.[1] ?? name;

/**
 * Whether `input` is of the network that `subject` is of, in any of its trainings: at the same point of every axis of
 * the subject, and at points of no other axis but those along which trainings differ.
 */
export function belongsTo(input: Input, { axes }: Input, { average }: Naming): boolean {
  return (
    Object.entries(axes).every(([axis, value]) => input.axes[axis] === value) &&
    Object.keys(input.axes).every((axis) => axis in axes || average.includes(axis))
  );
}

/** The name of the attack that a sample, or a node without its point, is about. */
export const attackName = (base: string, { names }: Naming): string => names[base] ?? base;
