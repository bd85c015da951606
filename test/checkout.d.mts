/**
 * A temporary folder with the tools, libraries and Nx settings of a checkout and `parts` of it (paths relative to it);
 * `from` defaults to this checkout.
 */
export function copyCheckout(parts: readonly string[], options?: { readonly from?: string }): string;

/** What `jetdemon ARGS` says in that folder; rejects with it when the command fails. */
export function jetdemonIn(
  root: string,
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<string>;

export function remove(root: string): void;
