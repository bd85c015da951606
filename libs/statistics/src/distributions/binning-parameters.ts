// Bins as parameters of a task: per observable of the table, and for columns of the user's own. Light to load: tasks declare
// them when a workflow is checked.
import { observableNames, observables, shownUnit, type ObservableName } from '@jetdemon/artifacts';
import * as z from 'zod';
import type { Binning } from './histogram.ts';

const bins = (count: number) => z.int().min(1).max(10_000).default(count).describe(`equal bins, default ${count}`);
const rising = [(range: Binning) => range.low < range.high, { error: 'expected low < high' }] as const;

/** Schema of the bins of one observable; any part may be left out. */
function binning(name: ObservableName) {
  const { phrase, unit, bins: usual } = observables[name];
  return z
    .strictObject({
      bins: bins(usual.bins),
      low: z.number().default(usual.low).describe(`lower edge of the first, default ${usual.low}`),
      high: z.number().default(usual.high).describe(`upper edge of the last, default ${usual.high}`),
    })
    .refine(...rising)
    .describe(`bins of ${phrase}${unit === '1' ? '' : ` [${shownUnit(unit)}]`}`);
}

const columns = z
  .record(
    z.string().min(1),
    z
      .strictObject({
        bins: bins(40),
        low: z.number().describe('lower edge of the first'),
        high: z.number().describe('upper edge of the last'),
      })
      .refine(...rising),
  )
  .default({})
  .superRefine((given, context) => {
    for (const name of observableNames.filter((one) => one in given))
      context.addIssue({ code: 'custom', path: [name], message: `expected another name: ${name} is an observable` });
  })
  .describe(
    'columns of your own, which went along with the jets (held) and which no attack moves: name -> bins, in GeV where the file has TeV',
  );

type Binned = Readonly<Partial<Record<ObservableName, Binning>>>;

/** Parameters: bins of these observables by default, of others when asked for, and of columns of the user's own. */
export function binnings(usual: readonly ObservableName[]) {
  const ofObservables = Object.fromEntries(
    observableNames.map((name) => {
      const schema = binning(name);
      return [name, usual.includes(name) ? schema.prefault({}) : schema.optional()];
    }),
  ) as unknown as Record<ObservableName, z.ZodType<Binning | undefined>>;
  return { ...ofObservables, columns };
}

/** The bins of all that was asked for: observables in the order of the table, then columns of the user's own. */
export function binningsOf(
  params: Binned & { readonly columns: Readonly<Record<string, Binning>> },
): Record<string, Binning> {
  const asked = observableNames.flatMap((name) => (params[name] ? [[name, params[name]] as const] : []));
  return { ...Object.fromEntries(asked), ...params.columns };
}
