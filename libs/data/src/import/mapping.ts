// Mapping of a user's file to jets: which columns are constituents, in which units and coordinates, what
// tells signal from background. Only the declaration; plan.ts holds it against a file. Described in ../../README.md.
import { z } from 'zod';
import { cut, values } from './values.ts';

const column = z.string().min(1);
const feature = z.int().min(0);
const coordinate = z.union([column, feature, z.array(column).min(2)]);
const place = { column, feature: feature.optional().describe('which number of a row that holds several') };
const table = z
  .string()
  .optional()
  .describe('another table of as many rows, where the column is in none of those of the constituents');

const constituents = z
  .strictObject({
    array: column
      .optional()
      .describe(
        'one column with all features of all constituents, [M, F] per row; coordinates are then feature numbers',
      ),
    features: z
      .int()
      .min(2)
      .optional()
      .describe('F, for an array whose rows are flat, [M x F]: features of the first constituent, of the second, ...'),
    slots: z
      .int()
      .min(1)
      .optional()
      .describe('M, how many constituents a flat row has room for: what follows them is none; needed with features'),
    pt: coordinate
      .optional()
      .describe(
        'transverse momentum: column, columns by pattern (PT_{0..199}), lists of several collections one after the other ([EFlowTrack.PT, EFlowPhoton.ET]), or feature number of the array',
      ),
    energy: coordinate.optional().describe('energy instead of pT of massless constituents: pT = E / cosh(eta)'),
    eta: coordinate.optional().describe('pseudorapidity'),
    rapidity: coordinate.optional().describe('rapidity, taken as pseudorapidity: exact for massless constituents'),
    phi: coordinate.optional().describe('azimuth'),
    px: coordinate.optional().describe('momentum, instead of pt, eta, phi'),
    py: coordinate.optional().describe('momentum'),
    pz: coordinate.optional().describe('momentum'),
    scale: coordinate.optional().describe('multiplies pT: the PUPPI weight, for one'),
    mask: coordinate.optional().describe('0 or false where a slot holds no constituent'),
    relative: z
      .strictObject({
        pt: z.strictObject(place).optional().describe('pT of the jet, of which constituents have fractions, in unit'),
        eta: z.strictObject(place).optional().describe('pseudorapidity of the jet, to which theirs is relative'),
        phi: z
          .union([z.literal(0), z.strictObject(place)])
          .optional()
          .describe('azimuth of the jet [rad], likewise; 0 where the file has none'),
      })
      .optional()
      .describe('columns of the jet to which pt, eta or phi are relative'),
    where: z
      .record(z.string().min(1), cut)
      .optional()
      .describe('constituents to keep: column, or feature number of the array -> values, ranges or { min, max, not }'),
    unit: z
      .enum(['TeV', 'GeV', 'MeV'])
      .optional()
      .describe('unit of pT, energy and momenta; needed unless the file states it'),
    angle: z.enum(['rad', 'mrad', 'deg']).default('rad').describe('unit of phi (and of no other), default rad'),
    padding: z
      .union([z.number(), z.literal('nan')])
      .optional()
      .describe('pT (or px and py) of slots without a constituent, other than 0: a number such as -999, or nan'),
  })
  .superRefine((given, context) => {
    const problem = problemOf(given);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

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

const quantity = z.union([
  column,
  z.strictObject({
    ...place,
    table,
    unit: z.string().min(1).optional().describe('unit in the file; energies become TeV, angles rad'),
    description: z.string().optional(),
  }),
]);

export const mapping = z.strictObject({
  table: z.string().optional().describe('tree or group; needed where a file has several'),
  constituents,
  jets: jets.optional().describe('for rows that are events with several jets; without it every row is a jet'),
  label: z
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
    })
    .superRefine(({ column: one, feature: at, columns, oneHot, signal }, context) => {
      const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
      if ((one === undefined) === (columns === undefined)) refuse('expected column or columns');
      if (oneHot && (at !== undefined || columns)) refuse('oneHot: expected neither feature nor columns beside it');
      if (columns && signal === undefined) refuse('signal: expected the columns that mean signal, found none');
    })
    .optional()
    .describe('column that tells signal from background, where the files do not'),
  weight: z
    .union([column, z.strictObject({ ...place, table })])
    .optional()
    .describe('column of event or jet weights, or { column, feature, table }'),
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
});

export type Mapping = z.output<typeof mapping>;
export type Constituents = Mapping['constituents'];
export type JetsOfEvents = NonNullable<Mapping['jets']>;

const coordinateNames = ['pt', 'energy', 'eta', 'rapidity', 'phi', 'px', 'py', 'pz', 'scale', 'mask'] as const;
export type Coordinate = (typeof coordinateNames)[number];

/** The coordinates that a mapping names. */
export function coordinatesOf(given: Partial<Pick<Constituents, Coordinate>>): Coordinate[] {
  return coordinateNames.filter((name) => given[name] !== undefined);
}

const complete: readonly (readonly Coordinate[])[] = [
  ['pt', 'eta', 'phi'],
  ['pt', 'rapidity', 'phi'],
  ['energy', 'eta', 'phi'],
  ['energy', 'rapidity', 'phi'],
  ['px', 'py', 'pz'],
];

function problemOf(given: Omit<Constituents, 'angle'>): string | undefined {
  const named = coordinatesOf(given);
  const momentum: readonly Coordinate[] = named.filter((name) => name !== 'scale' && name !== 'mask');
  if (!complete.some((set) => set.length === momentum.length && set.every((name) => momentum.includes(name)))) {
    return `expected pt (or energy), eta (or rapidity) and phi, or px, py and pz, found ${momentum.join(', ') || 'none'}`;
  }
  const wanted = given.array === undefined ? 'string' : 'number';
  const several = named.map((name) => given[name]).filter((one) => Array.isArray(one));
  if (several.length > 0 && (several.length < named.length || several.some((one) => one.length !== several[0]!.length)))
    return `expected lists of as many collections for ${named.join(', ')}`;
  const odd = named.find((name) => typeof given[name] !== wanted && !(Array.isArray(given[name]) && !given.array));
  if (odd) {
    const expected =
      wanted === 'string' ? 'a column, because there is no array' : 'the number of a feature of the array';
    return `${odd}: expected ${expected}, found ${JSON.stringify(given[odd])}`;
  }
  const { relative } = given;
  const absent = (['pt', 'eta', 'phi'] as const).find(
    (name) => relative?.[name] !== undefined && given[name] === undefined,
  );
  if (absent) return `relative.${absent}: expected ${absent} among the coordinates, found ${named.join(', ')}`;
  if (given.slots !== undefined && given.features === undefined)
    return 'slots: expected features beside it, found none';
  if (given.features === undefined) return undefined;
  if (given.array === undefined) return 'features: expected none, because there is no array';
  const beyond = named.find((name) => Number(given[name]) >= given.features!);
  return beyond && `${beyond}: expected a feature below ${given.features}, found ${given[beyond]}`;
}
