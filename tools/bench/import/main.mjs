// Jets per second of reading ROOT, HDF5 and Parquet beside uproot, h5py and pyarrow, in turns A B A B.
// `node tools/bench/import/main.mjs [--jets N] [--constituents N] [--turns N] [--formats LIST]`; ../README.md says what is measured.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../bundle/bundle.mjs';
import { median } from '../measure.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const files = { root: 'jets.root', hdf5: 'jets.h5', parquet: 'jets.parquet' };
const python = process.env.JETDEMON_PEERS ?? 'python3';
const peer = path.join(import.meta.dirname, 'peer.py');

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    jets: option('1000000'),
    constituents: option('100'),
    turns: option('3'),
    formats: option(Object.keys(files).join()),
  },
});
const [jets, constituents, turns] = [values.jets, values.constituents, values.turns].map(Number);
if (![jets, constituents, turns].every((value) => Number.isInteger(value) && value > 0))
  throw new Error('--jets, --constituents, --turns: expected whole numbers above 0');
const formats = values.formats.split(',');
for (const format of formats)
  if (!files[format]) throw new Error(`--formats: expected ${Object.keys(files).join(', ')}, found ${format}`);

const [{ file: worker }, { file: task }] = await bundle({
  root,
  name: 'bench-import',
  entries: [
    { name: 'bench-import', file: 'tools/bench/import/worker.ts' },
    { name: 'bench-import-task', file: 'libs/data/src/tasks/import.ts' },
  ],
});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-bench-'));
const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', ARROW_NUM_THREADS: '1' };

function run(command, args) {
  const done = spawnSync(command, args.map(String), {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...threads },
  });
  if (done.status !== 0) throw new Error(done.error?.message ?? done.stderr);
  return done.stdout;
}

try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown processor'}, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}, ${jets} jets of ${constituents}`,
  );
  run(python, [peer, 'make', folder, jets, constituents]);
  console.log('| format | side | jets/s | ratio | ratio per CPU s | peak RSS |\n| --- | --- | --- | --- | --- | --- |');
  for (const format of formats) {
    const file = path.join(folder, files[format]);
    const sides = { peer: [], columns: [], import: [] };
    for (let turn = 0; turn < turns; turn++) {
      sides.peer.push(JSON.parse(run(python, [peer, format, file])));
      for (const side of ['columns', 'import'])
        sides[side].push(JSON.parse(run(process.execPath, [worker, side, file, task])));
    }
    const [theirs, ours] = [sides.peer[0].sums, sides.columns[0].sums];
    if (theirs.some((sum, at) => Math.abs(sum / ours[at] - 1) > 1e-5))
      throw new Error(`${format}: ${theirs} and ${ours}`);
    for (const [side, runs] of Object.entries(sides)) {
      const ratio = (of) => median(runs.map((one, at) => of(sides.peer[at]) / of(one))).toFixed(2);
      const rate = median(runs.map(({ jets: count, seconds }) => count / seconds)).toFixed(0);
      const peak = median(runs.map(({ peakMiB }) => peakMiB)).toFixed(0);
      console.log(`| ${format} | ${side} | ${rate} | ${ratio(({ seconds }) => seconds)} | ${ratio(({ cpu }) => cpu)} | ${peak} MiB |`); // prettier-ignore
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
