// The processes that are measured: each is started, warmed up, told to run and stopped by lines on its input.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { isPeer } from './options.mjs';

export const threads = Number(process.env.JETDEMON_THREADS ?? os.availableParallelism());
const environment = {
  ...process.env,
  JETDEMON_THREADS: String(threads),
  OMP_NUM_THREADS: String(threads),
  OPENBLAS_NUM_THREADS: String(threads),
  PYTHONDONTWRITEBYTECODE: '1',
};

/** Writes the jets that peers go through, the same as ours, into a temporary folder that ends with this process. */
export function jetsFor({ root, worker }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-bench-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return (batch) => {
    const file = path.join(folder, `${batch}.f32`);
    if (!fs.existsSync(file))
      execFileSync(process.execPath, [worker, 'jets', String(batch), file], { cwd: root, env: environment });
    return file;
  };
}

/** Starts a process and waits until it is warm; `ready` is what it says of itself. */
export async function start({ root, worker, jets }, workload, device, batch) {
  const own = path.join(import.meta.dirname, '.venv/bin/python');
  const python = process.env.PYTHON ?? (fs.existsSync(own) ? own : 'python3');
  const [command, args] = isPeer(device)
    ? [python, [path.join(import.meta.dirname, 'peer_pytorch'), workload, device, jets(batch), batch, threads]]
    : [process.execPath, [worker, workload, device, batch]];
  const child = spawn(command, args.map(String), { cwd: root, stdio: ['pipe', 'pipe', 'pipe'], env: environment });
  let complaint = '';
  child.stderr.on('data', (text) => (complaint = (complaint + text).slice(-2000)));
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit').catch((error) => {
    complaint = error.message;
  });
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) {
      await ended;
      throw new Error(complaint.trim().split('\n').at(-1) || `${device} ended`);
    }
    const said = JSON.parse(value);
    if (said.error) throw new Error(said.error);
    return said;
  };
  const ask = (line) => {
    child.stdin.write(`${line}\n`);
    return answer();
  };
  const ready = await answer();
  return {
    ready,
    run: (seconds) => ask(`run ${seconds}`),
    product: (seconds) => ask(`product ${seconds}`),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
