// A declaration of what a network is fed and what it says, held to what the file of the network says itself.
import type { JetLayout } from '@jetdemon/data';
import { InputError, suggest } from '@jetdemon/workflow';
import type { FeatureInput, OutputMeaning, ResolvedFeatures, ResolvedOutput } from '@jetdemon/artifacts';
import type { Features } from './features/declaration.ts';
import { presetInputs } from './features/presets.ts';
import { readWeaver } from './features/weaver.ts';
import type { Output } from './output-declaration.ts';
import { discriminantOf } from './output.ts';
import type { ImportedNetwork } from './read-network.ts';

type Port = ImportedNetwork['inputs'][number];

/** What was read beside the features: the classes that a file of weaver's names. */
export interface Declared {
  readonly features: ResolvedFeatures;
  readonly classes?: readonly string[] | undefined;
}

/**
 * Features with the inputs that `file` or `preset` stand for, and the slots that the network has.
 *
 * @param read contents of a file
 * @throws InputError for an input that nothing feeds, one that the network lacks, and a wrong number of features or slots
 */
export function resolveFeatures(
  features: Features,
  network: Pick<ImportedNetwork, 'inputs'>,
  layout: JetLayout,
  read: (file: string) => string,
): Declared {
  const { unit, file, preset, define } = features;
  const given = [file, preset, features.inputs].filter((one) => one !== undefined);
  const names = network.inputs.map(({ name }) => name);
  if (given.length !== 1)
    throw new InputError(
      `features: expected one of inputs, file and preset, found ${given.length === 0 ? 'none' : 'several'}; the network has the inputs ${network.inputs.map(inWords).join(', ')}`,
    );
  const weaver = file === undefined ? undefined : readWeaver(read(file), file);
  // What a file of weaver's says of inputs that the network does not look at is not asked for: its exporter leaves them out.
  const looked = weaver && Object.fromEntries(Object.entries(weaver.inputs).filter(([name]) => names.includes(name)));
  const inputs = looked ?? features.inputs ?? presetInputs(preset!, names);
  const extra = Object.keys(inputs).find((name) => !names.includes(name));
  if (extra !== undefined) throw new InputError(`features: the network has no input ${extra}${suggest(extra, names)}`);
  const slots = slotsOf(features.slots ?? weaver?.slots, network.inputs, inputs, layout);
  for (const port of network.inputs) requireFed(port, inputs[port.name], slots);
  const resolved = { unit, slots, define: { ...weaver?.define, ...define }, inputs };
  return { features: resolved, classes: weaver?.classes };
}

/** `pf_mask float32[N, 1, 128]`. */
export const inWords = ({ name, shape, dtype }: Port) =>
  `${name} ${dtype}${shape ? `[${shape.map((extent) => extent || '?').join(', ')}]` : ''}`;

/** As asked for, else as an input has it, else as many as the jets have. */
function slotsOf(
  asked: number | undefined,
  ports: readonly Port[],
  inputs: Readonly<Record<string, FeatureInput>>,
  layout: JetLayout,
): number {
  const fixed = ports.flatMap((port) => {
    const at = inputs[port.name]?.axes.indexOf('P') ?? -1;
    const extent = at < 0 ? undefined : port.shape?.[at];
    return typeof extent === 'number' ? [{ port, extent }] : [];
  });
  const slots = asked ?? fixed[0]?.extent ?? layout.constituents;
  const other = fixed.find(({ extent }) => extent !== slots);
  if (other)
    throw new InputError(
      `features: input ${inWords(other.port)} has ${other.extent} slots for constituents, expected ${slots}: its axes may be others, or slots wrong`,
    );
  return slots;
}

