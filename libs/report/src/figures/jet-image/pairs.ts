// Jets before and after an attack, one pair after the other, however large the files are.
import { join } from 'node:path';
import { defaultContrast, massiveOf, readJetChunks, truthOf, type NumericArray } from '@jetdemon/data';
import { InputError, type Input } from '@jetdemon/workflow';
import type { Constituents } from './shape.ts';

export interface JetPair {
  /** Row of the attacked jets, from 0. */
  readonly row: number;
  /** 0 background, 1 signal, 2 neither. */
  readonly label: number;
  readonly before: Constituents;
  readonly after: Constituents;
}

interface Jet extends Constituents {
  readonly label: number;
  readonly partition: number;
}

/**
 * Every attacked jet beside the jet that it was: the rows of its partition in `jets`, in their order.
 *
 * @throws InputError when `attacked` are not the jets of a partition of `jets`, row for row
 */
export async function* readPairs(jets: Input, attacked: Input): AsyncGenerator<JetPair, void, undefined> {
  let nominal: AsyncGenerator<Jet, void, undefined> | undefined;
  let row = 0;
  const mismatch = (found: string) => {
    const expected = `${attacked.node}: expected the jets of one partition of ${jets.node}, row for row`;
    return new InputError(`${expected}, found ${found}`);
  };
  try {
    for await (const after of rowsOf(attacked)) {
      nominal ??= ofPartition(jets, after.partition);
      const { value: before } = await nominal.next();
      if (!before) throw mismatch(`more than the ${row} there`);
      if (before.label !== after.label || before.ptTeV.length < after.ptTeV.length) {
        throw mismatch(`another jet in row ${row}`);
      }
      yield { row: row++, label: after.label, before, after };
    }
    if (nominal && (await nominal.next()).value) throw mismatch(`only ${row}`);
  } finally {
    await nominal?.return();
  }
}

async function* ofPartition(input: Input, partition: number) {
  for await (const jet of rowsOf(input)) if (jet.partition === partition) yield jet;
}

async function* rowsOf({ folder }: Input): AsyncGenerator<Jet, void, undefined> {
  const file = join(folder, 'jets.arrow');
  for await (const jets of readJetChunks(file, { sorted: false })) {
    const { layout, offsets, ptTeV, eta, phi, partition } = jets;
    if (!partition)
      throw InputError.at({ file }, 'expected jets with a partition column (made by data/split), found none');
    const { mass, rapidity } = massiveOf(jets);
    const truth = truthOf({ label: jets.label, layout }, defaultContrast);
    for (let row = 0; row < jets.count; row++) {
      const of = (values: NumericArray) => values.subarray(offsets[row], offsets[row + 1]);
      yield {
        label: truth[row]!,
        partition: partition[row]!,
        ptTeV: of(ptTeV),
        eta: of(eta),
        phi: of(phi),
        ...(mass && { massTeV: of(mass as NumericArray) }),
        rapidity,
      };
    }
  }
}
