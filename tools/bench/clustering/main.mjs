// Events per second of clustering beside FastJet's, one thread each, in turns A B A B: `npm run bench:clustering`.
// ../README.md says what is measured and how.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../bundle/bundle.mjs';
import { median } from '../measure.mjs';
import { buildPeer, start } from './sides.mjs';

const usage =
  'usage: npm run bench:clustering -- [--workload NAME,...] [--p P] [--radius R] [--turns N] [--seconds N] [--json FILE]';
const names = ['towers', 'synthetic-2000', 'synthetic-10000'];
const root = path.resolve(import.meta.dirname, '../../..');

function options(argv) {
  const option = (value) => ({ type: 'string', default: value });
  const { values } = parseArgs({
    args: argv,
    options: {
      workload: option(names.join()),
      p: option('-1'),
      radius: option('1'),
      turns: option('5'),
      seconds: option('2'),
      json: { type: 'string' },
    },
  });
  const number = (name, positive = true) => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || (positive && value <= 0))
      throw new Error(`--${name}: expected a number${positive ? ' above 0' : ''}, found ${values[name]}`);
    return value;
  };
  const workloads = values.workload.split(',');
  for (const name of workloads)
    if (!names.includes(name)) throw new Error(`--workload: expected ${names.join(', ')}, found ${name}`);
  const { json } = values;
  return { workloads, p: number('p', false), radius: number('radius'), turns: number('turns'), seconds: number('seconds'), json }; // prettier-ignore
}

async function measure(name, { worker, peer, folder, p, radius, turns, seconds }) {
  const file = path.join(folder, `${name}.f64`);
  execFileSync(process.execPath, [worker, 'write', name, file], { cwd: root });
  const ours = await start(process.execPath, [worker, file, p, radius], root);
  const fastjet = peer && (await start(peer, [file, p, radius], root));
  const sides = [ours, ...(fastjet ? [fastjet] : [])];
  // Warms up as well.
  const [found, expected] = [await ours.jets(), (await fastjet?.jets())?.map(([, jet]) => jet)];
  const differ = expected && found.filter((jet, at) => String(jet) !== String(expected[at])).length;
  for (const side of sides) await side.run(Math.min(1, seconds));
  const runs = sides.map(() => []);
  for (let turn = 0; turn < turns; turn++)
    for (const [at, side] of sides.entries()) runs[at].push(await side.run(seconds));
  for (const side of sides) await side.stop();

  const [own, theirs] = runs;
  const wall = ({ events, elapsed }) => events / elapsed;
  const cpu = ({ events, cpuSeconds }) => events / cpuSeconds;
  const ratios = (rate) => theirs && own.map((run, turn) => rate(run) / rate(theirs[turn]));
  return {
    workload: name,
    events: ours.ready.events,
    particles: ours.ready.particles,
    eventsPerSecond: median(own.map(wall)),
    peerEventsPerSecond: theirs && median(theirs.map(wall)),
    ratio: theirs && median(ratios(wall)),
    lowest: theirs && Math.min(...ratios(wall)),
    highest: theirs && Math.max(...ratios(wall)),
    ratioPerCpuSecond: theirs && median(ratios(cpu)),
    core: Math.min(...runs.flat().map(({ cpuSeconds, elapsed }) => cpuSeconds / elapsed)),
    peakRssMiB: own.at(-1).peakRssMiB,
    peerPeakRssMiB: theirs?.at(-1).peakRssMiB,
    differ,
    peer: fastjet?.ready.about,
  };
}

function print(row) {
  const rss = `peak RSS ${row.peakRssMiB.toFixed(0)} MiB`;
  console.log(`${row.workload}: ${row.events} events, median ${row.particles} particles`);
  console.log(`  jetdemon ${row.eventsPerSecond.toFixed(1)} events/s, ${rss}`);
  if (!row.peer) return;
  console.log(
    `  ${row.peer}: ${row.peerEventsPerSecond.toFixed(1)} events/s, peak RSS ${row.peerPeakRssMiB.toFixed(0)} MiB`,
  );
  const range = `${row.lowest.toFixed(2)} to ${row.highest.toFixed(2)}`;
  console.log(`  ratio ${row.ratio.toFixed(2)} (${range}), per CPU second ${row.ratioPerCpuSecond.toFixed(2)}`);
  console.log(row.differ ? `  jets DIFFER in ${row.differ} events` : '  the same jets in every event');
  if (row.core < 0.9) console.log(`  warning: only ${row.core.toFixed(2)} of a core was had; prefer the ratio per CPU second`); // prettier-ignore
}

async function main() {
  const asked = options(process.argv.slice(2));
  const [{ file: worker }] = await bundle({
    root,
    name: 'bench-clustering',
    entries: [{ name: 'bench-clustering', file: 'tools/bench/clustering/worker.ts' }],
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-bench-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  let peer;
  try {
    peer = buildPeer(folder);
  } catch (error) {
    console.log(`no FastJet to compare with: ${error.message}`);
  }
  const model = os.cpus()[0]?.model ?? 'unknown processor';
  console.log(
    `${model}, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}; p = ${asked.p}, R = ${asked.radius}`,
  );
  const rows = [];
  for (const name of asked.workloads) {
    rows.push(await measure(name, { ...asked, worker, peer, folder }));
    print(rows.at(-1));
  }
  if (asked.json) fs.writeFileSync(asked.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (rows.some(({ differ }) => differ)) process.exitCode = 1;
}

await main().catch((error) => {
  console.error(error.message);
  if (error.code?.startsWith('ERR_PARSE_ARGS')) console.error(usage);
  process.exitCode = 1;
});
