// The jets that a classifier has seen: trained on, or used to choose its epoch. Scoring them as test jets flatters it.
import { join } from 'node:path';
import { identities, openJets, rowsOf, type JetRows } from '@jetdemon/data';
import { classifier as kind } from '@jetdemon/artifacts';
import { readColumns, writeColumns } from '@jetdemon/workflow';

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

/** How many of the jets at `rows` a classifier was trained on, and how many others it was chosen on. */
export function countSeen({ trained, chosen }: Seen, jets: JetRows, rows: Int32Array) {
  const [inTrained, inChosen] = [new Set(trained), new Set(chosen)];
  const counts = { jets: rows.length, trained: 0, chosen: 0 };
  for (const jet of identities(jets, rows)) {
    if (inTrained.has(jet)) counts.trained++;
    else if (inChosen.has(jet)) counts.chosen++;
  }
  return counts;
}

export async function writeSeen(folder: string, { trained, chosen }: Seen): Promise<void> {
  const jet = new Float64Array(trained.length + chosen.length);
  jet.set(trained);
  jet.set(chosen, trained.length);
  const partition = new Uint8Array(jet.length).fill(1, trained.length);
  await writeColumns(join(folder, FILE), kind.files[FILE], { jet, partition }, { kind });
}

/** @throws InputError for a folder without them */
export async function readSeen(folder: string): Promise<Seen> {
  const { jet, partition } = await readColumns(join(folder, FILE), kind.files[FILE]);
  const of = (wanted: number) => jet.filter((_, at) => partition[at] === wanted);
  return { trained: of(0), chosen: of(1) };
}
