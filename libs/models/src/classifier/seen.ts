// The jets that a classifier has seen: trained on, or used to choose its epoch. Scoring them as test jets flatters it.
import { join } from 'node:path';
import { identities, numberColumn, openJets, openTable, rowsOf, type JetRows } from '@jetdemon/data';
import { classifier as kind } from '@jetdemon/artifacts';
import { readColumnBatches, readColumns, writeColumns } from '@jetdemon/workflow';

const FILE = 'seen.arrow';

/** Identities (`identities` of the data library), whatever file the jets come in. */
export interface Seen {
  readonly trained: Float64Array;
  readonly chosen: Float64Array;
}

export const seenNothing: Seen = { trained: new Float64Array(0), chosen: new Float64Array(0) };

/** What a training on these rows sees. */
export function seenIn(jets: JetRows, train: Int32Array, validation: Int32Array): Seen {
  return { trained: identities(jets, train), chosen: identities(jets, validation) };
}

/** What trainings on files of split jets have seen: their train and validation partitions. */
export async function seenInAll(files: readonly string[], scratch: string): Promise<Seen> {
  const all: Seen[] = [];
  for (const file of files) {
    const { jets, close } = await openJets(file, { scratch: join(scratch, `seen-${all.length}.padded`) });
    try {
      all.push(seenIn(jets, rowsOf(jets, 'train'), rowsOf(jets, 'validation')));
    } finally {
      close();
    }
  }
  const of = (part: keyof Seen) => Float64Array.from(all.flatMap((one) => Array.from(one[part])));
  return { trained: of('trained'), chosen: of('chosen') };
}

/**
 * How many of the jets at `rows` the classifier of a folder was trained on, and how many others it was chosen on. What it has seen
 * is read a batch at a time.
 *
 * @returns these, and how many there may be because two jets have one identity by chance
 * @throws InputError for a folder without it
 */
export async function countSeen(folder: string, jets: JetRows, rows: Int32Array) {
  const asked = identities(jets, rows);
  let all = 0;
  const found = new Map<number, 'trained' | 'chosen' | undefined>();
  for (const jet of asked) found.set(jet, undefined);
  for await (const { jet, partition } of readColumnBatches(join(folder, FILE), kind.files[FILE])) {
    all += jet.length;
    jet.forEach((one, at) => {
      if (!found.has(one)) return;
      if (partition[at] === 0) found.set(one, 'trained');
      else if (found.get(one) === undefined) found.set(one, 'chosen');
    });
  }
  const counts = { jets: rows.length, trained: 0, chosen: 0 };
  for (const jet of asked) {
    const seen = found.get(jet);
    if (seen) counts[seen]++;
  }
  return { counts, byChance: mostByChance((all * rows.length) / 2 ** 53) };
}

/** What a Poisson number of that mean exceeds in less than one of 10^6 cases. */
export function mostByChance(mean: number): number {
  let [most, term, above] = [0, Math.exp(-mean), -Math.expm1(-mean)];
  while (above > 1e-6) {
    term *= mean / ++most;
    above -= term;
  }
  return most;
}

/** Writes what a training has seen; in parts, one after the other, a record batch of each. */
export async function writeSeen(folder: string, seen: Seen | AsyncIterable<Seen>): Promise<void> {
  const file = join(folder, FILE);
  if (!('trained' in seen)) return writeParts(file, seen);
  await writeColumns(file, kind.files[FILE], columnsOf(seen), { kind });
}

function columnsOf({ trained, chosen }: Seen) {
  const jet = new Float64Array(trained.length + chosen.length);
  jet.set(trained);
  jet.set(chosen, trained.length);
  return { jet, partition: new Uint8Array(jet.length).fill(1, trained.length) };
}

async function writeParts(file: string, parts: AsyncIterable<Seen>): Promise<void> {
  const about = { 'jetdemon.kind': kind.name, 'jetdemon.version': String(kind.version) };
  const table = await openTable(file, new Map(Object.entries(about)));
  const { jet: one, partition: other } = kind.files[FILE].columns;
  try {
    for await (const part of parts) {
      const { jet, partition } = columnsOf(part);
      const columns = [
        numberColumn('jet', jet, one.unit, one.description),
        numberColumn('partition', partition, other.unit, other.description),
      ];
      await table.write(columns, 0, jet.length);
    }
    await table.finish();
  } finally {
    await table.close();
  }
}

/** @throws InputError for a folder without them */
export async function readSeen(folder: string): Promise<Seen> {
  const { jet, partition } = await readColumns(join(folder, FILE), kind.files[FILE]);
  const of = (wanted: number) => jet.filter((_, at) => partition[at] === wanted);
  return { trained: of(0), chosen: of(1) };
}
