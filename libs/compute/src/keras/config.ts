// The configuration of a layer, read by name and type; an entry that its layer never asked for is an error, not a silent loss.
import { shown } from '../errors.ts';
import { KerasError } from './errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What says nothing of what a trained layer computes. */
const silent =
  /^(name|trainable|dtype|autocast|batch_input_shape|batch_shape|input_shape|input_dtype|build_config|seed|momentum|sparse|ragged|optional|synchronized|registered_name|.*_(initializer|regularizer|constraint|momentum))$/;

export class Config {
  private readonly asked = new Set<string>();

  constructor(
    private readonly values: JsonObject,
    /** Of the program that wrote it: of some layers the meaning of a default changed with it. */
    readonly version: number,
  ) {}

  /** An entry as it is; null where there is none. */
  get(...names: string[]): Json {
    for (const name of names) this.asked.add(name);
    for (const name of names) if (this.values[name] != null) return this.values[name];
    return null;
  }

  /** All entries, for one who says himself what he does not know. */
  everything(): JsonObject {
    for (const name of Object.keys(this.values)) this.asked.add(name);
    return this.values;
  }

  number(name: string | readonly string[], otherwise?: number): number {
    const names = typeof name === 'string' ? [name] : [...name];
    const value = unwrapped(this.get(...names)) ?? otherwise;
    if (typeof value !== 'number') throw this.wrong(names[0]!, 'a number', value);
    return value;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.get(name) ?? otherwise;
    if (typeof value !== 'boolean') throw this.wrong(name, 'true or false', value);
    return value;
  }

  string(name: string, otherwise?: string): string {
    const value = this.get(name) ?? otherwise;
    if (typeof value !== 'string') throw this.wrong(name, 'text', value);
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const value = this.string(name, otherwise);
    if (!(choices as readonly string[]).includes(value)) throw this.wrong(name, choices.join(' or '), value);
    return value as T;
  }

  /** A list of numbers; one number stands for a list of one. */
  numbers(name: string, otherwise?: readonly number[]): number[] {
    const value = this.get(name) ?? otherwise;
    const list = typeof value === 'number' ? [value] : value;
    if (!Array.isArray(list) || !list.every((item) => typeof item === 'number'))
      throw this.wrong(name, 'a list of numbers', value);
    return [...(list as number[])];
  }

  /** @throws KerasError for an entry that nobody read and that is not null or false */
  finish(): void {
    for (const [name, value] of Object.entries(this.values))
      if (!this.asked.has(name) && !silent.test(name) && value !== null && value !== false)
        throw new KerasError(`its configuration has ${shown(name)}: ${shown(JSON.stringify(value)).slice(1, -1)}, which is not supported`); // prettier-ignore
  }

  private wrong(name: string, expected: string, found: unknown): KerasError {
    return new KerasError(`${name}: expected ${expected}, found ${shown(JSON.stringify(found) ?? 'none')}`);
  }
}

/** Keras 3 writes some numbers as arrays of one. */
function unwrapped(value: Json): Json {
  if (isObject(value) && value.class_name === '__numpy__' && isObject(value.config)) return value.config.value ?? null;
  return value;
}
