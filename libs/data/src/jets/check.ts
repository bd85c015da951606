// Requirements of every file of jets beyond its Arrow types: checked over flat arrays, explained row by row.
import { InputError } from '@jetdemon/workflow';
import type { Jets } from './jets.ts';
import { truths } from './contrast.ts';
import { coordinates, defaultLayout } from './layout.ts';

export interface CheckOptions {
  /** Whether constituents must be in descending pT: true unless an attack moved them. */
  readonly sorted?: boolean;
  /** Whether a jet may have more constituents than the layout has slots: true before the hardest are taken. */
  readonly anyLength?: boolean;
  /** Row number, in the file, of the first jet here. */
  readonly firstRow?: number;
}

/**
 * Refuses jets that no analysis should run on: no constituent or more than the layout's, pT not finite and positive, any
 * other feature not finite, a mass below 0, pT not descending, a label of no class, a partition above 2. Rows are counted
 * from 0.
 *
 * @param file named in the `InputError`
 */
export function checkJets(
  jets: Jets,
  file: string,
  { sorted = true, anyLength = false, firstRow = 0 }: CheckOptions = {},
): void {
  const most = anyLength ? Infinity : jets.layout.constituents;
  const { offsets, label, partition, layout } = jets;
  const classes = layout.classes.length;
  // The scan is a bare loop over the flat arrays; words are found only for the first jet that fails it.
  for (let row = 0; row < jets.count; row++) {
    const jetIsFine =
      label[row]! < classes &&
      !(partition && partition[row]! > 2) &&
      constituentsAreFine(jets, offsets[row]!, offsets[row + 1]!, sorted, most);
    if (jetIsFine) continue;
    const [column, message] = complaint(jets, row, sorted, most);
    throw InputError.at({ file, row: firstRow + row, column }, message);
  }
}

function constituentsAreFine(jets: Jets, start: number, end: number, sorted: boolean, most: number): boolean {
  const { ptTeV, eta, phi, features } = jets;
  const count = end - start;
  if (count < 1 || count > most) return false;
  let previous = Infinity;
  for (let i = start; i < end; i++) {
    const pt = ptTeV[i]!;
    // A finite number minus itself is 0; NaN and the infinities give NaN.
    const finite = pt < Infinity && eta[i]! - eta[i]! === 0 && phi[i]! - phi[i]! === 0;
    if (!(pt > 0 && finite && (pt <= previous || !sorted))) return false;
    previous = pt;
  }
  return !features || badFeature(jets, start, end) === undefined;
}

/** A constituent of which a feature beyond (pT, η, φ) is not finite, or its mass below 0. */
function badFeature({ layout, features = {} }: Jets, start: number, end: number) {
  for (const { name, role } of layout.features.slice(coordinates)) {
    const values = features[name]!;
    const least = role === 'mass' ? 0 : -Infinity;
    for (let i = start; i < end; i++)
      if (!(values[i]! - values[i]! === 0 && values[i]! >= least)) return { name, i, value: values[i]!, least };
  }
  return undefined;
}

/** The column that is wrong in a jet that failed the scan, and what is wrong there. */
function complaint(jets: Jets, row: number, sorted: boolean, most: number): [string, string] {
  const { layout, offsets, ptTeV, eta, phi, label, partition } = jets;
  const { classes } = layout;
  const [start, end] = [offsets[row]!, offsets[row + 1]!];
  if (start === end) return ['pt', 'expected at least 1 constituent, found none: drop empty jets'];
  if (end - start > most) {
    const found = `expected at most ${most} constituents, found ${end - start}`;
    return ['pt', `${found}: keep the ${most} of highest pT`];
  }
  for (let i = start; i < end; i++) {
    const [pt, at] = [ptTeV[i]!, `at constituent ${i - start}`];
    if (!(pt > 0 && pt < Infinity)) {
      const mend = pt === 0 ? ': leave padded constituents out' : '';
      return ['pt', `expected finite pT > 0, found ${pt} ${at}${mend}`];
    }
    if (sorted && i > start && pt > ptTeV[i - 1]!) {
      const pair = `found ${ptTeV[i - 1]} before ${pt} TeV ${at}`;
      return ['pt', `expected constituents in descending pT, ${pair}: sort them, eta and phi alike`];
    }
    if (!Number.isFinite(eta[i])) return ['eta', `expected finite numbers, found ${eta[i]} ${at}`];
    if (!Number.isFinite(phi[i])) return ['phi', `expected finite numbers, found ${phi[i]} ${at}`];
  }
  const bad = badFeature(jets, start, end);
  if (bad) {
    const { name, i, value, least } = bad;
    return [name, `expected finite numbers${least === 0 ? ' >= 0' : ''}, found ${value} at constituent ${i - start}`];
  }
  if (!(label[row]! < classes.length)) {
    const known = classes.map((name, at) => `${at} (${name})`).join(classes.length > 2 ? ', ' : ' or ');
    return ['label', `expected ${known}, found ${label[row]}`];
  }
  return ['partition', `expected 0 (train), 1 (validation) or 2 (test), found ${partition?.[row]}`];
}

/**
 * Refuses rows without background or without signal jets, for tasks that tell them apart.
 *
 * @param truth of all jets, as `truthOf` has it
 * @param classes of the sample, for the message
 */
export function requireBothClasses(
  truth: Uint8Array,
  rows: Int32Array,
  { file, classes }: { readonly file: string; readonly classes: readonly string[] },
): void {
  const [background, signal] = [truths.background, truths.signal].map(
    (wanted) => rows.filter((row) => truth[row] === wanted).length,
  );
  if (signal! > 0 && background! > 0) return;
  const found = `found ${background} background and ${signal} signal jets among ${rows.length}`;
  const named = `its classes are ${classes.join(', ')}: contrast says which of them are which`;
  const mend = classes.join() === defaultLayout.classes.join() ? 'add jets of the other class' : named;
  throw InputError.at({ file }, `expected jets of both classes, ${found}: ${mend}`);
}
