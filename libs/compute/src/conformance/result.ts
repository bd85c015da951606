// Results of a run of the suite, spec by spec, and what becomes of each.

export interface SpecResult {
  readonly name: string;
  /** Jasmine's: `passed`, `failed`, `pending`, `excluded`. */
  readonly status: string;
  /** Kernels that it called. */
  readonly kernels: readonly string[];
  /** The first call that was refused by name, whether or not the spec expected an error. */
  readonly refused?: { readonly kernel: string; readonly message: string };
  /** The first expectation that failed. */
  readonly message: string;
}

export interface SuiteResult {
  /** Names of the kernels in the table. */
  readonly implemented: readonly string[];
  readonly specs: readonly SpecResult[];
}

export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  /** It needs what the table does not claim to have. */
  | { readonly kind: 'skipped'; readonly why: string };

const strings = /its (input|value) is a? ?string/;

/**
 * A spec in which a kernel was refused has not passed, even if it only wanted an error: it is skipped where the kernel
 * is not in the table or its tensors hold strings, and failed where an implemented kernel lacks a case.
 */
export function outcomeOf({ status, refused, message }: SpecResult, implemented: ReadonlySet<string>): Outcome {
  if (refused && !implemented.has(refused.kernel)) return { kind: 'skipped', why: `needs ${refused.kernel}` };
  if (refused && strings.test(refused.message)) return { kind: 'skipped', why: 'strings' };
  if (refused) return { kind: 'failed', why: refused.message };
  if (status === 'passed') return { kind: 'passed' };
  return status === 'failed' ? { kind: 'failed', why: message } : { kind: 'skipped', why: `${status} in the suite` };
}
