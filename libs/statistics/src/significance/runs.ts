// Results of the kind `significance`, one per training, with the trainings told apart.
import { significance, type SignificanceMetrics } from '@jetdemon/artifacts';
import { readReplicas, type AllReplicas } from './replicas.ts';
import { InputError, type Input } from '@jetdemon/workflow';

/** A result of the kind `significance` and where it is from. */
export interface Run {
  readonly input: Input;
  readonly metrics: SignificanceMetrics;
  readonly replicas: AllReplicas;
}

export async function readRun(input: Input): Promise<Run> {
  return { input, metrics: await significance.read(input, 'metrics.json'), replicas: await readReplicas(input) };
}

/**
 * Checks that results can be averaged: points of one node that differ in `axis` alone.
 *
 * @throws InputError naming the two that differ otherwise
 */
export function checkPointsOf(axis: string, inputs: readonly Input[]): void {
  const others = ({ base, axes }: Input) =>
    [base, ...Object.entries(axes).map(([name, value]) => (name === axis ? name : `${name}=${value}`))].join(' ');
  const stranger = inputs.find((input) => others(input) !== others(inputs[0]!));
  if (stranger) {
    const found = `found ${inputs[0]!.node}`;
    throw InputError.at({ node: stranger.node }, `expected points of one node that differ in ${axis} alone, ${found}`);
  }
}

/** Checks that `of` is the same in every run, `what` naming it. */
export function checkAgree(runs: readonly Run[], what: string, of: (metrics: SignificanceMetrics) => unknown): void {
  const [first] = runs;
  for (const { input, metrics } of runs) {
    const [expected, found] = [of(first!.metrics), of(metrics)];
    if (String(expected) === String(found)) continue;
    throw InputError.at(
      { node: input.node },
      `expected ${what} as in ${first!.input.node} (${expected}), found ${found}`,
    );
  }
}
