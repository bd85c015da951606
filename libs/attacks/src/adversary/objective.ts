// Objective of an adversary: what a step lowers, what it is given of a batch, and what changes between batches
// and between trials. The loop (train.ts) knows no more of it.
import type { StepFunction, Values } from '@jetdemon/compute';
import type { Batch, JetRows } from '@jetdemon/data';
import type { Key } from '@jetdemon/workflow';
import type { Target } from '../loop/direction-source.ts';
import type { Acceptance, PerCheck } from './acceptance.ts';
import type { AdversaryNetwork } from './network.ts';
import type { Measurer, Nominal } from './responses.ts';
import type { Strata } from './strata.ts';
import type { Trial } from './trial.ts';

export interface Objective {
  /** State: the adversary's weights and Adam's moments; output `loss` [] and what `observe` reads. */
  readonly step: StepFunction;
  /** What batches are drawn from; without them the training jets come in turn. */
  readonly strata?: Strata | undefined;
  /** Inputs of a step besides jets, labels, index arrays and learning rate. */
  inputs(batch: Batch): Promise<Values>;
  /** Told what a step found, before the inputs of the next are asked for; absent where those do not depend on it. */
  observe?(batch: Batch, outputs: Values): void;
  /** How strongly each observable is held at present. */
  lambda(): PerCheck;
  /** Told what a trial achieved. */
  judge(trial: Trial): void;
  /** All that `observe` and `judge` changed, for a checkpoint; JSON. */
  remember(): unknown;
  recall(memory: unknown): void;
}

/** What objectives are made of. */
export interface Ground {
  readonly network: AdversaryNetwork;
  readonly target: Target;
  readonly look: Measurer;
  readonly jets: JetRows;
  readonly acceptance: Acceptance;
  readonly key: Key;
  /** Rows, what is seen of them, and where a row stands in both. */
  readonly train: { readonly rows: Int32Array; readonly nominal: Nominal; at(row: number): number };
  readonly validation: { readonly rows: Int32Array; readonly nominal: Nominal };
}
