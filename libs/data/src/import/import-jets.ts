// Import of jets: every file planned before any is read, then read, cut, taken and written in their order.
import { outputOf } from '@jetdemon/artifacts';
import { InputError, type Input, type InputPorts, type TaskContext } from '@jetdemon/workflow';
import type { OpenFile } from '../formats/format.ts';
import { openFile } from '../formats/open.ts';
import type { Jets } from '../jets/jets.ts';
import { writeSelected, type SelectionParams } from '../files/load.ts';
import { mappingOf, type Layout } from './layouts.ts';
import type { Mapping } from './mapping.ts';
import { planOf, type Plan } from './plan.ts';
import { emptyTally, readMapped, type Tally } from './read-mapped.ts';
import { referencesOf } from './references.ts';

export interface ImportParams extends SelectionParams {
  readonly files: readonly { readonly path: string; readonly label?: number }[];
  readonly output?: string;
  readonly labels: Readonly<Record<string, number>>;
  readonly layout?: Layout;
  readonly mapping?: Mapping;
}

interface Source {
  readonly path: string;
  /** As the user named it. */
  readonly name: string;
  readonly label?: number;
}

/** Writes jets.arrow and cutflow.json; what was left out on the way is said and recorded as `imported`. */
export async function importJets(context: TaskContext<ImportParams, InputPorts>): Promise<void> {
  const { params, inputs } = context;
  const sources = [
    ...params.files.map(({ path, label }): Source => ({ path, name: path, label })),
    ...[inputs['generated'] ?? []].flat().map((input) => generated(input, params)),
  ];
  if (sources.length === 0) throw new InputError('files: expected at least one, or a node at generated, found none');
  const plans = await planAll(sources, params);
  const references = referencesOf(
    plans,
    sources.map(({ name }) => name),
  );
  const tally = emptyTally();
  const chunks = async function* (): AsyncGenerator<Jets, void, undefined> {
    for (const [at, { path, name, label }] of sources.entries()) {
      context.progress(`reading ${name}`, at / sources.length);
      const open = await openFile(path);
      try {
        yield* readMapped(open, plans[at]!, { file: name, label, tally, references });
      } finally {
        await open.close();
      }
    }
  };
  await writeSelected(context, chunks(), sources.map(({ name }) => name).join(', '));
  context.record('imported', tally);
  const left = leftOut(tally);
  if (left) context.progress(left, 1);
}

function generated(input: Input, { output, labels }: ImportParams): Source {
  const { node, base } = input;
  return { path: outputOf(input, output), name: `output of ${node}`, label: labels[node] ?? labels[base] };
}

async function planAll(sources: readonly Source[], { layout, mapping }: ImportParams): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const { path, name, label } of sources) {
    const open = await openFile(path);
    try {
      plans.push(planFor(open, name, label, { layout, mapping }));
    } finally {
      await open.close();
    }
  }
  return plans;
}

function planFor(
  open: OpenFile,
  file: string,
  label: number | undefined,
  { layout, mapping }: Pick<ImportParams, 'layout' | 'mapping'>,
): Plan {
  if (!layout === !mapping) {
    const found = mapping ? 'both' : 'neither';
    throw new InputError(
      `expected a layout or a mapping, found ${found}: jetdemon inspect proposes a mapping`,
      `${file}:`,
    );
  }
  const chosen = mapping ?? mappingOf(layout!, open, file);
  // A preset knows where labels are, yet a file may be one class and say so.
  const said = layout && label !== undefined ? { ...chosen, label: undefined } : chosen;
  if (!said.label && label === undefined)
    throw new InputError('expected label: 0 or 1 beside the path, or label in the mapping, found neither', `${file}:`);
  if (said.label && label !== undefined)
    throw new InputError(`expected no label beside the path, because the mapping names a column of labels`, `${file}:`);
  return planOf(open, said, file);
}

function leftOut({ empty, negative, unlabelled, cut }: Tally): string {
  const parts = [
    empty && `${empty} jets or events without constituents`,
    negative && `${negative} constituents with pT < 0`,
    unlabelled && `${unlabelled} jets that are neither signal nor background`,
    cut && `${cut} jets that do not pass where`,
  ].filter(Boolean);
  return parts.length > 0 ? `left out: ${parts.join(', ')}` : '';
}
