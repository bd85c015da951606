// Jets per second of every workload on every device, peers included, measured side by side: `npm run bench`.
// Each device is a process of its own that is warmed up once; then they take turns, A B C A B C ..., so that whatever
// else the machine does meets all of them alike. Median over the turns.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { bundle } from '../bundle.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const usage =
  'usage: npm run bench -- [--workload NAME,...] [--device NAME,...] [--batch N,...] [--turns N] [--seconds N] [--json FILE]';

/** What is measured when nothing is asked for; `peer` names the device the ratio is to. */
const workloads = {
  'pfn-train': { devices: ['cpu', 'pytorch', 'tfjs-wasm'], peer: 'pytorch' },
  'hl-train': { devices: ['cpu', 'tfjs-wasm'], peer: 'tfjs-wasm' },
  'read-batches': { devices: ['cpu'] },
  bootstrap: { devices: ['cpu'] },
};

function options() {
  const list = { type: 'string', default: '' };
  const { values } = parseArgs({
    options: {
      workload: list,
      device: list,
      batch: { ...list, default: '256' },
      turns: { ...list, default: '5' },
      seconds: { ...list, default: '2' },
      json: list,
    },
  });
  const names = (text) => text.split(',').filter(Boolean);
  const number = (name) => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name}: expected a number above 0, found ${values[name]}`);
    return value;
  };
  const chosen = names(values.workload).length ? names(values.workload) : ['pfn-train'];
  for (const name of chosen)
    if (!(name in workloads))
      throw new Error(`--workload: expected ${Object.keys(workloads).join(', ')}, found ${name}`);
  const sizes = names(values.batch).map(Number);
  if (!sizes.length || !sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new Error(`--batch: expected whole numbers, found ${values.batch}`);
  return {
    chosen,
    devices: names(values.device),
    sizes,
    turns: number('turns'),
    seconds: number('seconds'),
    json: values.json,
  };
}

/** A process that answers every "run SECONDS" with one line of JSON. */
async function start(worker, workload, device, batch) {
  const python = process.env.PYTHON ?? (fs.existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3');
  const [command, args] =
    device === 'pytorch'
      ? [python, [path.join(import.meta.dirname, 'peer_pytorch.py'), workload, String(batch), String(threads)]]
      : [process.execPath, [worker, workload, device, String(batch)]];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, JETDEMON_THREADS: String(threads) },
  });
  let complaint = '';
  child.stderr.on('data', (text) => (complaint = (complaint + text).slice(-2000)));
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit').catch((error) => {
    complaint = error.message;
  });
  const answer = async () => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    await ended;
    throw new Error(complaint.trim().split('\n').at(-1) || `${device} ended`);
  };
  const process_ = {
    run: (seconds) => {
      child.stdin.write(`run ${seconds}\n`);
      return answer();
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
  const ready = await answer();
  if (ready.error) throw new Error(ready.error);
  return { ...process_, ready };
}

const threads = Number(process.env.JETDEMON_THREADS ?? os.availableParallelism());
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

async function measure(worker, workload, asked, batch, { turns, seconds }) {
  const running = [];
  for (const device of asked) {
    try {
      running.push({
        device,
        process: await start(worker, workload, device, batch),
        rates: [],
        cores: [],
        perCpuSecond: [],
        peakRssMiB: 0,
      });
    } catch (error) {
      console.log(`skipped: ${workload} on ${device}: ${error.message}`);
    }
  }
  for (let turn = 0; turn < turns; turn++)
    for (const one of running) {
      const { jets, elapsed, cpuSeconds, peakRssMiB } = await one.process.run(seconds);
      one.rates.push(jets / elapsed);
      one.cores.push(cpuSeconds / elapsed);
      one.perCpuSecond.push(jets / cpuSeconds);
      one.peakRssMiB = peakRssMiB;
    }
  for (const one of running) await one.process.stop();
  return running.map(({ process: { ready }, ...measured }) => ({ ...measured, about: ready.about }));
}

/** Cores that a device would use on an idle machine. */
const wanted = (device) => (device.startsWith('tfjs-') ? 1 : threads);

async function main() {
  const asked = options();
  const [worker] = await bundle({
    root,
    name: 'bench',
    entries: [{ name: 'bench-worker', file: 'tools/bench/worker.ts' }],
  });
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown processor'}, ${threads} threads, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}`,
  );
  const rows = [];
  const table = [
    ['workload', 'device', 'batch', 'jets/s', 'lowest', 'highest', 'ratio', 'cores', 'jets/CPU s', 'ratio', 'peak RSS'],
  ];
  let starved = false;
  for (const workload of asked.chosen)
    for (const batch of asked.sizes) {
      const { devices, peer } = workloads[workload];
      const results = await measure(
        worker.file,
        workload,
        asked.devices.length ? asked.devices : devices,
        batch,
        asked,
      );
      const reference = results.find(({ device }) => device === peer);
      // Of turns next to each other, not of medians: what slowed one down slowed the other too.
      const ratio = (of, result) =>
        reference ? `${median(of(result).map((own, turn) => own / of(reference)[turn])).toFixed(2)} × ${peer}` : '';
      for (const result of results) {
        const { device, rates, cores, perCpuSecond, peakRssMiB, about } = result;
        starved ||= median(cores) < 0.8 * wanted(device);
        table.push([
          workload,
          device,
          String(batch),
          ...[median(rates), Math.min(...rates), Math.max(...rates)].map((rate) => rate.toFixed(0)),
          ratio((one) => one.rates, result),
          `${median(cores).toFixed(1)} of ${wanted(device)}`,
          median(perCpuSecond).toFixed(0),
          ratio((one) => one.perCpuSecond, result),
          `${peakRssMiB.toFixed(0)} MiB`,
        ]);
        rows.push({ workload, device, batch, jetsPerSecond: median(rates), peakRssMiB });
        console.log(`${workload} on ${device}: ${about}`);
      }
    }
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
  if (starved)
    console.log(
      'warning: other processes held cores during the measurement; jets/s and its ratio do not count, repeat it',
    );
  if (asked.json) fs.writeFileSync(asked.json, `${JSON.stringify(rows, null, 2)}\n`);
}

await main().catch((error) => {
  console.error(error.message);
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') console.error(usage);
  process.exitCode = 1;
});
