// Version of a program against the one that a workflow declares: what it reports must hold that version as a whole
// word.
import { isAlarming, withoutEscapes } from './log.ts';

const linesOf = (output: string): string[] =>
  withoutEscapes(output)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The line of `output` in which `declared` stands by itself: `8.312` is not in `8.3120`, nor in `18.312` or `8.312.1`. */
export function lineWithVersion(output: string, declared: string): string | undefined {
  const escaped = declared.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const whole = new RegExp(String.raw`(?<![\w.])${escaped}(?!\w|\.\w)`);
  return linesOf(output).find((line) => whole.test(line));
}

/** What to show of an output that holds no such line: the last that says error, the first with a version number, the last. */
export function lineToShow(output: string): string | undefined {
  const lines = linesOf(output);
  return lines.findLast(isAlarming) ?? lines.find((line) => /(?<![\w.])v?\d+\.\d+/.test(line)) ?? lines.at(-1);
}
