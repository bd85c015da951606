// The mapping of files of our own making, which state their layout: what data/export wrote, and jets.arrow.
import type { FileTable } from '../formats/format.ts';
import { coordinates, defaultLayout, hasRapidity, massAt } from '../jets/layout.ts';

/** A mapping as a user would write it. */
export type Written = Readonly<Record<string, unknown>>;

export function jetdemon(names: ReadonlySet<string>, { columns }: FileTable, stated = defaultLayout): Written {
  const padded = names.has('X');
  const { features, classes } = stated;
  const second = hasRapidity(stated) ? 'rapidity' : 'eta';
  const mass = massAt(stated) === undefined ? {} : { mass: 'mass' };
  const others = features.slice(massAt(stated) === undefined ? coordinates : coordinates + 1);
  const taken = new Set([padded ? 'X' : 'pt', padded ? 'y' : 'label', 'eta', 'phi', 'partition', 'weight']);
  const numbers = columns.filter(
    ({ name, ragged, shape, readable }) => readable && !ragged && shape.length === 0 && !taken.has(name),
  );
  const named = (role: string | undefined): Written =>
    Object.fromEntries(numbers.filter((column) => column.role === role).map(({ name }) => [name, name]));
  // the coordinates of jets.arrow are called pt, eta, phi whatever they are
  const polar = { pt: 'pt', [second]: names.has(second) ? second : 'eta', phi: 'phi' }; // the file states the unit
  return {
    constituents: padded ? { array: 'X', pt: 0, [second]: 1, phi: 2, ...mass, unit: 'TeV' } : { ...polar, ...mass },
    features: Object.fromEntries(
      others.map(({ name, unit, description }) => [name, { column: name, unit, description }]),
    ),
    label: {
      column: padded ? 'y' : 'label',
      ...(stated !== defaultLayout && { classes: Object.fromEntries(classes.map((name, at) => [name, at])) }),
    },
    partition: names.has('partition') ? { column: 'partition' } : undefined,
    weight: names.has('weight') ? 'weight' : undefined,
    weights: named('weight'),
    origin: named('origin'),
    reference: named(undefined),
  };
}
