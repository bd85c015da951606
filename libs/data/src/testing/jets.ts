// Small jets for tests, and the folders they are written to.
import { keyOf, type InputPorts, type Task, type TaskContext } from '@jetdemon/workflow';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type * as z from 'zod';
import type { Jets } from '../jets/jets.ts';
import { defaultLayout, type JetLayout } from '../jets/layout.ts';

/** A file of the bundled data. */
export const bundled = (name: string): string => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));

/** pT [TeV], η, φ. */
export type Constituent = readonly [number, number, number];

/** Jets from their constituents; labels alternate 0, 1 by default. */
export function jetsOf(constituents: readonly (readonly Constituent[])[], label?: readonly number[]): Jets {
  const flat = constituents.flat();
  const offsets = new Int32Array(constituents.length + 1);
  constituents.forEach((jet, row) => (offsets[row + 1] = offsets[row]! + jet.length));
  return {
    layout: defaultLayout,
    count: constituents.length,
    offsets,
    ptTeV: Float32Array.from(flat, ([pt]) => pt),
    eta: Float32Array.from(flat, ([, eta]) => eta),
    phi: Float32Array.from(flat, ([, , phi]) => phi),
    label: Uint8Array.from(label ?? constituents.map((_, row) => row % 2)),
  };
}

/** The layout of `richJets`: masses, a charge and an impact parameter, three classes, 5 slots. */
export const richLayout: JetLayout = {
  constituents: 5,
  features: [
    ...defaultLayout.features,
    { name: 'mass', unit: 'TeV', description: 'constituent mass', role: 'mass', move: 'frozen' },
    { name: 'charge', unit: '1', description: 'charge', move: 'frozen' },
    { name: 'd0', unit: 'mm', description: 'transverse impact parameter', move: 'frozen' },
  ],
  classes: ['qcd', 'top', 'w'],
};

/** `count` jets of 1 to 5 constituents in `richLayout`, of each class in turn. */
export function richJets(count: number): Jets {
  const size = (row: number) => 1 + (row % 5);
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: size(row) }, (_, i): Constituent => [0.1 / (i + 1), 0.1 * i - (row % 3), 0.05 * i]),
  );
  const flat = rows.flatMap((jet, row) => jet.map((_, i) => [row, i] as const));
  return {
    ...jetsOf(
      rows,
      rows.map((_, row) => row % 3),
    ),
    layout: richLayout,
    features: {
      mass: Float32Array.from(flat, ([row, i]) => 1e-4 * (row + i)),
      charge: Int8Array.from(flat, ([row, i]) => ((row + i) % 3) - 1),
      d0: Float64Array.from(flat, ([row, i]) => row / 7 - i),
    },
  };
}

/** Jets of one constituent each, of pT 1, 2, 3, … TeV, with these labels. */
export function labelled(label: readonly number[]): Jets {
  return jetsOf(
    label.map((_, row) => [[row + 1, 0, 0]]),
    label,
  );
}

/** Any two-class labels, at least one of each. */
export const someLabels = fc
  .array(fc.integer({ min: 0, max: 1 }), { maxLength: 60 })
  .map((labels) => [0, 1, ...labels]);

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jetdemon-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** What the runner would give `task`; `recorded` holds what the task records. */
export function contextOf<S extends z.ZodObject, I extends InputPorts>(
  task: Task<S, I>,
  given: { readonly params: unknown; readonly output: string; readonly inputs: TaskContext<z.output<S>, I>['inputs'] },
): TaskContext<z.output<S>, I> & { readonly recorded: Map<string, unknown> } {
  const recorded = new Map<string, unknown>();
  return {
    params: task.params.parse(given.params),
    inputs: given.inputs,
    output: given.output,
    recorded,
    scratch: given.output,
    key: keyOf(1),
    device: 'cpu',
    axes: {},
    progress: () => {},
    record: (name, value) => recorded.set(name, value),
  };
}
