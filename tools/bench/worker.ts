// One workload on one device in a process of its own. Answers each line on its input with one line of JSON:
//   run SECONDS      the workload for so long
//   product SECONDS  a large matrix product, GFLOP/s
// Called as `worker jets BATCH FILE` it writes the jets that workloads go through, for peers, and ends.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openDevice, type DeviceName } from '@jetdemon/compute';
import { productRate } from './workloads/product.ts';
import { bundledBatches, different } from './workloads/workload.ts';
import { workloads } from './workloads/index.ts';

const [name, device, batch] = process.argv.slice(2) as [string, string, string];

if (name === 'jets') await writeJets(Number(device), batch);
else await serve().catch((error: unknown) => say({ error: error instanceof Error ? error.message : String(error) }));

async function serve(): Promise<void> {
  const make = workloads[name];
  if (!make) throw new Error(`expected a workload (${Object.keys(workloads).join(', ')}), found ${name}`);
  const opened = await openDevice(device as DeviceName);
  const { about, flopPerJet, warmUp, run, together = 1, outcome } = await make(opened, Number(batch));
  // Compiles every shape that the measurement meets.
  let compared: number | undefined;
  for (let i = 1; i <= warmUp; i++) {
    await run();
    // before Adam, which goes as far along a small slope as along a large one, has made much of last bits
    if (i === different) compared = outcome?.();
  }
  if (together > 1) await run(together);
  say({ about: `${about}; ${opened.reason}`, flopPerJet, outcome: compared });

  for await (const line of createInterface({ input: process.stdin })) {
    const [command, seconds] = line.split(' ') as [string, string];
    if (command === 'product') {
      say({ gigaflops: await productRate(opened, Number(seconds)) });
      continue;
    }
    const start = performance.now();
    const before = process.cpuUsage();
    let jets = 0;
    do jets += await run(together);
    while (performance.now() - start < Number(seconds) * 1000);
    const { user, system } = process.cpuUsage(before);
    const elapsed = (performance.now() - start) / 1000;
    const peakRssMiB = process.resourceUsage().maxRSS / 1024;
    say({ jets, elapsed, cpuSeconds: (user + system) / 1e6, peakRssMiB });
  }
}

/** Little-endian float32: every batch's jets [batch, 64, 3], then every batch's labels [batch]. */
async function writeJets(size: number, file: string): Promise<void> {
  const feeds = await bundledBatches(size);
  const bytes = (data: Float32Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  writeFileSync(
    file,
    Buffer.concat([...feeds.map(({ jets }) => bytes(jets)), ...feeds.map(({ label }) => bytes(label))]),
  );
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
