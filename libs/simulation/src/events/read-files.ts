// Reading of events: several files, one after the other, into one store.
import { namedFiles } from '@jetdemon/artifacts';
import { InputError, type InputPort, type TaskContext } from '@jetdemon/workflow';
import type { GeneratedEvent } from '../event.ts';
import { writeEvents } from '../store/events.ts';
import { readHepMc3, type HepMcEvent } from './hepmc3.ts';
import { picobarnPerWeight } from './normalisation.ts';

export interface EventsParams {
  readonly files: readonly string[];
  readonly output?: string;
  readonly take?: number;
  readonly weight?: string;
  readonly normalise: 'generator' | 'cross-section';
  readonly incomplete: 'fail' | 'keep';
}

type Context = TaskContext<EventsParams, { readonly generated: InputPort & { readonly take: 'many' } }>;

/** Largest number that an event can have in the store. */
const largestNumber = 2 ** 31 - 1;

/** Writes events.arrow; how many events each file gave, and what was wrong with it, is recorded in the provenance. */
export async function readFiles({ params, inputs, output, progress, record }: Context): Promise<void> {
  const { take = Infinity, incomplete, normalise } = params;
  const options = params.weight === undefined ? {} : { weight: params.weight };
  const files = namedFiles(params.files, inputs.generated, params.output);
  const read: { file: string; events: number; incomplete?: string }[] = [];
  const problems: string[] = [];
  let total = 0;

  const eventsOf = async function* (file: (typeof files)[number]): AsyncGenerator<HepMcEvent, void, undefined> {
    const about: (typeof read)[number] = { file: file.name, events: 0 };
    read.push(about);
    try {
      for await (const event of readHepMc3(file.path, options)) {
        about.events++;
        yield event;
        if (++total >= take) return;
      }
    } catch (error) {
      if (incomplete === 'fail' || !(error instanceof InputError) || about.events === 0) throw error;
      about.incomplete = error.message;
      problems.push(`kept ${about.events} events of an incomplete file: ${error.message}`);
      progress(problems.at(-1)!);
    }
  };
  const scale = normalise === 'generator' ? 1 : await picobarnPerWeight(files, options, take, progress);
  const all = async function* (): AsyncGenerator<GeneratedEvent, void, undefined> {
    let largest: number | undefined;
    for (const file of files) {
      let offset: number | undefined;
      for await (const event of eventsOf(file)) {
        // The first file keeps its numbers; the first event of a further one follows the largest number so far.
        offset ??= largest === undefined ? 0 : largest + 1 - event.event;
        const number = event.event + offset;
        if (number > largestNumber) {
          throw new InputError(
            `event ${event.event}: expected numbers up to ${largestNumber} after those of the files before, found ${number}`,
            `${file.name}:`,
          );
        }
        largest = Math.max(largest ?? number, number);
        yield { event: number, weight: event.weight * scale, particles: event.particles };
        if (total > 0 && total % 100 === 0) progress(`${total} events`);
      }
      if (total >= take) return;
    }
  };
  await writeEvents(output, all());
  if (total === 0)
    throw new InputError('expected at least 1 event, found none', `${files.map(({ name }) => name).join(', ')}:`);
  record('events', read);
  record('weights', { name: params.weight ?? null, normalise, scale });
  progress([`${total} events from ${read.length} file${read.length > 1 ? 's' : ''}`, ...problems].join('; '), 1);
}
