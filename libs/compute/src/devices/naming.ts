// Names of what goes into a graph and comes out: ONNX has one space of them for both; here a function may well call both x.

export type Naming = (name: string) => string;

export const stateIn: Naming = (name) => `state/${name}`;
export const stateOut: Naming = (name) => `next/${name}`;
export const inputOf: Naming = (name) => `input/${name}`;
export const outputOf: Naming = (name) => `output/${name}`;

export function renamed<T>(values: Readonly<Record<string, T>>, naming: Naming): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [naming(name), value]));
}

/** Those that are named so, by their own names. */
export function unnamed<T>(values: Readonly<Record<string, T>>, naming: Naming): Record<string, T> {
  const prefix = naming('');
  const own = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

export function mapped<T, U>(values: Readonly<Record<string, T>>, f: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]));
}
