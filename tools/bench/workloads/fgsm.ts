// FGSM as the workflow runs it (`attackJets`): ten iterations, gradient at the current jet. A jet counts once per ten.
import { defaultContrast, defaultLayout, type Jets } from '@jetdemon/data';
import type { Device } from '@jetdemon/compute';
import { attackJets, fgsm } from '@jetdemon/attacks';
import { createNetwork, initialise, type NetworkName, type Tagger } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { attack, flopOf } from './flop.ts';
import { bundledBatches, bundledJets, constituentsPerJet, different, isEager, rowsPerJet } from './workload.ts';
import type { MakeWorkload } from './workload.ts';

export const iterations = 10;

export const fgsmOn =
  (name: NetworkName): MakeWorkload =>
  async (device, batch) => {
    const jets = await bundledJets(batch);
    const feeds = await bundledBatches(batch);
    const network = createNetwork(name, defaultLayout);
    const target = { ...network, contrast: defaultContrast, weights: initialise(network, keyOf(1)) };
    const rows = rowsPerJet(
      feeds.map((feed) => network.indices(feed.jets)),
      batch,
    );
    return {
      about: `${iterations} iterations, ${constituentsPerJet(feeds).toFixed(1)} of 64 constituents real`,
      flopPerJet: iterations * flopOf(network.shapes, rows, attack),
      warmUp: isEager(device) ? 1 : different,
      run: attackOn(target, jets, device, batch),
    };
  };

/** One batch attacked, each time the next one. */
export function attackOn(target: Tagger, jets: Jets, device: Device, batch: number): () => Promise<number> {
  let next = 0;
  return async () => {
    const first = (next++ % different) * batch;
    const options = {
      device: compiledOnce(device),
      rows: Int32Array.from({ length: batch }, (_, i) => first + i),
      target,
      batchSize: batch,
    };
    const { response } = await attackJets(jets, fgsm({ iterations }), options);
    const last = response.at(-1)!.meanProbability;
    if (!Number.isFinite(last)) throw new Error(`P(signal) is ${last}`);
    return batch;
  };
}

const known = new WeakMap<Device, ReturnType<Device['compile']>[]>();

/** An attack compiles its functions once and then goes through all its jets; here every run is a new attack. */
function compiledOnce(device: Device): Device {
  const functions = known.get(device) ?? [];
  known.set(device, functions);
  let asked = 0;
  return { ...device, compile: (run) => (functions[asked++] ??= device.compile(run)) };
}
