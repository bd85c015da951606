// One workload on one device in a process of its own: says when it is warm, then runs for as long as it is told to.
import { createInterface } from 'node:readline';
import { openDevice, type DeviceName } from '@jetdemon/compute';
import { workloads } from './workloads.ts';

const [name, device, batch] = process.argv.slice(2);
const step = await prepare().catch((error: unknown) => {
  say({ error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});

for await (const line of createInterface({ input: process.stdin })) {
  const seconds = Number(line.split(' ')[1]);
  const start = performance.now();
  const before = process.cpuUsage();
  let jets = 0;
  do jets += await step.run();
  while (performance.now() - start < seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  const elapsed = (performance.now() - start) / 1000;
  say({ jets, elapsed, cpuSeconds: (user + system) / 1e6, peakRssMiB: process.resourceUsage().maxRSS / 1024 });
}

async function prepare() {
  const workload = workloads[name!];
  if (!workload) throw new Error(`expected a workload (${Object.keys(workloads).join(', ')}), found ${name}`);
  const { about, step } = await workload(await openDevice(device as DeviceName), Number(batch));
  // Compiles every shape that the measurement meets.
  for (let i = 0; i < step.warmUp; i++) await step.run();
  say({ about });
  return step;
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