function requireFed(port: Port, input: FeatureInput | undefined, slots: number): void {
  if (!input) throw new InputError(`features: nothing feeds the input ${inWords(port)}`);
  const { axes, features } = input;
  if (axes === 'NP' && features.length !== 1)
    throw new InputError(`features: input ${port.name}: expected one feature for axes NP, found ${features.length}`);
  const { shape } = port;
  if (!shape) return;
  if (shape.length !== axes.length)
    throw new InputError(`features: input ${inWords(port)}: expected ${shape.length} axes, found ${axes}`);
  if (typeof shape[0] === 'number')
    throw new InputError(
      `features: input ${inWords(port)}: expected a free first axis, found jets by ${shape[0]}: export it with dynamic_axes={"${port.name}": {0: "batch"}, …}`,
    );
  const extents = { N: undefined, P: slots, F: features.length } as const;
  [...axes].forEach((axis, at) => {
    const expected = shape[at];
    const found = extents[axis as keyof typeof extents];
    if (typeof expected !== 'number' || found === undefined || found === expected) return;
    const what = axis === 'F' ? `${expected} features, found ${found}` : `${expected} slots, found ${found}`;
    throw new InputError(`features: input ${inWords(port)}: expected ${what} (axes ${axes})`);
  });
}

/** What the numbers of an output are once it runs; `meaning` looks at them where nothing else tells. */
export interface OutputShape {
  readonly width: number;
  meaning(): OutputMeaning | undefined;
}

/** The output that is asked for. @throws InputError where there are several and none is named */
export function outputPort({ name }: Output, { outputs }: Pick<ImportedNetwork, 'outputs'>): Port {
  const names = outputs.map((port) => port.name);
  // Beside its probabilities a tree says the label of the class, an integer.
  const numbers = outputs.filter(({ dtype }) => dtype === 'float32');
  if (name === undefined && numbers.length !== 1)
    throw new InputError(`output: expected the name of one of the outputs ${names.join(', ')}`);
  const port = name === undefined ? numbers[0]! : outputs.find((one) => one.name === name);
  if (!port) throw new InputError(`output: the network has no output ${name}${suggest(name!, names)}`);
  if (port.dtype !== 'float32')
    throw new InputError(
      `output ${port.name}: expected floating-point numbers, found ${port.dtype}: labels tell no score`,
    );
  return port;
}

/**
 * The output with its classes, signal and meaning.
 *
 * @throws InputError where one of them cannot be told, or contradicts the network
 */
export function resolveOutput(
  asked: Output,
  { name, activation }: Port,
  { width, meaning }: OutputShape,
  fromFile: readonly string[] | undefined,
): ResolvedOutput {
  const count = Math.max(2, width);
  const classes = asked.classes ?? fromFile ?? Array.from({ length: count }, (_, index) => String(index));
  if (classes.length !== count)
    throw new InputError(
      `output: expected names of ${count} classes, since ${name} has ${width === 1 ? 'one number' : `${width} numbers`} per jet, found ${classes.join(', ')}`,
    );
  const twice = classes.find((one, at) => classes.indexOf(one) !== at);
  if (twice !== undefined) throw new InputError(`output: expected different names of classes, found ${twice} twice`);
  if (asked.signal === undefined && count > 2)
    throw new InputError(
      `output: expected signal: one of the classes ${classes.join(', ')}, or a discriminant such as P(${classes[1]}) / (P(${classes[1]}) + P(${classes[0]}))`,
    );
  const independent = width === 1 || activation === 'sigmoid';
  const signal = String(asked.signal ?? 1);
  discriminantOf(signal, classes, independent);
  return { name, classes, signal, is: isOf(asked, activation, meaning), width, independent };
}

/** Before an activation there are logits. */
function isOf({ is }: Output, activation: Port['activation'], meaning: OutputShape['meaning']): OutputMeaning {
  if (activation) {
    const after = activation === 'log-softmax' ? 'log-probabilities' : 'probabilities';
    if (is !== undefined && is !== after)
      throw new InputError(`output: is: expected ${after}, since the graph ends in ${activation}, found ${is}`);
    return 'logits';
  }
  const found = is ?? meaning();
  if (!found)
    throw new InputError(
      'output: expected is: logits or probabilities; neither the graph nor its numbers for these jets tell them apart',
    );
  return found;
}
