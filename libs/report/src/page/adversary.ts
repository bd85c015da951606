// What is known of the demon of one network, gathered from everything that measured it; several trainings are seen as one.
import type { Input } from '@jetdemon/workflow';
import type { Adversary } from '../results/adversary-results.ts';
import type { Subject } from '../text/subjects.ts';
import type { Metrics, Quoted, VariationMetrics } from '../results/results.ts';
import type { Exclusion } from '../results/exclusion-results.ts';
import type { Gates } from '../results/gates-results.ts';
import type { Region } from '../results/region-results.ts';

/** The demon against one network: each list has one entry per training. */
export interface Demon {
  readonly subject: Subject;
  readonly metrics: Metrics;
  readonly variation: VariationMetrics;
  readonly adversaries: readonly Adversary[];
  readonly gates: readonly Gates[];
  readonly regions: readonly Region[];
  readonly exclusions: readonly Exclusion[];
}

/**
 * Whether `input` is of the network that `subject` is of, in any of its trainings: it is at the same point of every axis
 * of the subject. An undertrained network (axis `rung`) is another network.
 */
export function belongsTo(input: Input, { axes }: Input): boolean {
  if (input.axes['rung'] !== axes['rung']) return false;
  return Object.entries(axes).every(([axis, value]) => input.axes[axis] === value);
}

/**
 * A number that was measured once per training: the mean, and an interval from the lowest lower end to the highest upper
 * end, which no training's interval leaves. Undefined for no training.
 */
export function overTrainings(quoteds: readonly Quoted[]): Quoted | undefined {
  if (quoteds.length === 0) return undefined;
  return {
    value: quoteds.reduce((sum, { value }) => sum + value, 0) / quoteds.length,
    low: Math.min(...quoteds.map(({ low }) => low)),
    high: Math.max(...quoteds.map(({ high }) => high)),
  };
}
