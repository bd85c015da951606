// The two processes: ours, and FastJet's where a C++ compiler and FastJet's headers are there.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Builds FastJet's side into `folder`; throws the reason if it cannot. */
export function buildPeer(folder) {
  const out = path.join(folder, 'fastjet');
  const compiler = process.env.CXX ?? 'g++';
  const quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  const output = (command, args) => {
    try {
      return execFileSync(command, args, quiet);
    } catch (error) {
      throw new Error(error.code === 'ENOENT' ? `${command} was not found` : `${command}: ${error.stderr}`);
    }
  };
  const flags = output('fastjet-config', ['--cxxflags']).split(/\s+/).filter(Boolean);
  const prefix = output('fastjet-config', ['--prefix']).trim();
  const source = path.join(import.meta.dirname, 'fastjet.cc');
  output(compiler, ['-O2', '-o', out, source, ...flags, `-L${prefix}/lib`, `-Wl,-rpath,${prefix}/lib`, '-lfastjet', '-lm']); // prettier-ignore
  return out;
}

/** Starts a process that answers every line with one of JSON; `ready` is what it says first. */
export async function start(command, args, cwd) {
  const child = spawn(command, args.map(String), { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${path.basename(command)} ended with ${(await ended)[0]}`);
    return JSON.parse(value);
  };
  const ask = (line) => {
    child.stdin.write(`${line}\n`);
    return answer();
  };
  const ready = await answer();
  return {
    ready,
    jets: () => ask('jets'),
    run: (seconds) => ask(`run ${seconds}`),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
