// What the tasks of this library do around an attack: read a partition, attack its jets, say how far they moved, write.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDevice, type DeviceName } from '@jetdemon/compute';
import { onlyWeight, pick, readJets, rowsOf, writeJets, type Partition } from '@jetdemon/data';
import { InputError, type TaskContext } from '@jetdemon/workflow';
import type { Attack } from './attack.ts';
import { attackJets } from './attack-jets.ts';
import type { Target } from './direction-source.ts';
import { sortConstituents } from './order.ts';
import { measurePerturbation } from '../threat/achieved.ts';

export type Classes = 'signal' | 'background' | 'both';

const labels: Readonly<Record<Classes, readonly number[]>> = { background: [0], signal: [1], both: [0, 1] };

export interface PartitionAttack {
  /** Folder of the split jets. */
  readonly jets: string;
  readonly partition: Partition;
  readonly classes: Classes;
  readonly attack: Attack;
  readonly target?: Target;
  /** Written to perturbation.json beside what was achieved. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/**
 * Writes jets.arrow, the partition row for row in the order of the split, and perturbation.json.
 *
 * Constituents are sorted by descending pT again, as the kind demands and as an experiment would; attacks look at the
 * classifier in that order too. Of the reference columns the event weights are kept, which are the same after the attack;
 * those computed from the constituents of the original jets are left out.
 */
export async function attackPartition(
  context: Pick<TaskContext<unknown, Record<never, never>>, 'device' | 'key' | 'output' | 'progress' | 'record'>,
  { jets, partition, classes, attack, target, asked }: PartitionAttack,
): Promise<void> {
  const { key, output, progress, record } = context;
  const file = join(jets, 'jets.arrow');
  const all = await readJets(file);
  const picked = pick(all, rowsOf(all, partition));
  const before = { ...picked, reference: onlyWeight(picked.reference) };
  const rows = Int32Array.from(before.label.keys()).filter((row) => labels[classes].includes(before.label[row]!));
  if (rows.length === 0) {
    const wanted = classes === 'both' ? 'jets' : `${classes} jets`;
    throw new InputError(`expected ${wanted} in the ${partition} partition, found none`, `${file}:`);
  }
  const device = await openDevice(context.device as DeviceName | 'auto');
  record('device', { name: device.name, reason: device.reason });
  const { jets: after, response } = await attackJets(before, attack, {
    device,
    rows,
    target,
    key,
    progress: (fraction) => progress(`${Math.round(fraction * rows.length)} of ${rows.length} jets attacked`, fraction),
  });
  const achieved = measurePerturbation(before, after, rows);
  await writeJets(join(output, 'jets.arrow'), sortConstituents(after));
  await writeFile(join(output, 'perturbation.json'), `${JSON.stringify({ asked, achieved, response }, null, 2)}\n`);
}
