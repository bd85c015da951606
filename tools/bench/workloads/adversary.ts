// A training step of the adversary network against a frozen classifier: §III.B of arXiv:1910.08606, eqs. (2) and (3),
// mass and pT preserved. What the classifier and the observables say of the unperturbed jets is given, as in training.
import { defaultContrast, defaultLayout } from '@jetdemon/data';
import { adversaryNetwork, adversaryStep, initialAdversary } from '@jetdemon/attacks';
import { adamState, float32, scalar, type Values } from '@jetdemon/compute';
import { createNetwork, initialise, observables, type NetworkName } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { attack, flopOf, training } from './flop.ts';
import { asJets, bundledBatches, constituentsPerJet, different, isEager, rowsPerJet, sizeOf } from './workload.ts';
import type { MakeWorkload } from './workload.ts';

const rho = 0.02;

export const adversaryOn =
  (name: NetworkName): MakeWorkload =>
  async (device, batch) => {
    const feeds = await bundledBatches(batch);
    const classifier = createNetwork(name, defaultLayout);
    const target = { ...classifier, contrast: defaultContrast, weights: initialise(classifier, keyOf(1)) };
    const network = adversaryNetwork(
      { hidden: [300, 300, 300, 300], rho: { pt: rho, eta: rho, phi: rho }, inputs: 'jet' },
      defaultLayout,
    );
    const weights: Values = initialAdversary(network, keyOf(2));
    const step = device.compileStep(adversaryStep(network, target, { preserve: ['mass', 'pt'] }), {
      ...weights,
      ...adamState(weights),
    });
    const look = device.compile(({ jets }) => ({
      ...observables(['mass', 'pt'], jets!, defaultLayout),
      score: tf.fill([jets!.shape[0]!], 0.5),
    }));
    const given: Values[] = [];
    for (const feed of feeds) {
      const found = await look({ jets: asJets(feed) });
      const nominal = Object.entries(found).map(([observable, value]) => [`nominal/${observable}`, value]);
      given.push({
        ...Object.fromEntries(nominal),
        jets: asJets(feed),
        label: float32(feed.label),
        learningRate: scalar(1e-3),
        'lambda/score': scalar(1),
        'lambda/mass': scalar(1),
        'lambda/pt': scalar(1),
      });
    }
    const rows = rowsPerJet(
      feeds.map(({ jets }) => classifier.indices(jets)),
      batch,
    );
    let next = 0;
    let last = NaN;
    return {
      about: `${sizeOf(weights)} weights against ${name}, ${constituentsPerJet(feeds).toFixed(1)} of 64 constituents real`,
      flopPerJet: flopOf(network.shapes, 1, training) + flopOf(classifier.shapes, rows, attack),
      warmUp: isEager(device) ? 1 : 2 * different,
      outcome: () => last,
      together: step.together,
      async run(steps = 1) {
        const inputs = function* () {
          for (let asked = 0; asked < steps; asked++) {
            const at = next++ % different;
            yield [{ ...given[at], ...classifier.indices(feeds[at]!.jets) }];
          }
        };
        for (const { loss } of await step.runAll(inputs())) {
          last = loss!.data[0]!;
          if (!Number.isFinite(last)) throw new Error(`the loss is ${last}`);
        }
        return steps * batch;
      },
    };
  };
