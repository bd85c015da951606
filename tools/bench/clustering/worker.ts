// Our side of the benchmark of clustering, in a process of its own; speaks as fastjet.cc does:
//   worker write WORKLOAD FILE   writes the events that both sides read, and ends
//   worker FILE P R              clusters them; each line on the input, `run SECONDS` or `jets`, is answered by one of JSON
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { cluster, type Momenta } from '@jetdemon/simulation';
import { workloads } from './workloads.ts';

const [first, second, third] = process.argv.slice(2) as [string, string, string];

if (first === 'write') writeFileSync(third, new Uint8Array(Float64Array.from(workloads[second]!()).buffer));
else await serve(first, { algorithm: 'genkt', p: Number(second), radius: Number(third) } as const);

async function serve(file: string, options: Parameters<typeof cluster>[1]): Promise<void> {
  const events = read(file);
  const sizes = events.map(({ px }) => px.length).sort((a, b) => a - b);
  say({ events: events.length, particles: sizes[sizes.length >> 1] });
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, seconds] = line.split(' ');
    if (command === 'jets') say(events.map((event) => [...cluster(event, options).jet]));
    else run(events, options, Number(seconds));
  }
}

function run(events: readonly Momenta[], options: Parameters<typeof cluster>[1], seconds: number): void {
  const before = process.cpuUsage();
  const start = performance.now();
  let clustered = 0;
  let jets = 0;
  do {
    for (const event of events) jets += cluster(event, options).jets.px.length;
    clustered += events.length;
  } while (performance.now() - start < 1000 * seconds);
  const elapsed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peakRssMiB = process.resourceUsage().maxRSS / 1024;
  say({ events: clustered, jets, elapsed, cpuSeconds: (user + system) / 1e6, peakRssMiB });
}

function read(file: string): Momenta[] {
  const bytes = readFileSync(file);
  const numbers = new Float64Array(new Uint8Array(bytes).buffer);
  const events: Momenta[] = [];
  for (let at = 0; at < numbers.length; at += 4 * numbers[at]! + 1) {
    const count = numbers[at]!;
    const column = (of: number) => Float64Array.from({ length: count }, (_, i) => numbers[at + 1 + 4 * i + of]!);
    events.push({ px: column(0), py: column(1), pz: column(2), energy: column(3) });
  }
  return events;
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
