// What a run of the suite leaves behind.

export interface SpecResult {
  readonly name: string;
  readonly status: string;
  /** Kernels that it called. */
  readonly kernels: readonly string[];
  /** The first call that was refused by name, whether or not the spec expected an error. */
  readonly refused?: { readonly kernel: string; readonly message: string };
  /** The first expectation that failed. */
  readonly message: string;
  readonly stack?: string;
}

export interface SuiteResult {
  readonly implemented: readonly string[];
  readonly specs: readonly SpecResult[];
}
