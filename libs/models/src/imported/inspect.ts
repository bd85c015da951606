// `jetdemon inspect` of a trained network: its inputs, its outputs, and what models/import has to be told.
import { inWords } from './resolve.ts';
import { bytesOfNetwork, readNetwork, type Lambdas } from './read-network.ts';

/** @throws InputError for what is no network, is damaged, or holds what is not supported */
export async function inspect(file: string): Promise<string> {
  const network = await readNetwork(bytesOfNetwork(file), file);
  const { inputs, outputs, operators, producer, format, opset, differentiable } = network;
  const numbers = outputs.filter(({ dtype }) => dtype === 'float32');
  const parameters = Object.values(network.weights).reduce((total, { data }) => total + data.length, 0);
  const used = Object.entries(operators).map(([name, count]) => (count > 1 ? `${name} (${count})` : name));
  return [
    `${file}: ${formats[format]}${opset === undefined ? '' : `, opset ${opset}`}, ${producer || 'of an unknown program'}, ${parameters} parameters`,
    '',
    ...inputs.map((port) => `input   ${inWords(port)}`),
    ...outputs.map((port) => `output  ${inWords(port)}${port.activation ? `, made by ${port.activation}` : ''}`),
    `operators: ${used.join(', ')}`,
    ...(differentiable ? [] : ['no gradient: attacks/square takes it, by its scores alone']),
    '',
    'features and output for models/import and jetdemon audit, to be completed:',
    'features:',
    '  unit: GeV  # or MeV, TeV: of energies when it was trained',
    '  inputs:',
    ...inputs.map(({ name, shape }) => `    ${name}: { axes: ${axesOf(shape)}, features: [] }  # ${sizeOf(shape)}`),
    ...(numbers.length > 1 ? [`output: { name: ${numbers[0]!.name} }`] : []),
  ].join('\n');
}

/** Whether its slopes can be followed, as far as the file tells. */
export async function hasGradient(file: string, lambdas?: Lambdas): Promise<boolean> {
  return (await readNetwork(bytesOfNetwork(file), file, lambdas)).differentiable;
}

const formats = { onnx: 'ONNX', keras: 'Keras', h5: 'Keras (HDF5)', tfjs: 'TensorFlow.js' } as const;

type Shape = readonly (number | string)[] | undefined;

/** Three axes are jets, features and constituents where the last is the longer one or free, as weaver has them. */
function axesOf(shape: Shape): string {
  if (shape?.length === 2) return 'NF';
  const [, second, third] = shape ?? [];
  const featuresFirst = typeof second === 'number' && (typeof third !== 'number' || third > second);
  return featuresFirst ? 'NFP' : 'NPF';
}

function sizeOf(shape: Shape): string {
  const extent = shape?.[axesOf(shape).indexOf('F')];
  return typeof extent === 'number' ? `${extent} ${extent === 1 ? 'feature' : 'features'}` : 'any number of features';
}
