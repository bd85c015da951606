// What is timed: the product's own code on the bundled sample of real jets. To add one, write a function that returns a
// step and give it a line in the table; bench.mjs says which devices it runs on when nothing is asked for.
import { adamState, scalar, type Device, type Values } from '@jetdemon/compute';
import { batches, readJets } from '@jetdemon/data';
import { createNetwork, initialise, trainingStep, type NetworkName } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';

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
};

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
