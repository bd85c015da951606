// What data/load does: read, cut, take, write, one record batch at a time.
import { InputError, type InputPorts, type TaskContext } from '@jetdemon/workflow';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireBoth } from './check.ts';
import { pick, type Jets } from './jets.ts';
import { readJetChunks } from './read.ts';
import { addCutflows, select, taker, type Cuts, type CutflowStep } from './select.ts';
import { writeJetChunks } from './write.ts';

export interface LoadParams extends Cuts {
  readonly path: string;
  readonly take?: number;
}

/** Writes jets.arrow and cutflow.json, `[{ cut, background, signal }]`, which is recorded in the provenance too. */
export async function load(context: TaskContext<LoadParams, InputPorts>): Promise<void> {
  const { params, output } = context;
  const { path, take } = params;
  const taken = take === undefined ? undefined : taker(take);
  let cutflow: readonly CutflowStep[] | undefined;
  const passing = async function* (): AsyncGenerator<Jets, void, undefined> {
    for await (const jets of readJetChunks(path)) {
      const selected = select(jets, params);
      cutflow = cutflow ? addCutflows(cutflow, selected.cutflow) : selected.cutflow;
      yield pick(jets, taken ? taken.take(jets, selected.rows) : selected.rows);
    }
  };
  const count = await writeJetChunks(join(output, 'jets.arrow'), passing());
  const steps = [...cutflow!];
  requireBoth(steps[0]!, path);
  const { background, signal } = steps.at(-1)!;
  if (background + signal === 0)
    throw new InputError(`expected jets that pass the cuts, found none: ${inWords(steps)}`, `${path}:`);
  requireBoth({ background, signal }, `${path} after the cuts (${inWords(steps)})`);
  taken?.finish();
  if (take !== undefined) steps.push({ cut: `first ${take}`, background: take / 2, signal: take / 2 });
  context.record('cutflow', steps);
  context.progress(`${count} jets: ${inWords(steps)}`, 1);
  await writeFile(join(output, 'cutflow.json'), `${JSON.stringify(steps, null, 2)}\n`);
}

function inWords(steps: readonly CutflowStep[]): string {
  return steps.map(({ cut, background, signal }) => `${cut} ${background}+${signal}`).join(', ');
}
