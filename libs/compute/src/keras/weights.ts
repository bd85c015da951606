// The weights of a Keras model as its layers ask for them: in order, by role, each once, none left over.
import type { TensorValue } from '../tensors/device.ts';
import { type ModelError, shown } from '../errors.ts';
import { KerasError } from './errors.ts';

/** A weight of the model, by its name among all. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface StoredWeight {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export interface LayerKey {
  readonly name: string;
  readonly class: string;
  /** Names of the layers within. */
  readonly inside: ReadonlySet<string>;
}

/** The weights of one layer. */
export interface LayerWeights {
  /** @param role `kernel`, `bias` …: in the order in which Keras makes them */
  next(role: string): Variable;
  /** Those of a layer within: by its attribute in Keras 3, by its name before. */
  part(attribute: string, name: string): LayerWeights;
  /** Those of the only layer within. */
  inner(attribute: string): LayerWeights;
  /** Those of the layers of a model within, one for each. */
  layers(keys: readonly LayerKey[]): LayerWeights[];
  /** @throws KerasError for weights that nobody asked for */
  finish(): void;
}

/** Collects the weights that were asked for, under names of their own. */
export class Collected {
  readonly values: Record<string, TensorValue> = {};

  /** @param Wrong the error of the program whose weights they are */
  constructor(private readonly Wrong: new (reason: string) => ModelError = KerasError) {}

  add(wanted: string, { shape, data }: StoredWeight): Variable {
    let name = wanted;
    for (let again = 2; Object.hasOwn(this.values, name); again++) name = `${wanted}_${again}`;
    const numbers = Float32Array.from(data);
    for (let at = 0; at < numbers.length; at++) {
      const value = data[at]!;
      if (Number.isNaN(value)) throw new this.Wrong(`weight ${shown(wanted)} holds NaN`);
      if (Number.isFinite(value) && !Number.isFinite(numbers[at]))
        throw new this.Wrong(`weight ${shown(wanted)} holds ${value}, which is beyond float32`);
    }
    this.values[name] = { data: numbers, shape, dtype: 'float32' };
    return { name, shape };
  }
}

interface NamedWeight extends StoredWeight {
  /** `head/dense_2/kernel`, without the `:0` of TensorFlow. */
  readonly name: string;
}

/** Weights that lie in a list, each with a name whose parts are those of layers: Keras up to 2, its .h5, TensorFlow.js. */
export class ListedWeights implements LayerWeights {
  private rest: NamedWeight[];

  constructor(
    all: readonly NamedWeight[],
    private readonly collected: Collected,
    private readonly prefix: string,
  ) {
    this.rest = [...all];
  }

  next(role: string): Variable {
    const [own, ...others] = this.rest.filter(({ name }) => partsOf(name).at(-1)!.replace(/_\d+$/, '') === role);
    if (!own) throw new KerasError(`expected a weight ${role}, found ${this.rest.map(({ name }) => shown(name)).join(', ') || 'none'}`); // prettier-ignore
    if (others.length > 0) throw new KerasError(`expected one weight ${role}, found ${others.length + 1}`);
    this.rest = this.rest.filter((weight) => weight !== own);
    return this.collected.add(`${this.prefix}/${role}`, own);
  }

  part(_: string, name: string): LayerWeights {
    const own = this.rest.filter((weight) => partsOf(weight.name).slice(0, -1).includes(name));
    this.rest = this.rest.filter((weight) => !own.includes(weight));
    return new ListedWeights(own, this.collected, `${this.prefix}/${name}`);
  }

  inner(): LayerWeights {
    const own = this.rest;
    this.rest = [];
    return new ListedWeights(own, this.collected, this.prefix);
  }

  layers(keys: readonly LayerKey[]): LayerWeights[] {
    const own = new Map(keys.map((key) => [key.name, key]));
    // The outermost name counts: a layer within has those around it before its own, or they are left out.
    const owner = ({ name }: NamedWeight): LayerKey | undefined => {
      const parts = partsOf(name).slice(0, -1);
      const first = parts.find((part) => own.has(part));
      if (first !== undefined) return own.get(first);
      const around = keys.filter(({ inside }) => parts.some((part) => inside.has(part)));
      return around.length === 1 ? around[0] : undefined;
    };
    const parts = keys.map((key) => {
      const inside = this.rest
        .filter((weight) => owner(weight) === key)
        .map((weight) => ({ ...weight, name: afterPart(weight.name, key.name) }));
      return new ListedWeights(inside, this.collected, this.prefix ? `${this.prefix}/${key.name}` : key.name);
    });
    this.rest = this.rest.filter((weight) => owner(weight) === undefined);
    return parts;
  }

  finish(): void {
    if (this.rest.length > 0)
      throw new KerasError(`it has weights that its configuration does not ask for: ${this.rest.map(({ name }) => shown(name)).join(', ').slice(0, 200)}`); // prettier-ignore
  }
}

const partsOf = (name: string): string[] => name.replace(/:\d+$/, '').split('/');

/** The name without the layer's own part and what stands before it. */
function afterPart(name: string, part: string): string {
  const parts = partsOf(name);
  return parts.slice(parts.indexOf(part) + 1).join('/');
}
