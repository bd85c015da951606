// What a mapping says about constituents: columns of their coordinates, units, what is padding, which are kept.
// Only the declaration; ../plan.ts holds it against a file.
import * as z from 'zod';
import { column, coordinate, place } from './place.ts';
import { cut } from './values.ts';

export const constituents = z
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
    energy: coordinate
      .optional()
      .describe('energy: beside pt or px, py, pz it gives masses; instead of pt of massless constituents pT = E / cosh(eta)'), // prettier-ignore
    mass: coordinate.optional().describe('mass, in unit; without mass and energy constituents are massless'),
    eta: coordinate.optional().describe('pseudorapidity'),
    rapidity: coordinate.optional().describe('rapidity, which jets then have instead of pseudorapidity'),
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
      .describe('unit of pT, energy, mass and momenta; needed unless the file states it'),
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

export type Constituents = z.output<typeof constituents>;

const coordinateNames = ['pt', 'energy', 'mass', 'eta', 'rapidity', 'phi', 'px', 'py', 'pz', 'scale', 'mask'] as const;
export type Coordinate = (typeof coordinateNames)[number];

/** The coordinates that a mapping names. */
export function coordinatesOf(given: Partial<Pick<Constituents, Coordinate>>): Coordinate[] {
  return coordinateNames.filter((name) => given[name] !== undefined);
}

const directions: readonly (readonly Coordinate[])[] = [
  ['pt', 'eta', 'phi'],
  ['pt', 'rapidity', 'phi'],
  ['px', 'py', 'pz'],
];
const complete: readonly (readonly Coordinate[])[] = [
  ...directions.flatMap((three) => [three, [...three, 'mass'], [...three, 'energy']] as const),
  ['energy', 'eta', 'phi'],
  ['energy', 'rapidity', 'phi'],
];

function problemOf(given: Omit<Constituents, 'angle'>): string | undefined {
  const named = coordinatesOf(given);
  const momentum: readonly Coordinate[] = named.filter((name) => name !== 'scale' && name !== 'mask');
  if (!complete.some((set) => set.length === momentum.length && set.every((name) => momentum.includes(name)))) {
    const three = 'pt (or energy), eta (or rapidity) and phi, or px, py and pz';
    const one = named.includes('mass') || (named.includes('energy') && momentum.length > 3);
    return `expected ${three}${one ? ', and mass or energy beside them' : ''}, found ${momentum.join(', ') || 'none'}`;
  }
  const wanted = given.array === undefined ? 'string' : 'number';
  const several = named.map((name) => given[name]).filter((one) => Array.isArray(one));
  if (several.length > 0 && (several.length < named.length || several.some((one) => one.length !== several[0]!.length)))
    return `expected lists of as many collections for ${named.join(', ')}`;
  const beside: readonly Coordinate[] = ['mass', 'scale', 'mask']; // may be columns beside an array
  const odd = named.find(
    (name) =>
      typeof given[name] !== wanted &&
      !(Array.isArray(given[name]) && !given.array) &&
      !(typeof given[name] === 'string' && beside.includes(name)),
  );
  if (odd) {
    const expected =
      wanted === 'string' ? 'a column, because there is no array' : 'the number of a feature of the array';
    return `${odd}: expected ${expected}, found ${JSON.stringify(given[odd])}`;
  }
  const { relative } = given;
  const absent = (['pt', 'eta', 'phi'] as const).find(
    (name) => relative?.[name] !== undefined && given[name] === undefined,
  );
  if (relative?.pt && given.energy !== undefined && given.pt !== undefined)
    return 'energy: expected mass instead, because pt is relative to that of the jet';
  if (absent) return `relative.${absent}: expected ${absent} among the coordinates, found ${named.join(', ')}`;
  if (given.slots !== undefined && given.features === undefined)
    return 'slots: expected features beside it, found none';
  if (given.features === undefined) return undefined;
  if (given.array === undefined) return 'features: expected none, because there is no array';
  const beyond = named.find((name) => Number(given[name]) >= given.features!);
  return beyond && `${beyond}: expected a feature below ${given.features}, found ${given[beyond]}`;
}
