// Columns of the user's own in a table of scores: numbers of each jet that no attack moves, in whatever type they came.
import { observables, scores, shownScale, shownUnit } from '@jetdemon/artifacts';
import { describeColumns, InputError, readColumns, type FlatColumn } from '@jetdemon/workflow';
import type { OwnColumn } from './scored-jets.ts';

const types = ['float32', 'float64', 'uint8', 'uint16', 'int32'] as const;

/**
 * The named columns of scores.arrow, TeV as GeV.
 *
 * @throws InputError for a column that is not there, that holds no numbers, or that is one of every table of scores
 */
export async function readOwnColumns(file: string, names: readonly string[]): Promise<Record<string, OwnColumn>> {
  if (names.length === 0) return {};
  const found = await describeColumns(file);
  const known = scores.files['scores.arrow'].columns;
  const wanted = names.map((name) => {
    const refuse = (message: string): never => {
      throw InputError.at({ file, column: name }, message);
    };
    const observable = Object.entries(observables).find(([, { column }]) => column === name)?.[0];
    if (observable) refuse(`expected a column of your own, found that of the observable ${observable}: ask for that`);
    if (name in known) refuse('expected a column of your own, found one that every table of scores has');
    const column = found[name];
    if (!column) {
      const own = Object.keys(found).filter((one) => !(one in known));
      const mend = 'the import (or load) of the jets says which columns go along, held';
      return refuse(
        `expected a column of the jets that went along to the scores, found ${own.join(', ') || 'none'}: ${mend}`,
      );
    }
    const type = types.find((one) => one === column.type);
    return [name, { ...column, type: type ?? refuse(`expected numbers, found ${String(column.type)}`) }] as const;
  });
  const schema: Readonly<Record<string, FlatColumn & { readonly type: (typeof types)[number] }>> =
    Object.fromEntries(wanted);
  const values = await readColumns(file, { columns: schema });
  return Object.fromEntries(
    wanted.map(([name, { unit, description }]) => {
      const numbers = Float64Array.from(values[name] as ArrayLike<number>, (value) => value * shownScale(unit));
      return [name, { values: numbers, unit: shownUnit(unit), description }];
    }),
  );
}
