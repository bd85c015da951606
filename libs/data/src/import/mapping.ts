// What a user says about a file that is not ours: which columns are constituents, in which units and coordinates, what
// tells signal from background. Only the declaration; plan.ts holds it against a file. Described in ../../README.md.
import { z } from 'zod';

const column = z.string().min(1);
const feature = z.int().min(0);
const coordinate = z.union([column, feature]);
const values = z.union([z.number(), z.array(z.number()).min(1)]);

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
    pt: coordinate.optional().describe('transverse momentum: column, or feature number of the array'),
    energy: coordinate.optional().describe('energy instead of pT of massless constituents: pT = E / cosh(eta)'),
    eta: coordinate.optional().describe('pseudorapidity'),
    rapidity: coordinate.optional().describe('rapidity, taken as pseudorapidity: exact for massless constituents'),
    phi: coordinate.optional().describe('azimuth'),
    px: coordinate.optional().describe('momentum, instead of pt, eta, phi'),
    py: coordinate.optional().describe('momentum'),
    pz: coordinate.optional().describe('momentum'),
    scale: coordinate.optional().describe('multiplies pT: the PUPPI weight, for one'),
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
    constituent: column.optional().describe('per link: the number of the constituent in the event'),
    eta: column.optional().describe('pseudorapidity of the jets, where constituents are matched by angle'),
    phi: column.optional().describe('azimuth of the jets [rad], likewise'),
    within: z
      .number()
      .positive()
      .optional()
      .describe('a constituent belongs to the nearest jet closer than this in (eta, phi): an approximation'),
  })
  .superRefine(({ index, constituent, eta, phi, within }, context) => {
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
    column,
    feature: feature.optional().describe('which number of a row that holds several'),
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
      column,
      feature: feature.optional().describe('which number of a row that holds several'),
      signal: values.optional().describe('values that mean signal; without it 0 is background and 1 is signal'),
      background: values.optional().describe('values that mean background, default all others; the rest is dropped'),
    })
    .optional()
    .describe('column that tells signal from background, where the files do not'),
  weight: column.optional().describe('column of event or jet weights'),
  reference: z
    .record(z.string().min(1), quantity)
    .optional()
    .describe('numbers to take along: our name -> column, or { column, feature, unit, description }'),
});

export type Mapping = z.output<typeof mapping>;
export type Constituents = Mapping['constituents'];
export type JetsOfEvents = NonNullable<Mapping['jets']>;

const coordinateNames = ['pt', 'energy', 'eta', 'rapidity', 'phi', 'px', 'py', 'pz', 'scale'] as const;
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
  const momentum: readonly Coordinate[] = named.filter((name) => name !== 'scale');
  if (!complete.some((set) => set.length === momentum.length && set.every((name) => momentum.includes(name)))) {
    return `expected pt (or energy), eta (or rapidity) and phi, or px, py and pz, found ${momentum.join(', ') || 'none'}`;
  }
  const wanted = given.array === undefined ? 'string' : 'number';
  const odd = named.find((name) => typeof given[name] !== wanted);
  if (odd) {
    const expected =
      wanted === 'string' ? 'a column, because there is no array' : 'the number of a feature of the array';
    return `${odd}: expected ${expected}, found ${JSON.stringify(given[odd])}`;
  }
  if (given.features === undefined) return undefined;
  if (given.array === undefined) return 'features: expected none, because there is no array';
  const beyond = named.find((name) => Number(given[name]) >= given.features!);
  return beyond && `${beyond}: expected a feature below ${given.features}, found ${given[beyond]}`;
}
