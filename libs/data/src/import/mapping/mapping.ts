// What a user says about a file that is not ours: which columns are constituents, in which units and coordinates, what
// tells signal from background. Only the declaration; ../plan.ts holds it against a file. Described in ../../../README.md.
import * as z from 'zod';
import { constituents } from './constituents.ts';
import { column, coordinate, place, table } from './place.ts';
import { cut, values } from './values.ts';

const jets = z
  .strictObject({
    take: z
      .enum(['hardest', 'all'])
      .default('hardest')
      .describe('which jets of an event: the hardest by the vector sum of its constituents (default, §II), or all'),
    index: column
      .optional()
      .describe('per constituent (or per link): the number of its jet in the event, < 0 for none'),
    constituent: column.optional().describe('per link: the number of the constituent in the event, or its id'),
    id: z
      .union([column, z.array(column).min(2)])
      .optional()
      .describe('per constituent: the number by which constituent names it, other than its place (fUniqueID of ROOT)'),
    eta: column.optional().describe('pseudorapidity of the jets, where constituents are matched by angle'),
    phi: column.optional().describe('azimuth of the jets [rad], likewise'),
    within: z
      .number()
      .positive()
      .optional()
      .describe('a constituent belongs to the nearest jet closer than this in (eta, phi): an approximation'),
  })
  .superRefine(({ index, constituent, id, eta, phi, within }, context) => {
    if (id !== undefined && constituent === undefined)
      context.addIssue({ code: 'custom', message: 'id: expected constituent beside it, found none' });
    const cone = [eta, phi, within].filter((part) => part !== undefined).length;
    const links = index !== undefined;
    if (links ? cone === 0 : cone === 3 && constituent === undefined) return;
    context.addIssue({
      code: 'custom',
      message: 'expected index (with or without constituent), or eta, phi and within: how constituents find their jet',
    });
  });

const unit = z.string().min(1).optional().describe('unit in the file; energies become TeV, angles rad');
const description = z.string().optional();

const quantity = z.union([column, z.strictObject({ ...place, table, unit, description })]);

const perConstituent = z.union([
  coordinate,
  z.strictObject({
    column: coordinate,
    unit,
    description,
    type: z
      .enum(['integer', 'float'])
      .optional()
      .describe('what its numbers are, by default as in the file: charges and particle types are integers'),
    nan: z.number().optional().describe('what a value that is not a number becomes; refused by default'),
  }),
]);

const number = z.union([column, z.strictObject({ ...place, table })]);

const label = z
  .strictObject({
    column: column.optional(),
    feature: place.feature,
    columns: z
      .array(column)
      .min(2)
      .optional()
      .describe('columns of which one is 1 and the others 0; a label is then the name of its column'),
    oneHot: z
      .literal(true)
      .optional()
      .describe('a row of column holds several numbers, one of them 1; a label is then the number of its feature'),
    table,
    signal: values
      .optional()
      .describe(
        'values that mean signal: numbers, ranges (161..187) or words; without it 0 is background and 1 is signal',
      ),
    background: values.optional().describe('values that mean background, default all others; the rest is dropped'),
    classes: z
      .record(z.string().min(1), values)
      .optional()
      .describe('instead of signal and background: name of a class -> values that mean it; the rest is dropped'),
  })
  .superRefine(({ column: one, feature: at, columns, oneHot, signal, background, classes }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
    if ((one === undefined) === (columns === undefined)) refuse('expected column or columns');
    if (oneHot && (at !== undefined || columns)) refuse('oneHot: expected neither feature nor columns beside it');
    if (columns && signal === undefined && classes === undefined)
      refuse('signal: expected the columns that mean signal (or classes), found none');
    if (classes && (signal !== undefined || background !== undefined))
      refuse('classes: expected neither signal nor background beside it');
    if (classes && Object.keys(classes).length === 0) refuse('classes: expected at least one, found none');
  });

const partition = z.strictObject({
  ...place,
  table,
  train: values.default(0).describe('values that mean train, default 0'),
  validation: values.default(1).describe('values that mean validation, default 1'),
  test: values.default(2).describe('values that mean test, default 2'),
});

export const mapping = z.strictObject({
  table: z.string().optional().describe('tree or group; needed where a file has several'),
  constituents,
  jets: jets.optional().describe('for rows that are events with several jets; without it every row is a jet'),
  label: label.optional().describe('column that tells classes apart, where the files do not'),
  partition: partition.optional().describe('column that tells jets to train on, to validate and to test with'),
  weight: number
    .optional()
    .describe('column of nominal event or jet weights, or { column, feature, table }; may be negative'),
  weights: z
    .record(z.string().min(1), number)
    .optional()
    .describe('further weights, variations of the nominal one for one: our name -> column, likewise'),
  collisionTeV: z
    .number()
    .positive()
    .optional()
    .describe('energy of the collisions [TeV], default 14: jets of pT above half of it are refused'),
  where: z
    .record(z.string().min(1), cut)
    .optional()
    .describe('jets (or events) to keep: column -> values, ranges or { min, max, not }'),
  reference: z
    .record(z.string().min(1), quantity)
    .optional()
    .describe('numbers to take along: our name -> column, or { column, feature, unit, description }'),
  held: z
    .record(z.string().min(1), quantity)
    .optional()
    .describe(
      'numbers of the jet that stay as they are when its constituents move (vertices, a flavour, a lepton), which go along to scores to be shown: likewise',
    ),
  origin: z
    .record(z.string().min(1), quantity)
    .optional()
    .describe('numbers that tell where a jet came from (run, event), which go along to scores: likewise'),
  features: z
    .record(z.string().min(1), perConstituent)
    .optional()
    .describe(
      'numbers of each constituent to take along: our name -> column (or feature of the array), or { column, unit, description, type, nan }',
    ),
});

export type Mapping = z.output<typeof mapping>;
export type JetsOfEvents = NonNullable<Mapping['jets']>;
