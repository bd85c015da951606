// Import of jets: every file planned before any is read, then read, cut, taken and written in their order.
import { outputOf } from '@jetdemon/artifacts';
import { InputError, type Input, type InputPorts, type TaskContext } from '@jetdemon/workflow';
import type { OpenFile } from '../formats/format.ts';
import { openFile } from '../formats/open.ts';
import type { Jets } from '../jets/jets.ts';
import { defaultLayout } from '../jets/layout.ts';
import { partitions, type Partition } from '../jets/split.ts';
import { writeSelected, type SelectionParams } from '../files/load.ts';
import { mappingOf, type Layout } from './layouts.ts';
import type { Mapping } from './mapping/mapping.ts';
import { layoutKey, statedLayout } from '../files/stated-layout.ts';
import { planOf, type Plan } from './plan.ts';
import { emptyTally, readMapped, type Tally } from './read-mapped.ts';
import { collectionOf } from './references.ts';

export interface ImportParams extends SelectionParams {
  readonly files: readonly FileParams[];
  readonly output?: string;
  readonly labels: Readonly<Record<string, Label>>;
  readonly classes?: readonly string[];
  readonly constituents?: number;
  readonly layout?: Layout;
  readonly mapping?: Mapping;
}

/** 0 background, 1 signal, or the name of a class. */
type Label = number | string;

interface FileParams {
  readonly path: string;
  /** Of the tables in the file, instead of the one that the mapping names. */
  readonly table?: string;
  /** Where all its jets are of one class. */
  readonly label?: Label;
  /** Where all its jets are of one partition. */
  readonly partition?: Partition;
}

interface Source extends FileParams {
  /** As the user named it. */
  readonly name: string;
}

/** A file that was held against its mapping. */
interface Planned {
  readonly plan: Plan;
  /** The class of all its jets, if they have one. */
  readonly label?: number;
}

/** Writes jets.arrow; what was left out on the way is said and recorded as `imported`. */
export async function importJets(context: TaskContext<ImportParams, InputPorts>): Promise<void> {
  const { params, inputs } = context;
  const sources = [
    ...params.files.map((file): Source => ({ ...file, name: [file.path, file.table].filter(Boolean).join(' ') })),
    ...[inputs['generated'] ?? []].flat().map((input) => generated(input, params)),
  ];
  if (sources.length === 0) throw new InputError('files: expected at least one, or a node at generated, found none');
  const plans = await planAll(sources, params);
  const names = sources.map(({ name }) => name);
  const collection = {
    ...collectionOf(
      plans.map(({ plan }) => plan),
      names,
    ),
    partition: partitioned(sources, plans),
  };
  const tally = emptyTally();
  const chunks = async function* (): AsyncGenerator<Jets, void, undefined> {
    for (const [at, { path, name, partition }] of sources.entries()) {
      const { plan, label } = plans[at]!;
      context.progress(`reading ${name}`, at / sources.length);
      const open = await openFile(path);
      try {
        const ofFile = { file: name, label, partition: partition && partitions[partition], number: at };
        yield* readMapped(open, plan, { ...ofFile, tally, collection });
      } finally {
        await open.close();
      }
    }
  };
  await writeSelected(context, chunks(), names.join(', '));
  context.record('imported', tally);
  const left = leftOut(tally);
  if (left) context.progress(left, 1);
}

function generated(input: Input, { output, labels }: ImportParams): Source {
  const { node, base } = input;
  return { path: outputOf(input, output), name: `output of ${node}`, label: labels[node] ?? labels[base] };
}

async function planAll(sources: readonly Source[], params: ImportParams): Promise<Planned[]> {
  const plans: Planned[] = [];
  for (const source of sources) {
    const open = await openFile(source.path);
    try {
      plans.push(planFor(open, source, params));
    } finally {
      await open.close();
    }
  }
  return plans;
}

function planFor(
  open: OpenFile,
  { name: file, table, label, partition }: Source,
  { layout, mapping, classes, constituents }: ImportParams,
): Planned {
  const refuse = (message: string): never => {
    throw InputError.at({ file }, message);
  };
  if (!layout === !mapping) {
    const found = mapping ? 'both' : 'neither';
    refuse(`expected a layout or a mapping, found ${found}: jetdemon inspect proposes a mapping`);
  }
  const chosen = inTable(mapping ?? mappingOf(layout!, open, file, table), table);
  // A preset knows where labels are, yet a file may be one class and say so.
  const said = layout && label !== undefined ? { ...chosen, label: undefined } : chosen;
  if (said.label && label !== undefined)
    refuse('expected no label beside the path, because the mapping names a column of labels');
  if (said.partition && partition)
    refuse('expected no partition beside the path, because the mapping names a column of partitions');
  const stated = layout === 'jetdemon' ? statedLayout(open.metadata?.[layoutKey], file)?.constituents : undefined;
  const plan = planOf(open, said, file, { classes, constituents: constituents ?? stated });
  return said.label ? { plan } : { plan, label: labelOf(label, plan.layout.classes, refuse) };
}

const inTable = (given: Mapping, table: string | undefined): Mapping =>
  table === undefined ? given : { ...given, table };

/** The number of the class of a file of one class; a sample of one class has no other. */
function labelOf(label: Label | undefined, classes: readonly string[], refuse: (message: string) => never): number {
  const two = classes.join() === defaultLayout.classes.join();
  if (label === undefined && classes.length === 1) return 0;
  const known = two ? 'label: 0 or 1' : `label: ${classes.join(' or ')}`;
  if (label === undefined) return refuse(`expected ${known} beside the path, or label in the mapping, found neither`);
  const found = typeof label === 'string' ? classes.indexOf(label) : two ? label : -1;
  return found < 0 ? refuse(`expected ${known} beside the path, found ${label}`) : found;
}

/** Whether jets know their partition: those of every file or of none. */
function partitioned(sources: readonly Source[], plans: readonly Planned[]): boolean {
  const known = sources.map(({ partition }, at) => partition !== undefined || plans[at]!.plan.partition !== undefined);
  const without = known.indexOf(false);
  if (without < 0 || !known.includes(true)) return without < 0;
  throw new InputError('expected a partition, which other files have, found none', `${sources[without]!.name}:`);
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
