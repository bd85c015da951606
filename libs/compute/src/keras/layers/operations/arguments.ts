// The arguments of functions of tensors, by place or by name.
import * as tf from '@tensorflow/tfjs-core';
import { shown } from '../../../errors.ts';
import type { JsonObject } from '../../config.ts';
import { KerasError } from '../../errors.ts';
import { axisOf, type Call, type Given, isMasked } from '../../layer.ts';

/** The arguments of a call: those of the operation's configuration, of the call by place, and by name. */
export class Arguments {
  private readonly asked = new Set<string | number>(['name', 'trainable', 'dtype', 'function']);

  constructor(
    private readonly call: Call,
    private readonly settings: JsonObject,
  ) {}

  given(place: number, ...names: readonly string[]): Given {
    for (const name of [place, ...names]) this.asked.add(name);
    if (place >= 0 && this.call.args[place] !== undefined) return this.call.args[place];
    for (const name of names) {
      const value = this.call.named(name) ?? this.settings[name];
      if (value !== null && value !== undefined) return value;
    }
    return null;
  }

  /** @throws KerasError for an argument that nobody read */
  finish(): void {
    const places = this.call.args.flatMap((value, place) => (value === null ? [] : [place]));
    const named = [...this.call.names(), ...Object.keys(this.settings).filter((name) => this.settings[name] !== false)];
    for (const name of [...places, ...named.filter((name) => this.call.named(name) ?? this.settings[name])])
      if (!this.asked.has(name)) throw new KerasError(`its argument ${name} is not supported`);
  }

  /** All tensors, in order. */
  tensorsOfAll(): tf.Tensor[] {
    this.call.args.forEach((_, place) => this.asked.add(place));
    return this.call.inputs.map(({ tensor }) => tensor);
  }

  tensor(place: number, ...names: readonly string[]): tf.Tensor {
    const given = this.given(place, ...names);
    if (isMasked(given)) return given.tensor;
    if (typeof given === 'number') return tf.scalar(given, 'float32');
    if (typeof given === 'boolean') return tf.scalar(given, 'bool');
    throw new KerasError(`expected a tensor or a number for ${names[0]}, found ${shown(JSON.stringify(given))}`);
  }

  tensors(place: number, ...names: readonly string[]): tf.Tensor[] {
    const given = this.given(place, ...names);
    if (!Array.isArray(given) || !given.every(isMasked)) throw new KerasError(`expected tensors for ${names[0]}`);
    return given.map(({ tensor }) => tensor);
  }

  /** Axes of a tensor; all of them without. */
  axes(place: number, rank: number): number[] {
    const given = this.given(place, 'axis');
    if (given === null) return Array.from({ length: rank }, (_, axis) => axis);
    const list = Array.isArray(given) ? given : [given];
    return list.map((axis) => axisOf(Number(axis), rank));
  }

  axis(place: number, rank: number, otherwise?: number): number {
    const given = this.given(place, 'axis') ?? otherwise;
    if (typeof given !== 'number') throw new KerasError(`expected an axis, found ${JSON.stringify(given)}`);
    return axisOf(given, rank);
  }

  flag(place: number, ...names: readonly string[]): boolean {
    return this.given(place, ...names) === true;
  }

  numbers(place: number, ...names: readonly string[]): number[] {
    const given = this.given(place, ...names);
    if (!Array.isArray(given) || !given.every((item) => typeof item === 'number'))
      throw new KerasError(`expected numbers for ${names[0]}, found ${shown(JSON.stringify(given))}`);
    return given as unknown as number[];
  }
}
