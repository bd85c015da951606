// The figures of a run of the suite, as text.
import { outcomeOf, type SuiteResult } from './result.ts';

export interface Figures {
  readonly specs: number;
  /** Specs that call a kernel, by what became of them. */
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** passed / (specs that call a kernel and none outside the table). */
  readonly share: number;
  /** How many specs are skipped for each reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Specs passed and failed of each kernel in the table that any spec calls. */
  readonly kernels: ReadonlyMap<string, { readonly passed: number; readonly failed: number }>;
}

export function figuresOf({ implemented, specs }: SuiteResult): Figures {
  const table = new Set(implemented);
  const count = { passed: 0, failed: 0, skipped: 0 };
  const reasons = new Map<string, number>();
  const kernels = new Map<string, { passed: number; failed: number }>();
  let claimed = 0;
  for (const spec of specs) {
    if (spec.kernels.length === 0) continue;
    const outcome = outcomeOf(spec, table);
    count[outcome.kind]++;
    if (outcome.kind === 'skipped') reasons.set(outcome.why, (reasons.get(outcome.why) ?? 0) + 1);
    if (spec.kernels.every((kernel) => table.has(kernel))) claimed++;
    if (outcome.kind === 'skipped') continue;
    for (const kernel of spec.kernels) {
      const row = kernels.get(kernel) ?? { passed: 0, failed: 0 };
      row[outcome.kind]++;
      kernels.set(kernel, row);
    }
  }
  return { specs: specs.length, ...count, share: count.passed / claimed, reasons, kernels };
}

export function report(result: SuiteResult): string {
  const { specs, passed, failed, skipped, share, reasons, kernels } = figuresOf(result);
  const calling = passed + failed + skipped;
  const most = [...reasons].sort((a, b) => b[1] - a[1]).map(([why, count]) => `${why} (${count})`);
  const rows = [...kernels].sort(([a], [b]) => a.localeCompare(b));
  const table = rows.map(([name, row]) => `${name} ${row.passed}/${row.passed + row.failed}`);
  const unseen = result.implemented.filter((kernel) => !kernels.has(kernel));
  return [
    `TensorFlow.js' suite: ${specs} specs, of which ${calling} call a kernel: ${passed} passed, ${failed} failed, ${skipped} skipped`,
    `specs whose kernels are all among the ${result.implemented.length} implemented: ${(100 * share).toFixed(1)}% passed`,
    `skipped: ${most.join(', ')}`,
    `passed by kernel: ${table.join(', ')}`,
    `called by no spec: ${unseen.join(', ') || 'none'}`,
  ].join('\n');
}
