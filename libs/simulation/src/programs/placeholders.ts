// Placeholders in braces in the words of a command: files in and out, and the seed, known only when the node runs.

export interface Fillings {
  /** By name: absolute paths of declared input files. */
  readonly input: Readonly<Record<string, string>>;
  /** By name: paths of outputs, relative to the folder that the program runs in. */
  readonly output: Readonly<Record<string, string>>;
  /** By `node.name`: absolute paths of what earlier programs wrote. */
  readonly from: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How many events are asked for, where the node says so. */
  readonly events?: number;
}

const pattern = /\{(input|output|from):([^{}]+)\}|\{(seed|events)\}/g;

/** `{input:NAME}`, `{output:NAME}`, `{from:NODE.NAME}`, `{seed}` and `{events}` replaced; other braces stay as they are. */
export function fill(
  text: string,
  fillings: Fillings,
  unknown: (placeholder: string, known: string[]) => Error,
): string {
  type Kind = 'input' | 'output' | 'from';
  return text.replaceAll(pattern, (placeholder, kind?: Kind, name?: string, number?: 'seed' | 'events') => {
    if (kind === undefined) {
      const value = fillings[number!];
      if (value === undefined) throw unknown(placeholder, []);
      return String(value);
    }
    const value = fillings[kind][name!];
    if (value === undefined) throw unknown(placeholder, Object.keys(fillings[kind]));
    return value;
  });
}

/** The name of the input that a whole word stands for, `{input:NAME}`. */
export function inputNamedBy(word: string): string | undefined {
  return /^\{input:([^{}]+)\}$/.exec(word)?.[1];
}
