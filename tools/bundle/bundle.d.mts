export interface Entry {
  readonly name: string;
  /** TypeScript file, relative to the root. */
  readonly file?: string;
  /** Or its text, imports relative to the root; then it is the only entry. */
  readonly contents?: string;
}

export interface Emitted {
  readonly name: string;
  /** Absolute path of the emitted module, `.nx/jetdemon/code/<digest>.mjs`. */
  readonly file: string;
  /** SHA-256 of the emitted code: comments, whitespace (with `minify`) and sibling entries are not in it. */
  readonly digest: string;
  /** npm packages that the emitted code imports -> installed version. */
  readonly packages: Readonly<Record<string, string>>;
  /** With `minify`: source file -> SHA-256 of what it says to the compiler, comments and whitespace not. */
  readonly sources: Readonly<Record<string, string>>;
}

/** Emits each entry as one module of its own; an `InputError` with file and line where the source does not compile. */
export function bundle(options: {
  readonly root: string;
  /** Names the record in .nx/jetdemon of what was built from what. */
  readonly name: string;
  readonly entries: readonly Entry[];
  /** Leave dynamic imports alone (declarations only). */
  readonly lazy?: boolean;
  readonly minify?: boolean;
  /** Read what was emitted before, to see that it is whole; default true, false where it is not run. */
  readonly verify?: boolean;
}): Promise<Emitted[]>;

/** One of our modules, `tools/cli/main.ts`, as the entry points in plain JavaScript import it. */
export function bundleOf(root: string, file: string): Promise<Emitted>;

/** Whether an emitted module is there, undamaged, and that of its name. */
export function isWhole(file: string): boolean;

/** Where emitted modules lie. */
export function codeFolder(root: string): string;
