// Coverage of every kind of quoted interval by pseudo-experiments of known truth.
// `node tools/bench/coverage/main.mjs [--experiments N] [--case NAME,...]`; ../README.md says what is measured.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundle } from '../../bundle/bundle.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const [{ file }] = await bundle({
  root,
  name: 'bench-coverage',
  entries: [{ name: 'bench-coverage', file: 'libs/statistics/src/coverage/coverage.ts' }],
});
const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
