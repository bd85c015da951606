// Reading of jets, our side of the benchmark: `worker columns|import FILE TASK` prints one line of JSON.
// `columns` reads pt, eta, phi and sums each jet, as the peers do; `import` is the task data/import, to a file of jets.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLayout, jetKinematics } from '@jetdemon/data';
import { openFile } from '@jetdemon/data/formats';
import { keyOf } from '@jetdemon/workflow';
import type { Task } from '@jetdemon/workflow';

const [what, file, taskFile] = process.argv.slice(2) as ['columns' | 'import', string, string];
const names = ['pt', 'eta', 'phi'];
const rowsAtOnce = 10_000;

async function columns(): Promise<{ jets: number; sums: number[] }> {
  const open = await openFile(file);
  const [table] = open.tables;
  const sums = [0, 0];
  for (let start = 0; start < table!.rows; start += rowsAtOnce) {
    const count = Math.min(table!.rows - start, rowsAtOnce);
    const read = await open.read(table!.name, names, start, start + count);
    const [ptTeV, eta, phi] = names.map((name) => read[name]!.values) as [Float32Array, Float32Array, Float32Array];
    const slots = ptTeV.length / count;
    const offsets = read['pt']!.offsets ?? Int32Array.from({ length: count + 1 }, (_, row) => row * slots);
    const label = new Uint8Array(count);
    const jets = jetKinematics({ layout: defaultLayout, count, offsets, ptTeV, eta, phi, label, reference: undefined });
    for (const value of jets.ptTeV) sums[0]! += value;
    for (const value of jets.massTeV) sums[1]! += value;
  }
  await open.close();
  return { jets: table!.rows, sums };
}

async function imported(): Promise<{ jets: number; bytes: number }> {
  const { default: task } = (await import(taskFile)) as { default: Task };
  const output = mkdtempSync(join(tmpdir(), 'jetdemon-bench-'));
  const recorded = new Map<string, unknown>();
  const params = task.params.parse({
    files: [{ path: file, label: 0 }],
    mapping: { constituents: { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'GeV' } },
    ...{ ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 },
  });
  const context = {
    params,
    inputs: { generated: [] },
    output,
    scratch: output,
    key: keyOf(1),
    device: 'cpu',
    axes: {},
  };
  await task.run({ ...context, progress: () => {}, record: (name: string, value: unknown) => recorded.set(name, value) } as never); // prettier-ignore
  const { size } = statSync(join(output, 'jets.arrow'));
  rmSync(output, { recursive: true });
  return { jets: (recorded.get('imported') as { jets: number }).jets, bytes: size };
}

const start = performance.now();
const found = what === 'columns' ? await columns() : await imported();
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage();
const peakMiB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ...found, seconds, cpu: (user + system) / 1e6, peakMiB }));
