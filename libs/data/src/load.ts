// What data/load does: read, cut, take, write.
import { InputError, type InputPorts, type TaskContext } from '@jetdemon/workflow';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireBothClasses } from './check.ts';
import { pick } from './jets.ts';
import { readJets } from './read.ts';
import { select, take, type Cuts, type CutflowStep } from './select.ts';
import { writeJets } from './write.ts';

export interface LoadParams extends Cuts {
  readonly path: string;
  readonly take?: number;
}

/** Writes jets.arrow and cutflow.json, `[{ cut, background, signal }]`, which is recorded in the provenance too. */
export async function load(context: TaskContext<LoadParams, InputPorts>): Promise<void> {
  const { params, output } = context;
  const all = await readJets(params.path);
  requireBothClasses(all, params.path);
  const { rows, cutflow } = select(all, params);
  let jets = pick(all, rows);
  if (jets.count === 0)
    throw new InputError(`expected jets that pass the cuts, found none: ${inWords(cutflow)}`, `${params.path}:`);
  requireBothClasses(jets, `${params.path} after the cuts (${inWords(cutflow)})`);
  const steps = [...cutflow];
  if (params.take !== undefined) {
    jets = pick(jets, take(jets, params.take));
    steps.push({ cut: `first ${params.take}`, background: params.take / 2, signal: params.take / 2 });
  }
  context.record('cutflow', steps);
  context.progress(`${jets.count} jets: ${inWords(steps)}`, 1);
  await writeJets(join(output, 'jets.arrow'), jets);
  await writeFile(join(output, 'cutflow.json'), `${JSON.stringify(steps, null, 2)}\n`);
}

function inWords(steps: readonly CutflowStep[]): string {
  return steps.map(({ cut, background, signal }) => `${cut} ${background}+${signal}`).join(', ');
}
