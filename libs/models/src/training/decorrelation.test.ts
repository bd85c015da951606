// The term that a training step adds for decorrelation from the mass, under event weights.
import { adamState, float32, openDevice, scalar } from '@jetdemon/compute';
import { defaultLayout, type Jets } from '@jetdemon/data';
import { InputError, keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import { padded, someJets } from '../testing/some-jets.ts';
import { decorrelation, requirePositiveWeights } from './decorrelation.ts';
import { trainingStep } from './step.ts';

const device = await openDevice('cpu');
const network = createNetwork('hl', defaultLayout, { hidden: [6] });
const weights = initialise(network, keyOf(2));
const jets = someJets(keyOf(1), 10, 0.5);
const label = jets.map((_, row) => row % 2);

/** What the term adds to the loss of a batch. */
async function added(of: typeof jets, labels: number[], weight?: number[]): Promise<number> {
  const loss = async (terms?: ReturnType<typeof decorrelation>) => {
    const asked = { weighted: weight !== undefined, ...(terms && { terms }) };
    const step = device.compileStep(trainingStep(network, asked), { ...weights, ...adamState(weights) });
    const { loss: told } = await step.run({
      ...network.indices(padded(of)),
      ...{ jets: float32(padded(of), [of.length, 64, 3]), label: float32(labels), learningRate: scalar(0) },
      ...(weight && { weight: float32(weight) }),
    });
    await step.dispose();
    return told!.data[0]!;
  };
  return (await loss(decorrelation(0.7, defaultLayout))) - (await loss());
}

test('a background jet of weight n counts as n jets, signal not at all', async () => {
  const weight = jets.map((_, row) => [1, 5, 3, 2, 2][row % 5]!);
  const rows = jets.flatMap((_, row) => Array.from({ length: weight[row]! }, () => row));
  const repeated = await added(rows.map((row) => jets[row]!), rows.map((row) => label[row]!)); // prettier-ignore
  expect(await added(jets, label, weight)).toBeCloseTo(repeated, 5);
  expect(repeated).toBeGreaterThan(0.01);
  expect(Math.abs((await added(jets, label)) - repeated)).toBeGreaterThan(1e-3);
  const otherSignal = weight.map((one, row) => (label[row] === 1 ? 9 * one : one));
  expect(await added(jets, label, otherSignal)).toBeCloseTo(repeated, 5);
});

test('negative weights of background to train on are refused, those of signal are not', () => {
  const sample = (values: number[]) => ({
    jets: { count: 4, label: Uint8Array.of(0, 1, 0, 0), reference: { weight: { values: Float64Array.from(values), unit: '1', description: '' } } } as unknown as Jets, // prettier-ignore
    ...{ train: Int32Array.of(0, 1, 2), validation: Int32Array.of(3), file: 'jets.arrow' },
  });
  expect(() => requirePositiveWeights(sample([1, -1, 0, -1]))).not.toThrow();
  const refused = () => requirePositiveWeights(sample([1, 1, -0.5, 1]));
  expect(refused).toThrow(InputError);
  expect(refused).toThrow(/jets\.arrow: row 2, column weight: decorrelation: expected weights of background of at least 0, found -0\.5/); // prettier-ignore
});
