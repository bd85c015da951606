// What every file of jets must satisfy, beyond its Arrow types: checked over flat arrays, explained row by row.
import { InputError } from '@jetdemon/workflow';
import { maxConstituents, type Jets } from './jets.ts';

export interface CheckOptions {
  /** Whether constituents must be in descending pT: true unless an attack moved them. */
  readonly sorted?: boolean;
  /** Row number, in the file, of the first jet here. */
  readonly firstRow?: number;
}

/**
 * Refuses jets that no analysis should run on: no or more than 64 constituents, pT not finite and positive, η or φ not
 * finite, pT not descending, a label other than 0 and 1, a partition above 2. Rows are counted from 0.
 *
 * @param file named in the `InputError`
 */
export function checkJets(jets: Jets, file: string, { sorted = true, firstRow = 0 }: CheckOptions = {}): void {
  const { count, offsets, ptTeV, eta, phi, label, partition } = jets;
  const refuse = (row: number, column: string, message: string): never => {
    throw new InputError(`row ${firstRow + row}, column ${column}: ${message}`, `${file}:`);
  };
  for (let row = 0; row < count; row++) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    if (start === end) refuse(row, 'pt', 'expected at least 1 constituent, found none: drop empty jets');
    if (end - start > maxConstituents) {
      const most = `expected at most ${maxConstituents} constituents, found ${end - start}`;
      refuse(row, 'pt', `${most}: keep the ${maxConstituents} of highest pT`);
    }
    let previous = Infinity;
    for (let i = start; i < end; i++) {
      const pt = ptTeV[i]!;
      if (!(pt > 0 && pt < Infinity)) {
        const mend = pt === 0 ? ': leave padded constituents out' : '';
        refuse(row, 'pt', `expected finite pT > 0, found ${pt} at constituent ${i - start}${mend}`);
      }
      if (sorted && pt > previous) {
        const pair = `found ${previous} before ${pt} TeV at constituent ${i - start}`;
        refuse(row, 'pt', `expected constituents in descending pT, ${pair}: sort them, eta and phi alike`);
      }
      previous = pt;
    }
    if (label[row]! > 1) refuse(row, 'label', `expected 0 (background) or 1 (signal), found ${label[row]}`);
    if (partition && partition[row]! > 2) {
      refuse(row, 'partition', `expected 0 (train), 1 (validation) or 2 (test), found ${partition[row]}`);
    }
  }
  for (const [column, values] of Object.entries({ eta, phi })) {
    // A finite number minus itself is 0; NaN and the infinities give NaN.
    const at = values.findIndex((value) => value - value !== 0);
    if (at < 0) continue;
    const row = offsets.findIndex((offset) => offset > at) - 1;
    refuse(row, column, `expected finite numbers, found ${values[at]} at constituent ${at - offsets[row]!}`);
  }
}

/** Refuses jets of one class only, for tasks that tell two classes apart. */
export function requireBothClasses(jets: Pick<Jets, 'label' | 'count'>, file: string): void {
  const signal = jets.label.reduce((total, label) => total + label, 0);
  if (signal > 0 && signal < jets.count) return;
  const [found, lacking] = signal
    ? ['signal (label 1)', 'background (label 0)']
    : ['background (label 0)', 'signal (label 1)'];
  throw new InputError(
    `expected jets of both classes, found ${jets.count} of ${found} only: add ${lacking} jets`,
    `${file}:`,
  );
}
