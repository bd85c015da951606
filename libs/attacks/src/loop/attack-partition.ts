// Tasks around an attack: read a partition, attack its jets, say how far they moved, write.
import { join } from 'node:path';
import { attackedJets } from '@jetdemon/artifacts';
import { deviceOf, type Device } from '@jetdemon/compute';
import {
  concatenate,
  contrastOf,
  defaultContrast,
  defaultLayout,
  lasting,
  pick,
  readJetChunks,
  rowsOf,
  truthOf,
  truths,
  withIdentity,
  writeJetChunks,
  type Contrast,
  type JetLayout,
  type Jets,
  type Partition,
} from '@jetdemon/data';
import { InputError, type TaskContext } from '@jetdemon/workflow';
import type { Attack } from './attack.ts';
import { attackerOf, type Attacker } from './attack-jets.ts';
import type { Smoothing, Tagger } from '@jetdemon/models';
import { sortConstituents } from './order.ts';
import { perturbationMeter } from '../threat/achieved.ts';
import { smallestBudget } from './nearest-directions.ts';
import { summarise } from '../threat/budget-curve.ts';

export type Classes = 'signal' | 'background' | 'both';

export interface PartitionAttack {
  /** Folder of the split jets. */
  readonly jets: string;
  readonly partition: Partition;
  readonly classes: Classes;
  /** Which classes are signal and background; default: as the target was trained, or the classes of these names. */
  readonly contrast?: Contrast;
  /** How constituents move, or what the jets grow by. */
  readonly attack:
    | Attack
    | {
        readonly needs: 'growth';
        readonly attacker: (layout: JetLayout, device: Device, batchSize: number) => Attacker;
      };
  readonly target?: Tagger;
  /** How the target is smoothed where it is scored: the attack sees that, with draws of its own. */
  readonly smoothing?: (Smoothing & { readonly seed: number }) | undefined;
  /** Written to perturbation.json beside what was achieved. */
  readonly asked: { readonly attack: string; readonly [parameter: string]: unknown };
}

/**
 * Writes jets.arrow, the partition row for row in the order of the split, and perturbation.json; holds a few thousand jets.
 *
 * Constituents are sorted by descending pT again, as the kind demands and as an experiment would; attacks look at the
 * classifier in that order too. Of the reference columns weights and origins are kept, which are the same after the attack;
 * those computed from the constituents of the original jets are left out.
 */
export async function attackPartition(
  context: Pick<TaskContext<unknown, Record<never, never>>, 'device' | 'key' | 'output' | 'progress' | 'record'>,
  { jets: folder, partition, classes, contrast, attack, target, smoothing, asked }: PartitionAttack,
): Promise<void> {
  const { key, output, progress } = context;
  const file = join(folder, 'jets.arrow');
  const rowsOfChunk = rowsToAttack({ jets: folder, classes, contrast, target });
  let [total, layout] = [0, defaultLayout];
  for await (const jets of piecesOf(file, partition)) {
    total += rowsOfChunk(jets).length;
    ({ layout } = jets);
  }
  if (total === 0) throw noneFound(file, { partition, classes }, layout);
  const device = await deviceOf(context);
  const smoothed = smoothing && { how: smoothing, key: key.split('smoothing').split(smoothing.seed) };
  const attacker =
    attack.needs === 'growth'
      ? attack.attacker(layout, device, Math.min(256, total))
      : attackerOf(attack, layout, { device, target, key, smoothed, total });
  const meter = perturbationMeter();
  const needed: number[] = [];
  const attacked = async function* (): AsyncGenerator<Jets, void, undefined> {
    let [firstRow, done] = [0, 0];
    for await (const before of piecesOf(file, partition)) {
      const rows = rowsOfChunk(before);
      const after = await attacker.attack(before, rows, {
        firstRow,
        progress: (fraction) => {
          const sum = done + fraction * rows.length;
          progress(`${Math.round(sum)} of ${total} jets attacked`, sum / total);
        },
      });
      meter.add(before, after, rows);
      const column = after.reference?.[smallestBudget.name];
      if (attack.needs === 'boundary') rows.forEach((row) => needed.push(column!.values[row]!));
      firstRow += before.count;
      done += rows.length;
      yield sortConstituents(after);
    }
  };
  await writeJetChunks(join(output, 'jets.arrow'), attacked());
  const perturbation = {
    ...{
      asked: { ...asked, ...(smoothing && { smoothing }) },
      achieved: meter.result(),
      response: attacker.response(),
    },
    ...(attack.needs === 'boundary' && { budgets: summarise(needed, attack.threshold) }),
  };
  await attackedJets.write(output, { 'perturbation.json': perturbation });
}

type Chosen = Pick<PartitionAttack, 'jets' | 'partition' | 'classes' | 'contrast' | 'target'>;

/** Which jets of a chunk are attacked. */
function rowsToAttack({ jets: folder, classes, contrast, target }: Omit<Chosen, 'partition'>) {
  const file = join(folder, 'jets.arrow');
  return (jets: Jets): Int32Array => {
    if (classes === 'both') return Int32Array.from(jets.label.keys());
    const truth = truthOf(
      jets,
      contrast ? contrastOf(jets.layout, contrast, file) : (target?.contrast ?? defaultContrast),
    );
    return Int32Array.from(truth.keys()).filter((row) => truth[row] === truths[classes]);
  };
}

function noneFound(file: string, { partition, classes }: Pick<Chosen, 'partition' | 'classes'>, layout: JetLayout) {
  const wanted = classes === 'both' ? 'jets' : `${classes} jets`;
  const named = layout.classes.join() === defaultLayout.classes.join() ? '' : ` among the classes ${layout.classes.join(', ')}: say contrast, or classes: both`; // prettier-ignore
  return InputError.at({ file }, `expected ${wanted} in the ${partition} partition, found none${named}`);
}

/**
 * The first jets, so many at most, that an attack on a partition would move.
 *
 * @throws InputError when there are none
 */
export async function firstToAttack(chosen: Chosen, most: number): Promise<{ jets: Jets; rows: Int32Array }> {
  const file = join(chosen.jets, 'jets.arrow');
  const rowsOfChunk = rowsToAttack(chosen);
  const found: Jets[] = [];
  let [count, layout] = [0, defaultLayout];
  for await (const jets of piecesOf(file, chosen.partition)) {
    ({ layout } = jets);
    const rows = rowsOfChunk(jets).slice(0, most - count);
    if (rows.length > 0) found.push(pick(jets, rows));
    count += rows.length;
    if (count >= most) break;
  }
  if (count === 0) throw noneFound(file, chosen, layout);
  return { jets: concatenate(found), rows: Int32Array.from({ length: count }, (_, row) => row) };
}

/** Jets of one partition in pieces of at least so many, but for the last; of their columns weights and origins alone, with the identity of each. */
async function* piecesOf(file: string, partition: Partition, atLeast = 4096): AsyncGenerator<Jets, void, undefined> {
  let held: Jets[] = [];
  let count = 0;
  for await (const chunk of readJetChunks(file)) {
    const jets = pick(chunk, rowsOf(chunk, partition));
    if (jets.count === 0) continue;
    held.push(withIdentity({ ...jets, reference: lasting(jets.reference) }));
    count += jets.count;
    if (count < atLeast) continue;
    yield concatenate(held);
    [held, count] = [[], 0];
  }
  if (count > 0) yield concatenate(held);
}
