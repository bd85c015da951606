// Forward, loss, gradient and Adam update; every batch is divided, and its index arrays made, anew, as training does.
import { defaultLayout } from '@jetdemon/data';
import { adamState, scalar, type Values } from '@jetdemon/compute';
import { createNetwork, dividing, initialise, pieceCount, trainingStep, type NetworkName } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { flopOf, training } from './flop.ts';
import { bundledBatches, constituentsPerJet, different, isEager, rowsPerJet, sizeOf } from './workload.ts';
import type { MakeWorkload } from './workload.ts';

export const trainingOf =
  (name: NetworkName): MakeWorkload =>
  async (device, batch) => {
    const feeds = await bundledBatches(batch);
    const network = createNetwork(name, defaultLayout);
    const weights: Values = initialise(network, keyOf(1));
    const step = device.compileStep(trainingStep(network), { ...weights, ...adamState(weights) });
    const pieces = pieceCount(step, batch);
    const divided = dividing(network, pieces);
    const rows = rowsPerJet(
      feeds.flatMap((feed) => divided(feed).map(({ jets, multiple }) => network.indices(jets, { multiple }))),
      batch / pieces,
    );
    let at = 0;
    let last = NaN;
    return {
      about: `${sizeOf(weights)} weights, ${constituentsPerJet(feeds).toFixed(1)} of 64 constituents real`,
      flopPerJet: flopOf(network.shapes, rows, training),
      warmUp: isEager(device) ? 1 : 2 * different,
      outcome: () => last,
      together: step.together,
      async run(steps = 1) {
        const inputs = function* () {
          for (let asked = 0; asked < steps; asked++)
            yield divided(feeds[at++ % feeds.length]!).map(({ jets, label, multiple }) => ({
              jets: { data: jets, shape: [label.length, 64, 3], dtype: 'float32' as const },
              label: { data: label, shape: [label.length], dtype: 'float32' as const },
              learningRate: scalar(1e-3),
              ...network.indices(jets, { multiple }),
            }));
        };
        for (const { loss } of await step.runAll(inputs())) {
          last = loss!.data[0]!;
          if (!Number.isFinite(last)) throw new Error(`the loss is ${last}`);
        }
        return steps * batch;
      },
    };
  };
