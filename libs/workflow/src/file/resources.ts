// What a node asks of a batch system: cores, memory, GPUs, time, a partition. Part of no key: no result depends on it.
import { isScalar } from 'yaml';
import type { JsonSchema } from '../words.ts';
import { show, suggest } from '../words.ts';
import type { Entry, Source } from './source.ts';

export interface Resources {
  readonly cpus?: number;
  /** As batch systems count it: 1 GB = 1024 MB, 1 MB = 2^20 bytes. */
  readonly memoryMB?: number;
  readonly gpus?: number;
  readonly seconds?: number;
  readonly partition?: string;
}

const MEGABYTES: Readonly<Record<string, number>> = { MB: 1, GB: 1024, TB: 1024 ** 2 };
const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86400 };

const fields: Readonly<
  Record<string, { readonly expected: string; readonly read: (value: unknown) => Resources | undefined }>
> = {
  cpus: {
    expected: 'a whole number of cores >= 1',
    read: (value) => (isWhole(value, 1) ? { cpus: value } : undefined),
  },
  memory: {
    expected: 'an amount with its unit, MB, GB or TB (4 GB)',
    read: (value) => {
      const memoryMB = amountOf(value, MEGABYTES);
      return memoryMB === undefined ? undefined : { memoryMB: Math.ceil(memoryMB) };
    },
  },
  gpus: {
    expected: 'a whole number of GPUs >= 0',
    read: (value) => (isWhole(value, 0) ? { gpus: value } : undefined),
  },
  time: {
    expected: 'a time with its unit, s, min, h or d (90 min)',
    read: (value) => {
      const seconds = amountOf(value, SECONDS);
      return seconds === undefined ? undefined : { seconds: Math.ceil(seconds) };
    },
  },
  partition: {
    expected: 'names of partitions (long, or long,short)',
    read: (value) => (/^[\w.-]+(,[\w.-]+)*$/.test(String(value)) ? { partition: String(value) } : undefined),
  },
};

/** What `resources` asks for, nothing where it is not there; whatever is wrong is reported. */
export function readResources(source: Source, entry: Entry | undefined, name: string): Resources {
  const known = Object.keys(fields);
  const entries = source.entries(entry?.value ?? null, name, `a mapping with ${known.join(', ')}`);
  return entries.reduce<Resources>((read, { name: field, key, value }) => {
    if (!Object.hasOwn(fields, field)) {
      source.report(key, `${name}: unknown key ${field}${suggest(field, known)}`);
      return read;
    }
    const scalar = source.follow(value);
    const plain: unknown = isScalar(scalar) ? scalar.value : undefined;
    const found = fields[field]!.read(plain);
    if (!found)
      source.report(
        value ?? key,
        `${name}.${field}: expected ${fields[field]!.expected}, found ${show(source.valueOf(value))}`,
      );
    return { ...read, ...found };
  }, {});
}

const isWhole = (value: unknown, least: number): value is number =>
  Number.isInteger(value) && (value as number) >= least;

function amountOf(value: unknown, units: Readonly<Record<string, number>>): number | undefined {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)$/.exec(String(value)) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit]! : NaN;
  const found = Number(amount) * factor;
  return found > 0 ? found : undefined;
}

const amount = (units: Readonly<Record<string, number>>): JsonSchema => ({
  type: 'string',
  pattern: `^[0-9]+([.][0-9]+)? ?(${Object.keys(units).join('|')})$`,
});

export const resourcesSchema: JsonSchema = {
  type: 'object',
  description: 'what is asked of a batch system; what is left out goes by earlier runs',
  properties: {
    cpus: { type: 'integer', minimum: 1, description: 'cores' },
    memory: { ...amount(MEGABYTES), description: 'memory with its unit: 4 GB' },
    gpus: { type: 'integer', minimum: 0, description: 'GPUs' },
    time: { ...amount(SECONDS), description: 'the longest that it may run, with its unit: 90 min' },
    partition: { type: 'string', description: 'partition of Slurm' },
  },
  additionalProperties: false,
};
