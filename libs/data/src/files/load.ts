// Loading of jets, and the end of an import: cut, take, write, one chunk of jets at a time.
import { InputError, type InputPorts, type TaskContext } from '@jetdemon/workflow';
import { join } from 'node:path';
import { pick, type Jets } from '../jets/jets.ts';
import { withHeld } from '../jets/held.ts';
import { withRows } from '../jets/origin.ts';
import { readJetChunks } from './read.ts';
import { allRows } from '../jets/shuffle.ts';
import {
  addCutflows,
  countsToTake,
  select,
  taker,
  type Cuts,
  type CutflowStep,
  type Take,
  type Taker,
} from '../jets/select.ts';
import { writeJetChunks } from './write.ts';

export interface SelectionParams extends Cuts {
  readonly take?: Take;
}

export interface LoadParams extends SelectionParams {
  readonly path: string;
  readonly constituents?: number;
  readonly classes?: readonly string[];
  /** Numeric columns that are held. */
  readonly held?: readonly string[];
  /** Rows whose number leaves `part` when divided by `parts`; all by default. */
  readonly part?: number;
  readonly parts?: number;
}

type Context<P> = TaskContext<P, InputPorts>;

export async function load(context: Context<LoadParams>): Promise<void> {
  const { path, constituents, classes, held = [], part = 0, parts = 1 } = context.params;
  const chunks = async function* (): AsyncGenerator<Jets, void, undefined> {
    const all = numbered(readJetChunks(path, { constituents, classes }));
    for await (const jets of partOf(all, part, parts)) yield withHeld(jets, held, path);
  };
  await writeSelected(context, chunks(), path);
}

/** Jets with their rows in the file. */
async function* numbered(chunks: AsyncIterable<Jets>): AsyncGenerator<Jets, void, undefined> {
  let row = 0;
  for await (const jets of chunks) {
    yield withRows(jets, row);
    row += jets.count;
  }
}

/** Of the rows of all chunks, those whose number leaves `part` when divided by `parts`. */
async function* partOf(
  chunks: AsyncIterable<Jets>,
  part: number,
  parts: number,
): AsyncGenerator<Jets, void, undefined> {
  let row = 0;
  for await (const jets of chunks) {
    const first = row;
    row += jets.count;
    yield parts === 1 ? jets : pick(jets, allRows(jets.count).filter((at) => (first + at) % parts === part)); // prettier-ignore
  }
}

/**
 * Writes jets.arrow, and records the cut-flow in the provenance: a row `{ cut, background, signal }` per cut, with the
 * classes of the jets.
 *
 * @param source named in errors
 */
export async function writeSelected(
  context: Pick<Context<SelectionParams>, 'params' | 'output' | 'progress' | 'record'>,
  chunks: AsyncIterable<Jets>,
  source: string,
): Promise<void> {
  const { params, output } = context;
  const { take } = params;
  let taken: Taker | undefined;
  let classes: readonly string[] = [];
  let cutflow: readonly CutflowStep[] | undefined;
  const passing = async function* (): AsyncGenerator<Jets, void, undefined> {
    for await (const jets of chunks) {
      classes = jets.layout.classes;
      if (take !== undefined) taken ??= taker(take, classes);
      const selected = select(jets, params);
      cutflow = cutflow ? addCutflows(cutflow, selected.cutflow) : selected.cutflow;
      yield pick(jets, taken ? taken.take(jets, selected.rows) : selected.rows);
    }
  };
  const count = await writeJetChunks(join(output, 'jets.arrow'), passing());
  if (!cutflow) throw new InputError('expected at least 1 jet, found none', `${source}:`);
  const steps = [...cutflow];
  if (steps.at(-1)!.counts.every((count) => count === 0))
    throw new InputError(`expected jets that pass the cuts, found none: ${inWords(steps)}`, `${source}:`);
  taken?.finish();
  if (take !== undefined) {
    const counts = countsToTake(take, classes);
    steps.push({ cut: `first ${counts.reduce((sum, count) => sum + count, 0)}`, counts });
  }
  const rows = steps.map(({ cut, counts }) => ({
    cut,
    ...Object.fromEntries(classes.map((name, at) => [name, counts[at]])),
  }));
  context.record('cutflow', rows);
  context.progress(`${count} jets: ${inWords(steps)}`, 1);
}

function inWords(steps: readonly CutflowStep[]): string {
  return steps.map(({ cut, counts }) => `${cut} ${counts.join('+')}`).join(', ');
}
