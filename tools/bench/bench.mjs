// Jets per second of every workload on every device, peers included, measured side by side: `npm run bench`.
// README.md says what is measured and how, and has the table of one run.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundle } from '../bundle/bundle.mjs';
import { measure } from './measure.mjs';
import { coresOf, options, usage } from './options.mjs';
import { jetsFor, threads } from './processes.mjs';
import { table } from './table.mjs';

const root = path.resolve(import.meta.dirname, '../..');

async function main() {
  const asked = options(process.argv.slice(2));
  const [{ file: worker }] = await bundle({
    root,
    name: 'bench',
    entries: [{ name: 'bench-worker', file: 'tools/bench/worker.ts' }],
  });
  const setting = { root, worker, jets: jetsFor({ root, worker }) };
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown processor'}, ${threads} threads, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}`,
  );
  const rows = [];
  for (const point of asked.plan) {
    const measured = await measure(setting, point, asked);
    for (const { workload, device, batch, about } of measured)
      console.log(`${workload} on ${device}, batch ${batch}: ${about}`);
    rows.push(...measured);
  }
  console.log(table(rows, threads));
  if (rows.some(({ device, cores }) => cores < 0.8 * coresOf(device, threads)))
    console.log('warning: other processes held cores during the measurement; jets/s and its ratio do not count');
  if (asked.json) fs.writeFileSync(asked.json, `${JSON.stringify(rows, null, 2)}\n`);
}

await main().catch((error) => {
  console.error(error.message);
  if (error.code?.startsWith('ERR_PARSE_ARGS')) console.error(usage);
  process.exitCode = 1;
});
