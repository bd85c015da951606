// Forward, loss, gradient and Adam update; index arrays and what is prepared are made anew for every batch as training does.
import { defaultLayout } from '@jetdemon/data';
import { adamState, scalar, type Values } from '@jetdemon/compute';
import { createNetwork, initialise, oneAhead, preparedBeside, trainingStep, type NetworkName } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { flopOf, training } from './flop.ts';
import { asJets, bundledBatches, constituentsPerJet, different, isEager, rowsPerJet, sizeOf } from './workload.ts';
import type { MakeWorkload } from './workload.ts';

export const trainingOf =
  (name: NetworkName): MakeWorkload =>
  async (device, batch) => {
    const feeds = await bundledBatches(batch);
    const network = createNetwork(name, defaultLayout);
    const weights: Values = initialise(network, keyOf(1));
    const step = device.compileStep(trainingStep(network), { ...weights, ...adamState(weights) });
    const rows = rowsPerJet(
      feeds.map(({ jets }) => network.indices(jets)),
      batch,
    );
    const prepared = preparedBeside(network, device, batch);
    const steps = oneAhead(endless(feeds), async (feed) => {
      const jets = asJets(feed);
      const label = { data: feed.label, shape: [feed.size], dtype: 'float32' as const };
      const inputs = { jets, label, learningRate: scalar(1e-3), ...network.indices(feed.jets) };
      return { feed, inputs: { ...inputs, ...(await prepared?.({ jets })) } };
    });
    let last = NaN;
    return {
      about: `${sizeOf(weights)} weights, ${constituentsPerJet(feeds).toFixed(1)} of 64 constituents real`,
      flopPerJet: flopOf(network.shapes, rows, training),
      warmUp: isEager(device) ? 1 : 2 * different,
      outcome: () => last,
      async run() {
        const { feed, inputs } = (await steps.next()).value!;
        const { loss } = await step.run(inputs);
        last = loss!.data[0]!;
        if (!Number.isFinite(last)) throw new Error(`the loss is ${last}`);
        return feed.size;
      },
    };
  };

async function* endless<T>(items: readonly T[]): AsyncGenerator<T, never> {
  for (;;) yield* items;
}
