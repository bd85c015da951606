// For tests: results in a temporary folder, as the runner hands them to a task, and a task run on them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyOf, type Input, type InputPorts, type Task } from '@jetdemon/workflow';
import type * as z from 'zod';
import { curvesOf, type CurvePoint } from '../significance/curves.ts';
import {
  type Bare,
  significance,
  type Quoted,
  type SampleMetrics,
  type SignificanceMetrics,
  type VariationMetrics,
} from '@jetdemon/artifacts';

export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'statistics-'));
  #folders = 0;

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  /** `summary@network=ll+seed=1`, an empty folder. */
  empty(node: string): Input {
    return this.#input(node);
  }

  /** The same with a metrics.json. */
  numbers(node: string, metrics: unknown): Input {
    const input = this.#input(node);
    writeFileSync(join(input.folder, 'metrics.json'), JSON.stringify(metrics));
    return input;
  }

  /** A result of the kind `significance`. */
  async significance(node: string, metrics: SignificanceMetrics, points: readonly CurvePoint[]): Promise<Input> {
    const input = this.#input(node);
    await significance.write(input.folder, { 'metrics.json': metrics, 'curves.arrow': curvesOf(points) });
    return input;
  }

  /** Runs a task and gives a reader of what it wrote. */
  async run<S extends z.ZodObject, I extends InputPorts>(
    task: Task<S, I>,
    params: z.input<S>,
    inputs: Parameters<Task<S, I>['run']>[0]['inputs'],
  ) {
    const output = this.#folder();
    await task.run({
      params: task.params.parse(params),
      inputs,
      output,
      scratch: this.root,
      key: keyOf(1),
      device: 'auto',
      axes: {},
      progress: () => undefined,
      record: () => undefined,
    });
    return {
      folder: output,
      text: (file: string) => readFileSync(join(output, file), 'utf8'),
      json: (file: string): unknown => JSON.parse(readFileSync(join(output, file), 'utf8')),
    };
  }

  #input(node: string): Input {
    const [base = '', point] = node.split('@');
    const axes = Object.fromEntries((point?.split('+') ?? []).map((pair) => pair.split('=') as [string, string]));
    return { node, base, axes, params: {}, folder: this.#folder() };
  }

  #folder(): string {
    const folder = join(this.root, String(this.#folders++));
    mkdirSync(folder);
    return folder;
  }
}

/** `value` with an error of 1/64 to either side. */
export const quoted = (value: number, error = 1 / 64): Quoted => ({
  value,
  low: value - error,
  high: value + error,
  description: 'it',
});

const bare = (value: number): Bare => ({ value, uncertainty: 'none is known', description: 'it' });

const sample = (auc: number): SampleMetrics => ({
  auc: quoted(auc),
  peak: quoted(2),
  threshold: bare(0.5),
  signal_efficiency: bare(0.5),
  background_efficiency: bare(0.0625),
  mean_signal_score: quoted(0.75),
  mean_background_score: quoted(0.25),
});

/** Metrics of a network with this AUC that loses so much under each variation. */
export function metricsOf(auc: number, losses: Readonly<Record<string, number>>): SignificanceMetrics {
  const varied = (loss: number): VariationMetrics => ({
    ...sample(auc),
    at_nominal_optimum: quoted(2 * (1 - loss)),
    loss_at_nominal_optimum: quoted(loss),
    loss_peak_to_peak: quoted(loss / 2),
  });
  return {
    ...sample(auc),
    variations: Object.fromEntries(Object.entries(losses).map(([name, loss]) => [name, varied(loss)])),
    jets: { signal: 100, background: 200, background_at_optimum: 50 },
    convention: { replicas: 1000, interval: 0.68, minimum_background: 20, description: 'as agreed' },
  };
}

/** A curve of these significances at thresholds 0, 0.25, ... */
export const curve = (name: string, significances: readonly number[]): CurvePoint[] =>
  significances.map((significance, at) => ({
    sample: name,
    threshold: at / 4,
    signalEfficiency: 1 - at / 4,
    backgroundEfficiency: 1 - at / 4,
    significance,
    low: significance - 1 / 64,
    high: significance + 1 / 64,
    backgroundJets: 100 - 10 * at,
  }));
