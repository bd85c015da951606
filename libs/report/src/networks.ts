// The networks by the names that workflows give them, and as a reader should see them.
import type { Input } from '@jetdemon/workflow';

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

/** The networks behind `inputs`, high-level first; other axes (a seed) and unknown names are part of the label. */
export function subjectsOf(inputs: readonly Input[]): Subject[] {
  const order = Object.keys(networks);
  const rank = (input: Input) => {
    const at = order.indexOf(String(input.axes['network']));
    return at < 0 ? order.length : at;
  };
  return [...inputs].sort((a, b) => rank(a) - rank(b)).map(subjectOf);
}

function subjectOf(input: Input): Subject {
  const { network: name, ...others } = input.axes;
  const known = networks[String(name)];
  if (!known) return { input, label: input.node, noun: `the network of ${input.node}` };
  const point = Object.entries(others).map(([axis, value]) => `${axis} ${value}`);
  const suffix = point.length > 0 ? `, ${point.join(', ')}` : '';
  return { ...known, input, label: known.label + suffix, noun: known.noun + suffix };
}
