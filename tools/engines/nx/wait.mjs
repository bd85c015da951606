// The program of Nx's process: loads what every run of Nx loads, waits on its input for what this one is to do, and is Nx from then on.
import { createRequire } from 'node:module';
import path from 'node:path';

/** Beside Nx's program; those that take longest to load. */
const MODULES = [
  '../src/native/index.js',
  '../src/daemon/client/client.js',
  './init-local.js',
  '../src/command-line/run/run-one.js',
  '../src/tasks-runner/default-tasks-runner.js',
];

const [nx] = process.argv.slice(2);
const require = createRequire(nx);
for (const module of MODULES) {
  try {
    require(path.join(path.dirname(nx), module));
  } catch {
    // another version may have it elsewhere: it loads what it needs, and says what is wrong, when it runs
  }
}

let text = '';
for await (const piece of process.stdin.setEncoding('utf8')) text += piece;
if (text === '') process.exit(); // nothing is to be run, or whoever would have said what is gone
const { args, env } = JSON.parse(text);
Object.assign(process.env, env);
process.argv.splice(1, Infinity, nx, ...args);
require(nx);
