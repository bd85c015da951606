// Events per second from HepMC3 files to jets, every stage in one process on one core, the bundled events repeated.
// `node tools/bench/events/main.mjs [--events N] [--turns N]`; ../README.md says what is measured.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bundle } from '../../bundle/bundle.mjs';
import { median } from '../measure.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const processes = ['dijet', 'zgamma'];

const { values } = parseArgs({
  options: { events: { type: 'string', default: '2000' }, turns: { type: 'string', default: '5' } },
});
const [events, turns] = [values.events, values.turns].map(Number);
if (![events, turns].every((value) => Number.isInteger(value) && value > 0))
  throw new Error(`--events, --turns: expected whole numbers above 0, found ${values.events} and ${values.turns}`);

const [{ file: worker }] = await bundle({
  root,
  name: 'bench-events',
  entries: [{ name: 'bench-events', file: 'tools/bench/events/chain.ts' }],
});
/** What packs a piece of text; zstd is the program of that name. */
const compressions = { plain: (piece) => Buffer.from(piece), gzip: gzipSync, zstd };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-bench-'));
try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown processor'}, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}`,
  );
  for (const compression of Object.keys(compressions)) {
    for (const count of [Math.ceil(events / 10), events]) {
      const files = processes.map((name) => repeated(name, Math.ceil(count / processes.length), compression));
      report(
        compression,
        Array.from({ length: turns }, () => chain(files)),
      );
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}

function zstd(piece) {
  const { status, stdout, error, stderr } = spawnSync('zstd', ['-c'], { input: piece, maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`zstd: ${error?.message ?? stderr}`);
  return stdout;
}

/** The bundled events of a process, over and over, in one file. */
function repeated(name, count, compression) {
  const text = gunzipSync(fs.readFileSync(path.join(root, 'data', 'events', `${name}-10.hepmc3.gz`))).toString(
    'latin1',
  );
  const [start, end] = [text.indexOf('\nE ') + 1, text.indexOf('HepMC::Asciiv3-END')];
  const one = text.slice(start, end).split(/^(?=E )/m);
  const file = path.join(folder, `${name}-${count}.hepmc3.${compression}`);
  const handle = fs.openSync(file, 'w');
  // Members of gzip (frames of zstd) one after the other are a valid file, and each event is compressed once.
  const packed = compressions[compression];
  const pieces = one.map(packed);
  fs.writeSync(handle, packed(text.slice(0, start)));
  for (let i = 0; i < count; i++) fs.writeSync(handle, pieces[i % pieces.length]);
  fs.writeSync(handle, packed(text.slice(end)));
  fs.closeSync(handle);
  return file;
}

function chain(files) {
  const card = path.join(root, 'data', 'cards', 'detector-atlas.yaml');
  const done = spawnSync(process.execPath, [worker, card, path.join(folder, 'jets.arrow'), ...files], {
    cwd: root,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

function report(compression, runs) {
  const { events, jets, seconds } = runs[0];
  const of = (value) => median(runs.map(value));
  const rates = runs.map((run) => run.events / run.seconds.all);
  const range = `${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}`;
  const perCpuSecond = of((run) => run.events / run.cpuSeconds);
  const perThread = runs.every((run) => run.threadCpuSeconds)
    ? [`${of((run) => run.events / run.threadCpuSeconds).toFixed(0)} per CPU s of the thread`]
    : [];
  const stages = Object.keys(seconds)
    .filter((stage) => stage !== 'all')
    .map((stage) => `${stage} ${of((run) => (1000 * run.seconds[stage]) / run.events).toFixed(2)}`);
  console.log(
    [
      `${events} events, ${compression}: ${median(rates).toFixed(0)} events/s (${range})`,
      `${perCpuSecond.toFixed(0)} per CPU s`,
      ...perThread,
      `ms per event: ${stages.join(', ')}`,
      `${jets} jets`,
      `peak RSS ${of((run) => run.peakRssMiB).toFixed(0)} MiB`,
    ].join('; '),
  );
}
