// npm scripts side by side: `npm run`s each of those that are named. What the last one prints comes as it does, what the
// others print when they end; a last line says which failed, and so does the exit code.
import { spawn } from 'node:child_process';

const names = process.argv.slice(2);
const npm = process.env.npm_execpath;
if (!npm || names.length === 0) {
  console.error('expected to be called by npm run, with names of scripts');
  process.exit(2);
}

const run = (name, isLast) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [npm, 'run', '--silent', name], { stdio: isLast ? 'inherit' : 'pipe' });
    const printed = [];
    child.stdout?.on('data', (bytes) => void printed.push(bytes));
    child.stderr?.on('data', (bytes) => void printed.push(bytes));
    child.on('close', (code, signal) => {
      const words = Buffer.concat(printed).toString();
      if (!isLast) process.stdout.write(code === 0 ? `${name}: passed\n` : `${name}: failed\n${words}\n`);
      resolve(code === 0 ? [] : [signal ? `${name} (${signal})` : name]);
    });
  });

const failed = (await Promise.all(names.map((name, at) => run(name, at === names.length - 1)))).flat();
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
