// Jets that are too many for memory: padded as their layout says, in a scratch file that is read back by row number.
// Which of both forms a file takes changes no result: the same rows give the same batches, bit for bit.
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { padJets, type StoredJets } from '../jets/batch.ts';
import { concatenate, joined, lasting, type Jets, type ReferenceColumn } from '../jets/jets.ts';
import { valuesPerJet, type JetLayout } from '../jets/layout.ts';
import { readJetChunks } from './read.ts';
import { allRows } from '../jets/shuffle.ts';

const jetsPerWrite = 1000;

export interface OpenJets {
  /** With the lasting reference columns alone: weights, origins and what is held. */
  readonly jets: Jets | StoredJets;
  /** Frees the scratch file, if there is one. */
  close(): void;
}

export interface OpenOptions {
  /** Where jets are written that are too many for memory, 768 bytes each in the default layout. */
  readonly scratch: string;
  /** The most jets that are kept in memory, each of about 0.4 kB in the default layout. */
  readonly inMemory?: number;
}

/**
 * The jets of an Arrow file, checked, for whoever wants them in batches of any order: in memory, or in a scratch file
 * when there are more than `inMemory`, of which then 2 bytes per jet (its lasting reference columns beside them) and what a reader holds are in memory.
 *
 * @example const { jets, close } = await openJets(file, { scratch: join(context.scratch, 'jets.padded') });
 */
export async function openJets(file: string, { scratch, inMemory = 200_000 }: OpenOptions): Promise<OpenJets> {
  let chunks: Jets[] = [];
  let count = 0;
  let store: Store | undefined;
  try {
    for await (const chunk of readJetChunks(file)) {
      count += chunk.count;
      chunks.push({ ...chunk, reference: lasting(chunk.reference) });
      if (count <= inMemory) continue;
      store ??= new Store(scratch, chunk.layout);
      for (const jets of chunks) store.add(jets);
      chunks = [];
    }
  } catch (error) {
    store?.close();
    throw error;
  }
  const kept = store;
  return kept ? { jets: kept.jets(), close: () => kept.close() } : { jets: concatenate(chunks), close: () => {} };
}

class Store {
  readonly #file: string;
  readonly #layout: JetLayout;
  readonly #handle: number;
  readonly #labels: Uint8Array[] = [];
  readonly #partitions: (Uint8Array | undefined)[] = [];
  readonly #references: NonNullable<Jets['reference']>[] = [];
  #constituents = 0;

  constructor(file: string, layout: JetLayout) {
    this.#file = file;
    this.#layout = layout;
    this.#handle = openSync(file, 'w+');
    // Without a name it goes with the process, however that ends; where an open file keeps its name, close() removes it.
    if (process.platform !== 'win32') rmSync(file);
  }

  add(jets: Jets): void {
    const rows = allRows(jets.count);
    for (let start = 0; start < jets.count; start += jetsPerWrite) {
      const padded = padJets(jets, rows.subarray(start, start + jetsPerWrite));
      for (let at = 0; at < padded.byteLength;)
        at += writeSync(this.#handle, new Uint8Array(padded.buffer, at, padded.byteLength - at));
    }
    this.#labels.push(jets.label);
    this.#partitions.push(jets.partition);
    if (jets.reference) this.#references.push(jets.reference);
    this.#constituents += jets.ptTeV.length;
  }

  jets(): StoredJets {
    const label = joined(this.#labels);
    const partitions = this.#partitions.filter((partition) => partition !== undefined);
    return {
      layout: this.#layout,
      count: label.length,
      label,
      partition: partitions.length > 0 ? joined(partitions) : undefined,
      reference: this.#reference(),
      constituents: this.#constituents,
      read: (rows, out) => this.#read(rows, out),
    };
  }

  #reference(): Jets['reference'] {
    const [first] = this.#references;
    const columns = Object.entries(first ?? {}).map(([name, column]): [string, ReferenceColumn] => [
      name,
      { ...column, values: joined(this.#references.map((reference) => reference[name]!.values)) },
    ]);
    return first && Object.fromEntries(columns);
  }

  #read(rows: Int32Array, out: Float32Array): void {
    const bytesPerJet = valuesPerJet(this.#layout) * Float32Array.BYTES_PER_ELEMENT;
    rows.forEach((row, at) => {
      const read = readSync(this.#handle, out, at * bytesPerJet, bytesPerJet, row * bytesPerJet);
      if (read < bytesPerJet) throw new Error(`internal: ${this.#file} ends within jet ${row}`);
    });
  }

  close(): void {
    closeSync(this.#handle);
    rmSync(this.#file, { force: true });
  }
}
