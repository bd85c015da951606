// Workloads, and the jets that all of them go through: the bundled sample, the same for our side and for peers.
import type { Device, TensorValue, Values } from '@jetdemon/compute';
import { batches, pick, readJets, type Batch, type Jets } from '@jetdemon/data';

export interface Workload {
  readonly about: string;
  /** Floating-point operations per jet of the dense layers, two per multiply-add; nothing else is counted. */
  readonly flopPerJet?: number;
  /** Runs until every shape has been met once. */
  readonly warmUp: number;
  /** One step, or so many one after the other; the number of jets they went through. */
  run(steps?: number): Promise<number>;
  /** Steps that the product asks for at once, and so a run that is timed; 1 unless given. */
  readonly together?: number;
  /** What the last runs came to, a loss or a mean P(signal): alike on all devices after as many runs. */
  outcome?(): number;
}

export type MakeWorkload = (device: Device, batch: number) => Promise<Workload>;

/** Batches that are gone through over and over. */
export const different = 4;

/** `different` batches' worth of bundled jets; large batches meet the same jet several times. */
export async function bundledJets(batch: number): Promise<Jets> {
  const jets = await readJets('data/jets-2k.arrow');
  return pick(
    jets,
    Int32Array.from({ length: batch * different }, (_, index) => index % jets.count),
  );
}

export async function bundledBatches(batch: number): Promise<readonly Batch[]> {
  return [...batches(await bundledJets(batch), { size: batch })];
}

/** Rows through Φ per jet, filler of the packing included; all 64 where a network is given no index arrays. */
export function rowsPerJet(indices: readonly Values[], batch: number): number {
  const rows = indices.map(({ slotOfRow }) => slotOfRow?.shape[0] ?? batch * 64);
  return rows.reduce((a, b) => a + b, 0) / rows.length / batch;
}

/** Real constituents per jet. */
export function constituentsPerJet(feeds: readonly Batch[]): number {
  const jets = feeds.reduce((sum, { size }) => sum + size, 0);
  return feeds.reduce((sum, { mask }) => sum + mask.reduce((a, b) => a + b, 0), 0) / jets;
}

export const asJets = ({ jets, size }: Batch): TensorValue => ({
  data: jets,
  shape: [size, 64, 3],
  dtype: 'float32',
});

export const sizeOf = (weights: Values): number =>
  Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);

/** Eager devices compile nothing, and are slow. */
export const isEager = ({ name }: Device): boolean => name.startsWith('tfjs-');
