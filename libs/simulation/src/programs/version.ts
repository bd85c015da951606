// Whether a program is of the version that a workflow declares: what it reports must hold that version as a whole word.

/** The line of `output` in which `declared` stands by itself: `8.312` is not in `8.3120`, nor in `18.312` or `8.312.1`. */
export function lineWithVersion(output: string, declared: string): string | undefined {
  const escaped = declared.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const whole = new RegExp(String.raw`(?<![\w.])${escaped}(?!\w|\.\w)`);
  return output
    .split(/[\r\n]+/)
    .find((line) => whole.test(line))
    ?.trim();
}
