// Numbers of two results beside each other: those with intervals by how many standard deviations they moved.
import fs from 'node:fs';
import path from 'node:path';
import { quoted, type Interval, type Quoted } from '@jetdemon/artifacts';

/** With an interval, without, or a mere number. */
type Measured = Interval | { readonly value: number } | number;

export interface Moved {
  /** Where it stands: `claims.json claims.0.number`. */
  readonly where: string;
  readonly before: Measured | undefined;
  readonly after: Measured | undefined;
  /** (after − before) / √(σ² + σ²), each σ the side of its interval that faces the other; undefined without intervals. */
  readonly sigmas?: number;
}

/** Numbers in the JSON files of two folders that are not the same in both; all with an interval where `all`. */
export function movedNumbers(before: string, after: string, files: readonly string[]): Moved[] {
  return files
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const [a, b] = [before, after].map((folder) => numbersIn(readJson(path.join(folder, file))));
      const names = [...new Set([...a!.keys(), ...b!.keys()])];
      return names.flatMap((name): Moved[] => {
        const [was, is] = [a!.get(name), b!.get(name)];
        if (JSON.stringify(was) === JSON.stringify(is)) return [];
        const sigmas = isQuoted(was) && isQuoted(is) ? sigmasBetween(was, is) : undefined;
        const where = name === '' ? file : `${file} ${name}`;
        return [{ where, before: was, after: is, ...(sigmas === undefined ? {} : { sigmas }) }];
      });
    });
}

/** Undefined where both intervals have no width and the values differ. */
export function sigmasBetween(before: Interval, after: Interval): number | undefined {
  const moved = after.value - before.value;
  if (moved === 0) return 0;
  const [a, b] =
    moved > 0
      ? [before.high - before.value, after.value - after.low]
      : [before.value - before.low, after.high - after.value];
  const sigma = Math.hypot(a, b);
  return sigma > 0 ? moved / sigma : undefined;
}

export const isQuoted = (value: Moved['before']): value is Interval => typeof value === 'object' && 'low' in value;

/** `claims.json claims.0.number` -> number, of these files of a folder; quoted ones as a whole. */
export function numbersOf(folder: string, files: readonly string[]): Map<string, Quoted | number> {
  return new Map(
    files.flatMap((file) =>
      [...numbersIn(readJson(path.join(folder, file)))].map(
        ([at, one]) => [at === '' ? file : `${file} ${at}`, one] as const,
      ),
    ),
  );
}

/** Path -> number, quoted ones as a whole. */
function numbersIn(value: unknown, at = ''): Map<string, Quoted | number> {
  if (typeof value === 'number') return new Map([[at, value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  const whole = quoted.safeParse(value);
  if (whole.success) return new Map([[at, whole.data]]);
  const entries = Object.entries(value).flatMap(([name, inner]) => [
    ...numbersIn(inner, at === '' ? name : `${at}.${name}`),
  ]);
  return new Map(entries);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined; // one of the two has none, which is said of the file
  }
}
