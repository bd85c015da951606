// FGSM as the workflow runs it (`attackJets`): ten iterations, gradient at the current jet. A jet counts once per ten.
import { defaultContrast, defaultLayout, type Jets } from '@jetdemon/data';
import { sideBySide, type Compiled, type Device } from '@jetdemon/compute';
import { attackJets, fgsm } from '@jetdemon/attacks';
import { createNetwork, initialise, type NetworkName, type Tagger } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { attack, flopOf } from './flop.ts';
import { bundledBatches, bundledJets, constituentsPerJet, different, isEager, rowsPerJet } from './workload.ts';
import type { MakeWorkload, Workload } from './workload.ts';

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
      warmUp: isEager(device) ? 1 : 2 * different, // each thread meets each shape
      ...attackOn(target, jets, device, batch),
    };
  };

/** Several batches for each that the device takes at once, as an attack has, of which the last ones are a small part; each time the next ones. */
export function attackOn(
  target: Tagger,
  jets: Jets,
  device: Device,
  batch: number,
): Required<Pick<Workload, 'run' | 'outcome'>> {
  const { count } = sideBySide(device);
  const together = count === 1 ? 1 : different * Math.ceil((2.5 * count) / different);
  const size = together * batch;
  let next = 0;
  const means: number[] = [];
  const run = async () => {
    const first = (next++ * size) % jets.count;
    const options = {
      device: compiledOnce(device),
      rows: Int32Array.from({ length: size }, (_, i) => (first + i) % jets.count),
      target,
      batchSize: batch,
    };
    const { response } = await attackJets(jets, fgsm({ iterations }), options);
    const last = response.at(-1)!.meanProbability;
    if (!Number.isFinite(last)) throw new Error(`P(signal) is ${last}`);
    means.push(last);
    return size;
  };
  // of the last pass over all jets, or of several
  const outcome = () => {
    const last = means.slice(-Math.max(1, jets.count / size));
    return last.reduce((sum, mean) => sum + mean / last.length, 0);
  };
  return { run, outcome };
}

const known = new WeakMap<Device, Compiled[]>();

/** An attack compiles its functions once and then goes through all its jets; here every run is a new attack. */
function compiledOnce(device: Device): Device {
  const functions = known.get(device) ?? [];
  known.set(device, functions);
  let asked = 0;
  const once =
    (of: Pick<Device, 'compile'>): Device['compile'] =>
    (run) =>
      (functions[asked++] ??= of.compile(run));
  const { sideBySide: several } = device;
  return { ...device, compile: once(device), ...(several && { sideBySide: { ...several, compile: once(several) } }) };
}
