// What is timed: the product's own code on the bundled sample of real jets. To add one, write a function that returns a
// step and give it a line in the table; bench.mjs says which devices it runs on when nothing is asked for.
import { adamState, scalar, type Device, type Values } from '@jetdemon/compute';
import { batches, readJets } from '@jetdemon/data';
import { createNetwork, initialise, trainingStep, type NetworkName } from '@jetdemon/models';
import { measureSignificance } from '@jetdemon/statistics';
import { keyOf, type Key } from '@jetdemon/workflow';

export interface Workload {
  readonly about: string;
  readonly step: {
    /** Steps until every shape has been met once. */
    readonly warmUp: number;
    /** One step; the number of jets it went through. */
    run(): Promise<number>;
  };
}

/** Batches that are gone through over and over. */
const different = 4;

export const workloads: Readonly<Record<string, (device: Device, batch: number) => Promise<Workload>>> = {
  'pfn-train': (device, batch) => training('pfn', device, batch),
  'hl-train': (device, batch) => training('hl', device, batch),
  'read-batches': (_, batch) => readingBatches(batch),
  bootstrap: () => bootstrapping(),
};

/** A file of 100,000 jets, read, checked and padded into batches. */
async function readingBatches(batch: number): Promise<Workload> {
  const run = async () => {
    let count = 0;
    for (const { size } of batches(await readJets('data/jets-100k.arrow'), { size: batch })) count += size;
    return count;
  };
  return { about: '100,000 jets from file to padded batches', step: { warmUp: 1, run } };
}

/** Every number of `statistics/significance` with its interval: 1,000 replicas of 15,000 jets, nominal and attacked. */
async function bootstrapping(): Promise<Workload> {
  const labels = Uint8Array.from({ length: 15_000 }, (_, row) => row % 2);
  const scores = (key: Key) => {
    const uniform = key.uniform();
    return Float32Array.from(labels, (label) => uniform() ** (label === 1 ? 0.5 : 1));
  };
  const [nominal, varied] = [scores(keyOf('nominal')), scores(keyOf('varied'))];
  const run = async () => {
    measureSignificance(labels, nominal, { varied }, keyOf(1));
    return labels.length;
  };
  return { about: '1,000 bootstrap replicas of 15,000 jets, nominal and attacked', step: { warmUp: 1, run } };
}

/** Forward, loss, gradient and Adam update, with the index arrays made anew for every batch as training does. */
async function training(name: NetworkName, device: Device, batch: number): Promise<Workload> {
  const jets = await readJets('data/jets-2k.arrow');
  const key = keyOf(1);
  const indices = Int32Array.from({ length: batch * different }, (_, index) => index % jets.count);
  const feeds = [...batches(jets, { indices, size: batch })];
  const network = createNetwork(name);
  const weights: Values = initialise(network, key);
  const step = device.compileStep(trainingStep(network), { ...weights, ...adamState(weights) });
  const constituents = feeds.reduce((sum, { mask }) => sum + mask.reduce((a, b) => a + b, 0), 0) / batch / different;
  const size = Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);
  let next = 0;
  return {
    about: `${size} weights, ${constituents.toFixed(1)} of 64 constituents real; ${device.reason}`,
    step: {
      warmUp: device.name === 'tfjs-wasm' || device.name === 'tfjs-cpu' ? 1 : 2 * different,
      async run() {
        const feed = feeds[next++ % different]!;
        const { loss } = await step.run({
          jets: { data: feed.jets, shape: [feed.size, 64, 3], dtype: 'float32' },
          label: { data: feed.label, shape: [feed.size], dtype: 'float32' },
          learningRate: scalar(1e-3),
          ...network.indices(feed.jets),
        });
        if (!Number.isFinite(loss!.data[0])) throw new Error(`the loss is ${loss!.data[0]}`);
        return feed.size;
      },
    },
  };
}
