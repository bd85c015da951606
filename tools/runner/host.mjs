// A process that runs nodes one after another, since most of what a short node takes is the start of its process and code that
// has just been compiled. For each a line of JSON comes in, its environment and a word that ends its outputs, both of them: then
// come its exit code and whether this process stays. It does not after a node that failed, used a GPU or left much behind.
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import { load, root } from '../bundle/load.mjs';

/** Memory that may stay taken between nodes [bytes]. */
const IDLE_BYTES = 400e6;

const { main } = await load('tools/runner/main.ts');

for await (const line of createInterface({ input: process.stdin })) {
  const { env, end } = JSON.parse(line);
  for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  // the peak of memory is that of this node; where this cannot be written, no hosts are lent
  fs.writeFileSync('/proc/self/clear_refs', '5');
  let device = 'cpu';
  const code = await main(root, (name) => (device = name));
  const stays = code === 0 && device === 'cpu' && process.memoryUsage.rss() < IDLE_BYTES;
  for (const stream of [process.stdout, process.stderr]) stream.write(`${end} ${code} ${stays ? 'stays' : 'ends'}\n`);
  if (!stays) process.exit();
}
process.exit(); // whoever asked is gone; native handles of a task must not keep it alive
