// The weights of a `.keras` archive (model.weights.h5): groups by class and number of a layer, variables by their place.
import { shown } from '../errors.ts';
import { KerasError } from './errors.ts';
import type { Hdf5Group } from './hdf5.ts';
import { Collected, type LayerKey, type LayerWeights, type Variable } from './weights.ts';

const empty: Hdf5Group = { attributes: new Map(), groups: new Map(), arrays: new Map() };

export class ArchiveWeights implements LayerWeights {
  private readonly taken = new Set<string>();
  private at = 0;

  constructor(
    private readonly group: Hdf5Group,
    private readonly collected: Collected,
    private readonly prefix: string,
  ) {}

  next(role: string): Variable {
    this.taken.add('vars');
    const stored = this.group.groups.get('vars')?.arrays.get(`${this.at}`);
    if (!stored) throw new KerasError(`expected a weight ${role} as its number ${this.at}, found none`);
    this.at++;
    return this.collected.add(`${this.prefix}/${role}`, stored);
  }

  part(attribute: string, name: string): LayerWeights {
    const found = this.group.groups.get(attribute) ?? this.group.groups.get(`_${attribute}`);
    this.taken.add(attribute).add(`_${attribute}`);
    return new ArchiveWeights(found ?? empty, this.collected, `${this.prefix}/${name}`);
  }

  inner(attribute: string): LayerWeights {
    this.taken.add(attribute);
    return new ArchiveWeights(this.group.groups.get(attribute) ?? empty, this.collected, this.prefix);
  }

  layers(keys: readonly LayerKey[]): LayerWeights[] {
    // Keras 2.12 and later have another name for the folder.
    const folder = ['layers', '_layer_checkpoint_dependencies'].find((name) => this.group.groups.has(name)) ?? 'layers';
    this.taken.add('layers').add('_layer_checkpoint_dependencies');
    const groups = this.group.groups.get(folder)?.groups ?? new Map<string, Hdf5Group>();
    const times = new Map<string, number>();
    const known = new Set<string>();
    const parts = keys.map(({ name, class: kind }) => {
      const snake = snakeCase(kind);
      const before = times.get(snake) ?? 0;
      times.set(snake, before + 1);
      const label = before === 0 ? snake : `${snake}_${before}`;
      known.add(label);
      const group = groups.get(label) ?? empty;
      const says = group.groups.get('vars')?.attributes.get('name');
      if (says !== undefined && says !== name)
        throw new KerasError(`its weights are said to be those of ${shown(String(says))}`, {
          layer: name,
          class: kind,
        });
      return new ArchiveWeights(group, this.collected, this.prefix ? `${this.prefix}/${name}` : name);
    });
    const left = [...groups].filter(([label, group]) => !known.has(label) && hasArrays(group)).map(([label]) => label);
    if (left.length > 0)
      throw new KerasError(
        `it has weights of layers that its configuration does not have: ${left.map(shown).join(', ')}`,
      );
    return parts;
  }

  finish(): void {
    const more = this.group.groups.get('vars')?.arrays.size ?? 0;
    if (more > this.at) throw new KerasError(`it has ${more} weights, of which its configuration asks for ${this.at}`);
    for (const [name, group] of this.group.groups)
      if (!this.taken.has(name) && name !== 'vars' && !others.test(name) && hasArrays(group))
        throw new KerasError(`it has weights that its configuration does not ask for: ${shown(name)}`);
  }
}

/** What is no weight of a layer: the state of training and of random numbers. */
const others = /seed_generator|dropout|^optimizer$|metrics|^loss/;

const hasArrays = (group: Hdf5Group): boolean =>
  group.arrays.size > 0 || [...group.groups.values()].some((inner) => hasArrays(inner));

/** Keras' own rule, `LeakyReLU` -> `leaky_re_lu`. */
export const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
