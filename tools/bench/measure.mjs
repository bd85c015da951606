// One workload at one batch size on several devices that take turns, A B C A B C ..., so that whatever else the machine
// does meets all of them alike.
import { peerOf } from './options.mjs';
import { start } from './processes.mjs';

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Larger batches take the cpu too long. */
const checkedUpTo = 4096;

/** What the workload comes to on the cpu, where a compiled device is to be measured whose results are not the cpu's own. */
async function outcomeOfCpu(setting, { workload, batch, devices }) {
  if (batch > checkedUpTo || !devices.some((device) => ['webgpu', 'cuda'].includes(device))) return undefined;
  const cpu = await start(setting, workload, 'cpu', batch);
  await cpu.stop();
  return cpu.ready.outcome;
}

/** Results before speeds. */
async function requireAlike({ ready, stop }, reference) {
  const { outcome } = ready;
  if (reference === undefined || outcome === undefined) return;
  const words = `it comes to ${outcome.toPrecision(6)} after as many steps, the cpu to ${reference.toPrecision(6)}`;
  ready.about += `; ${words}`;
  if (Math.abs(outcome - reference) <= 0.01 * Math.abs(reference)) return;
  await stop();
  throw new Error(words);
}

/** A row per device that could be opened, medians over the turns. */
export async function measure(setting, { workload, batch, devices }, { turns, seconds }) {
  const running = [];
  const reference = await outcomeOfCpu(setting, { workload, batch, devices });
  for (const device of devices) {
    try {
      const process = await start(setting, workload, device, batch);
      await requireAlike(process, reference);
      running.push({ device, process, rates: [], perCpuSecond: [], cores: [], products: [], peakRssMiB: 0 });
    } catch (error) {
      console.log(`skipped: ${workload} on ${device}: ${error.message}`);
    }
  }
  for (let turn = 0; turn < turns; turn++)
    for (const one of running) {
      const { jets, elapsed, cpuSeconds, peakRssMiB } = await one.process.run(seconds);
      one.rates.push(jets / elapsed);
      one.cores.push(cpuSeconds / elapsed);
      one.perCpuSecond.push(jets / cpuSeconds);
      one.peakRssMiB = peakRssMiB;
    }
  // After all turns, because its matrices would count as the workload's memory.
  for (let turn = 0; turn < 2; turn++)
    for (const one of running)
      if (one.process.ready.flopPerJet) one.products.push((await one.process.product(seconds / 4)).gigaflops);
  for (const one of running) await one.process.stop();

  const named = Object.fromEntries(running.map((one) => [one.device, one]));
  const said = running.map((one) => {
    return { device: one.device, loss: one.process.ready.loss, jetsPerSecond: median(one.rates) };
  });
  return running.map(({ device, process, rates, cores, products, peakRssMiB }) => {
    const { about, flopPerJet, loss } = process.ready;
    const peer = peerOf(device, said);
    // Of turns next to each other, not of medians: what slowed one down slowed the other too.
    const ratio = (of) => peer && median(of(named[device]).map((own, turn) => own / of(named[peer])[turn]));
    return {
      workload,
      device,
      batch,
      jetsPerSecond: median(rates),
      lowest: Math.min(...rates),
      highest: Math.max(...rates),
      peer,
      ratio: ratio((one) => one.rates),
      ratioPerCpuSecond: ratio((one) => one.perCpuSecond),
      cores: median(cores),
      gigaflops: flopPerJet && (median(rates) * flopPerJet) / 1e9,
      productGigaflops: flopPerJet && Math.max(...products),
      peakRssMiB,
      loss,
      about,
    };
  });
}
