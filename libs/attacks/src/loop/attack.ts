// Declaration of an attack: a direction, from a gradient, a draw or a network, times a threat, and how often it is
// applied. Shared code reads what an attack needs and never asks which one it has.
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensors, Values } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import type { Uniform } from '@jetdemon/workflow';
import type { Threat } from '../threat/threat.ts';

interface Moves {
  readonly iterations: number;
  /** A new direction at each iteration (`current`), or that of the original jet kept throughout (`original`). */
  readonly directionOf: 'current' | 'original';
  readonly threat: Threat;
}

/** δ = normalise(−∇_J loss): needs a classifier to differentiate. */
export interface GradientAttack extends Moves {
  readonly needs: 'classifier';
  /** What is lowered, jet by jet and linear in the logits: [batch] -> [batch]. */
  loss(logits: Tensor1D): Tensor1D;
  /** Direction of steepest descent [batch, constituents, features] -> δ with |δ| ≤ 1, same shape. */
  normalise(descent: Tensor3D): Tensor3D;
}

/** δ drawn for every coordinate of every real constituent that may move: needs a key. */
export interface DrawnAttack extends Moves {
  readonly needs: 'key';
  /** One coordinate of δ, in [−1, 1]. */
  draw(uniform: Uniform): number;
}

/** δ found by asking a classifier for its scores alone: needs a classifier and a key. */
export interface QueriedAttack extends Moves {
  readonly needs: 'scores';
  /** How often it is asked about each jet. */
  readonly queries: number;
  /** Of the constituents that a query changes, by its number, counted from 0. */
  share(query: number): number;
}

/** δ found by walking down the gradient of a classifier inside the box, from several starts: needs a classifier and a key. */
export interface ProjectedAttack extends Moves {
  readonly needs: 'classifier and key';
  /** Steps of a walk, 1 at least. */
  readonly steps: number;
  /** Walks, 1 at least: the first starts at the jet as it is. */
  readonly restarts: number;
  /** α, as a share of the half-width of the box. */
  readonly stepSize: number;
  /** μ: how much of the earlier steps' pull is kept, 0 to 1. */
  readonly momentum: number;
}

/** δ the smallest move that takes P(signal) below a threshold, in units of a resolution: needs a classifier. */
export interface NearestAttack extends Moves {
  readonly needs: 'boundary';
  /** Of P(signal). */
  readonly threshold: number;
  /** Units of the moves of all coordinates, [batch, constituents, features]. */
  unitsOf(jets: Tensor, layout: JetLayout): Tensor3D;
  /** Projections onto the boundary. */
  readonly steps: number;
  /** Jets whose smallest move is beyond it stay as they are; Infinity: none do. */
  readonly budget: number;
}

/** δ of a trained network: needs nothing more, the classifier is known to it by its weights. */
export interface LearnedAttack extends Moves {
  readonly needs: 'nothing';
  /** Of the jets that the network takes. */
  readonly layout: JetLayout;
  readonly weights: Values;
  /** δ of jets in descending pT, both [batch, constituents, features]; |δ| ≤ 1. */
  direction(weights: Tensors, jets: Tensor3D): Tensor3D;
}

export type Attack = GradientAttack | DrawnAttack | QueriedAttack | ProjectedAttack | NearestAttack | LearnedAttack;
