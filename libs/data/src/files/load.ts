// What data/load does, and data/import after reading: cut, take, write, one chunk of jets at a time.
import { InputError, type InputPorts, type TaskContext } from '@jetdemon/workflow';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireBoth } from '../jets/check.ts';
import { pick, type Jets } from '../jets/jets.ts';
import { readJetChunks } from './read.ts';
import { addCutflows, select, taker, type Cuts, type CutflowStep } from '../jets/select.ts';
import { writeJetChunks } from './write.ts';

export interface SelectionParams extends Cuts {
  readonly take?: number;
}

export interface LoadParams extends SelectionParams {
  readonly path: string;
  readonly constituents?: number;
}

type Context<P> = TaskContext<P, InputPorts>;

export async function load(context: Context<LoadParams>): Promise<void> {
  const { path, constituents } = context.params;
  await writeSelected(context, readJetChunks(path, { constituents }), path, 'both');
}

/**
 * Writes jets.arrow and cutflow.json, `[{ cut, background, signal }]`, which is recorded in the provenance too.
 *
 * @param source named in errors
 * @param classes whether `both` must be there, before the cuts and after, or `any` will do
 */
export async function writeSelected(
  context: Pick<Context<SelectionParams>, 'params' | 'output' | 'progress' | 'record'>,
  chunks: AsyncIterable<Jets>,
  source: string,
  classes: 'both' | 'any',
): Promise<void> {
  const { params, output } = context;
  const { take } = params;
  const taken = take === undefined ? undefined : taker(take);
  let cutflow: readonly CutflowStep[] | undefined;
  const passing = async function* (): AsyncGenerator<Jets, void, undefined> {
    for await (const jets of chunks) {
      const selected = select(jets, params);
      cutflow = cutflow ? addCutflows(cutflow, selected.cutflow) : selected.cutflow;
      yield pick(jets, taken ? taken.take(jets, selected.rows) : selected.rows);
    }
  };
  const count = await writeJetChunks(join(output, 'jets.arrow'), passing());
  if (!cutflow) throw new InputError('expected at least 1 jet, found none', `${source}:`);
  const steps = [...cutflow];
  if (classes === 'both') requireBoth(steps[0]!, source);
  const { background, signal } = steps.at(-1)!;
  if (background + signal === 0)
    throw new InputError(`expected jets that pass the cuts, found none: ${inWords(steps)}`, `${source}:`);
  if (classes === 'both') requireBoth({ background, signal }, `${source} after the cuts (${inWords(steps)})`);
  taken?.finish();
  if (take !== undefined) steps.push({ cut: `first ${take}`, background: take / 2, signal: take / 2 });
  context.record('cutflow', steps);
  context.progress(`${count} jets: ${inWords(steps)}`, 1);
  await writeFile(join(output, 'cutflow.json'), `${JSON.stringify(steps, null, 2)}\n`);
}

function inWords(steps: readonly CutflowStep[]): string {
  return steps.map(({ cut, background, signal }) => `${cut} ${background}+${signal}`).join(', ');
}
