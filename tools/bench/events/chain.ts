// HepMC3 files to a file of jets in one process: `chain CARD OUTPUT BACKGROUND SIGNAL`. Prints one line of JSON.
import { writeJetChunks, type Jets } from '@jetdemon/data';
import { clusterEvent, JetRows, readDetector, readHepMc3, selectEvent, simulate } from '@jetdemon/simulation';
import { keyOf } from '@jetdemon/workflow';
import fs from 'node:fs';

const [card, output, ...files] = process.argv.slice(2) as [string, string, string, string];
const cuts = { photonWithin: 1, ptMinGeV: 300, massMinGeV: 50, absEtaMax: 2.5, constituentsMin: 3 };
const clustering = { algorithm: 'antikt', radius: 1, ptMinGeV: 0 } as const;
const rowsPerChunk = 10_000;

const seconds = { read: 0, detector: 0, cluster: 0, select: 0, all: 0 };
let events = 0;

/** What `work` gives; its time is that of `stage`. */
function timed<T>(stage: keyof typeof seconds, work: () => T): T {
  const start = performance.now();
  const result = work();
  seconds[stage] += (performance.now() - start) / 1000;
  return result;
}

async function* chunks(): AsyncGenerator<Jets, void, undefined> {
  const detector = readDetector(card);
  const key = keyOf(1);
  let rows = new JetRows();
  for (const [label, file] of files.entries()) {
    for await (const event of readHepMc3(file)) {
      events++;
      const measured = timed('detector', () => simulate(event, detector, key));
      const clustered = timed('cluster', () => clusterEvent(measured, clustering));
      timed('select', () => {
        const { candidate, passes } = selectEvent(clustered, cuts);
        if (passes) rows.add(candidate!, { ...clustered, label, sample: 0 });
      });
      if (rows.count < rowsPerChunk) continue;
      yield rows.jets();
      rows = new JetRows();
    }
  }
  yield rows.jets();
}

const start = performance.now();
const before = process.cpuUsage();
const own = threadSeconds();
const jets = await writeJetChunks(output, chunks());
const { user, system } = process.cpuUsage(before);
seconds.all = (performance.now() - start) / 1000;
// Reading is what is left: its generator runs between the stages that are timed. Writing jets is within it, and little.
seconds.read = seconds.all - seconds.detector - seconds.cluster - seconds.select;
const peakRssMiB = process.resourceUsage().maxRSS / 1024;
const threadCpuSeconds = own === undefined ? undefined : threadSeconds()! - own;
console.log(JSON.stringify({ events, jets, seconds, cpuSeconds: (user + system) / 1e6, threadCpuSeconds, peakRssMiB }));

/** Processor time of this thread [s], without those that compile, collect or decompress; undefined where no Linux tells it. */
function threadSeconds(): number | undefined {
  const file = '/proc/thread-self/schedstat';
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').split(' ')[0]) / 1e9 : undefined;
}
