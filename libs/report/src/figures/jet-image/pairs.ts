// Jets before and after an attack, one pair after the other, however large the files are.
import { join } from 'node:path';
import { jets as jetsKind, splitJets } from '@jetdemon/artifacts';
import { InputError, readColumnBatches, type Input } from '@jetdemon/workflow';
import type { Constituents } from './shape.ts';

export interface JetPair {
  /** Row of the attacked jets, from 0. */
  readonly row: number;
  /** 0 background, 1 signal. */
  readonly label: number;
  readonly before: Constituents;
  readonly after: Constituents;
}

interface Jet extends Constituents {
  readonly label: number;
  readonly partition: number;
}

const { pt, eta, phi, label } = jetsKind.files['jets.arrow'].columns;
const list = <C extends { readonly unit: string; readonly description: string }>({ unit, description }: C) =>
  ({ type: 'list<float32>', unit, description }) as const;
const schema = {
  columns: {
    label,
    partition: splitJets.files['jets.arrow'].columns.partition,
    pt: list(pt),
    eta: list(eta),
    phi: list(phi),
  },
};

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
  for await (const batch of readColumnBatches(join(folder, 'jets.arrow'), schema)) {
    for (let row = 0; row < batch.label.length; row++) {
      yield {
        label: batch.label[row]!,
        partition: batch.partition[row]!,
        ptTeV: batch.pt[row]!,
        eta: batch.eta[row]!,
        phi: batch.phi[row]!,
      };
    }
  }
}
