// The networks by the names that workflows give them, and as a reader should see them.
import { InputError, type Input } from '@jetdemon/workflow';
import { groupBy } from './group-by.ts';

/** The two classifiers of the paper (§II). */
export type PaperNetwork = 'hl' | 'll';

interface Network {
  readonly label: string;
  readonly noun: string;
  /** The paper's network that it is; the paper has no numbers for others. */
  readonly paper?: PaperNetwork;
}

const networks: Readonly<Record<string, Network>> = {
  hl: { label: 'High-level network (HL)', noun: 'the high-level network', paper: 'hl' },
  ll: { label: 'Low-level network (LL)', noun: 'the low-level network', paper: 'll' },
  pfn: { label: 'Low-level network (LL)', noun: 'the low-level network', paper: 'll' },
  dense: { label: 'Fully connected network', noun: 'the fully connected network' },
};

/** One trained network whose results are reported: an upstream node, told from its siblings by its matrix point. */
export interface Subject extends Network {
  readonly input: Input;
}

/**
 * The networks behind `inputs`, high-level first, undertrained ones (axis `rung`, §IV) last; other axes (a seed) and
 * unknown names are part of the label.
 */
export function subjectsOf(inputs: readonly Input[]): Subject[] {
  const order = Object.keys(networks);
  const rank = ({ axes }: Input) => {
    const at = order.indexOf(String(axes['network']));
    return at < 0 || 'rung' in axes ? order.length : at;
  };
  return [...inputs].sort((a, b) => rank(a) - rank(b)).map(subjectOf);
}

/**
 * The networks as the panels of a figure, under the labels given by full node name where they are to differ.
 *
 * @throws InputError when there is none, when a node is named that is not there, or when two have the same label
 */
export function panelsOf(port: string, inputs: readonly Input[], labels: Readonly<Record<string, string>>): Subject[] {
  if (inputs.length === 0) throw new InputError(`${port}: expected at least one network, found none`);
  const nodes = inputs.map(({ node }) => node);
  const unknown = Object.keys(labels).find((node) => !nodes.includes(node));
  if (unknown !== undefined) {
    throw new InputError(`panels: expected labels of ${nodes.join(', ')}, found one of ${unknown}`);
  }
  const subjects = subjectsOf(inputs).map((one) => ({ ...one, label: labels[one.input.node] ?? one.label }));
  for (const [label, same] of groupBy(subjects, (one) => one.label)) {
    if (same.length === 1) continue;
    const both = same.map(({ input }) => input.node).join(' and ');
    throw new InputError(`${port}: expected one network per panel, found ${both} for "${label}"; see panels`);
  }
  return subjects;
}

function subjectOf(input: Input): Subject {
  const { network: name, rung, ...others } = input.axes;
  const point = Object.entries(others).map(([axis, value]) => `${axis} ${value}`);
  const suffix = point.length > 0 ? `, ${point.join(', ')}` : '';
  if (rung !== undefined) {
    const which = `${name === undefined || name === 'll' ? '' : `${name}, `}${rung}${suffix}`;
    return { input, label: `Undertrained LL, ${which}`, noun: `the undertrained low-level network, ${which}` };
  }
  const known = networks[String(name)];
  if (!known) return { input, label: input.node, noun: `the network of ${input.node}` };
  return { ...known, input, label: known.label + suffix, noun: known.noun + suffix };
}
