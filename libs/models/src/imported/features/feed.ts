// From jets to the inputs of an imported network: formulas, shift, factor, clip, padding, slots, order of the axes.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import { InputError, suggest } from '@jetdemon/workflow';
import type { FeatureInput, InputFeature, ResolvedFeatures } from '@jetdemon/artifacts';
import { evaluate, padWith } from './evaluate.ts';
import { namesIn, parseFormula, type Formula } from './formula.ts';
import { isJetQuantity, quantityNames } from './names.ts';
import { quantitiesOf, type Lookup } from './quantities.ts';

/** Jets `[batch, constituents, features]` of the layout to the inputs of the network, by name. */
export type Feed = (jets: tf.Tensor) => Tensors;

/** Which constituent, the hardest being 0, stands where there is none and it must make no difference. */
export type StandIn = 0 | 1;

interface Prepared {
  readonly formula: Formula;
  readonly shift: number;
  readonly factor: number;
  readonly clip?: readonly [number, number] | undefined;
  readonly pad: number;
}

/**
 * The feed of a declaration for jets of a layout.
 *
 * Constituents come as jets have them, in descending pT; of more than there are slots the hardest are taken. Where there is
 * none stands the `pad` of a feature, or with `padding: any` a constituent again, as weaver wraps them.
 *
 * @throws InputError for a formula that is none, or that names what is no quantity, column or definition
 */
export function feedOf(
  { unit, slots, define, inputs }: ResolvedFeatures,
  layout: JetLayout,
  standIn: StandIn = 0,
): Feed {
  const definitions = new Map(Object.entries(define).map(([name, text]) => [name, parseFormula(text)]));
  const vocabulary = { layout, definitions };
  const prepared = Object.entries(inputs).map(([name, input]) => {
    const features = input.features.map((feature) => prepare(feature, input, vocabulary, name));
    return { name, input, features };
  });
  return (jets) => {
    const quantities = quantitiesOf(jets, layout, unit);
    const lookup = withDefinitions(quantities, definitions);
    const mask = quantities('mask');
    return Object.fromEntries(
      prepared.map(({ name, input, features }) => {
        const values = features.map((feature) => valueOf(feature, lookup));
        if (input.axes === 'NF')
          return [
            name,
            tf.concat(
              values.map((value) => perJet(value, mask)),
              1,
            ),
          ];
        const padded = values.map((value, at) =>
          input.padding === 'any'
            ? inSlotsAgain(value, mask, standIn, slots)
            : inSlots(value, mask, features[at]!.pad, slots),
        );
        if (input.axes === 'NP') return [name, padded[0]!];
        return [name, tf.stack(padded, input.axes === 'NPF' ? 2 : 1)];
      }),
    );
  };
}

interface Vocabulary {
  readonly layout: JetLayout;
  readonly definitions: ReadonlyMap<string, Formula>;
}

function prepare(feature: InputFeature, input: FeatureInput, vocabulary: Vocabulary, name: string): Prepared {
  const { of, ...steps } = typeof feature === 'string' ? { of: feature, shift: 0, factor: 1, pad: 0 } : feature;
  const formula = parseFormula(of);
  const where = `features: input ${name}: ${of}`;
  const used = expanded(formula, vocabulary.definitions, where);
  const known = [
    ...vocabulary.definitions.keys(),
    ...quantityNames,
    ...vocabulary.layout.features.map((one) => one.name),
  ];
  const unknown = used.find((one) => !known.includes(one));
  if (unknown !== undefined)
    throw new InputError(
      `${where}: ${unknown} is no quantity, no definition and no column of the jets${suggest(unknown, known)}; define says what it is`,
    );
  const perConstituent = used.find((one) => !isJetQuantity(one));
  if (input.axes === 'NF' && perConstituent !== undefined)
    throw new InputError(`${where}: expected quantities of the jet (jet_…) for axes NF, found ${perConstituent}`);
  return { formula, ...steps };
}

/** Quantities and columns that a formula needs, through definitions; a definition of its own name is the quantity. */
function expanded(
  formula: Formula,
  definitions: Vocabulary['definitions'],
  where: string,
  within: string[] = [],
): string[] {
  return namesIn(formula).flatMap((name) => {
    const definition = within.at(-1) === name ? undefined : definitions.get(name);
    if (!definition) return [name];
    if (within.includes(name)) throw new InputError(`${where}: ${name} is defined by itself`);
    return expanded(definition, definitions, where, [...within, name]);
  });
}

function withDefinitions(quantities: Lookup, definitions: Vocabulary['definitions']): Lookup {
  const known = new Map<string, tf.Tensor>();
  const lookup = (name: string, within?: string): tf.Tensor => {
    const definition = within === name ? undefined : definitions.get(name);
    if (!definition) return quantities(name);
    const value = known.get(name) ?? evaluate(definition, (inner) => lookup(inner, name));
    known.set(name, value);
    return value;
  };
  return (name) => lookup(name);
}

function valueOf({ formula, shift, factor, clip }: Prepared, lookup: Lookup): tf.Tensor {
  const raw = evaluate(formula, lookup);
  const shifted = shift === 0 ? raw : tf.sub(raw, shift);
  const scaled = factor === 1 ? shifted : tf.mul(shifted, factor);
  return clip ? tf.clipByValue(scaled, clip[0], clip[1]) : scaled;
}

/** One number per jet, `[batch, 1]`, of numbers as well. */
const perJet = (value: tf.Tensor, mask: tf.Tensor) => tf.add(value, tf.zerosLike(tf.slice(mask, [0, 0], [-1, 1])));

/** `[batch, constituents]` or a number per jet in `[batch, slots]`. */
function inSlots(value: tf.Tensor, mask: tf.Tensor, pad: number, slots: number): tf.Tensor {
  const full = tf.add(value, tf.zerosLike(mask));
  const given = mask.shape[1]!;
  const padded = padWith(full, mask, pad);
  if (slots < given) return tf.slice(padded, [0, 0], [-1, slots]);
  return slots === given ? padded : tf.concat([padded, tf.fill([mask.shape[0]!, slots - given], pad)], 1);
}

/** The same with the constituent of a place where there is none, as far as the jet has it. */
function inSlotsAgain(value: tf.Tensor, mask: tf.Tensor, place: StandIn, slots: number): tf.Tensor {
  const given = mask.shape[1]!;
  const full = tf.add(value, tf.zerosLike(mask));
  const again = tf.slice(full, [0, Math.min(place, given - 1)], [-1, 1]);
  const padded = tf.add(tf.mul(full, mask), tf.mul(again, tf.sub(1, mask)));
  if (slots <= given) return slots < given ? tf.slice(padded, [0, 0], [-1, slots]) : padded;
  return tf.concat([padded, tf.tile(again, [1, slots - given])], 1);
}
