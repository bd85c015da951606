// Events from files of HepMC text, version 3 or 2, one after the other; memory does not grow with the file.
import { InputError } from '@jetdemon/workflow';
import type { GeneratedEvent } from '../event.ts';
import type { ReadEvent } from './event-record.ts';
import { isEnd, Listing } from './listing.ts';
import { Malformed, newline } from './fields.ts';
import { contentsOf, Damaged } from './source.ts';

/** Longer lines are damage: attributes, the longest records, take some megabytes at most. */
const longestLine = 2 ** 24;

/** An event with what its generator knew of its process by then. */
export interface HepMcEvent extends GeneratedEvent {
  /** Its first weight, which the cross section is of; 1 where it has none. */
  readonly nominalWeight: number;
  /** Estimate of the cross section [pb]; undefined where the file has none. */
  readonly crossSectionPb: number | undefined;
}

export interface HepMcOptions {
  /** Name of the weight to take; the first by default. */
  readonly weight?: string;
}

/**
 * The events of a file of HepMC text (Asciiv3, or IO_GenEvent of HepMC 2), plain, gzip or zstd by its first bytes: stable
 * particles in GeV and mm.
 *
 * @throws InputError with file, line and event at the first record that is malformed, or where the file is truncated;
 * the events before were given by then
 * @example for await (const { event, weight, particles } of readHepMc3('events.hepmc3.gz')) …
 */
export function readHepMc3(file: string, options: HepMcOptions = {}): AsyncGenerator<HepMcEvent, void, undefined> {
  return eventsIn(contentsOf(file), file, options);
}

/** The same from bytes in pieces of any size, each of which is looked at only until the next one is asked for. */
export async function* eventsIn(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  options: HepMcOptions = {},
): AsyncGenerator<HepMcEvent, void, undefined> {
  const parser = new Listing();
  const atLine = (message: string): InputError => {
    const event = parser.event === undefined ? '' : `event ${parser.event}: `;
    return new InputError(`${event}${message}`, `${file}:${Math.max(1, parser.line)}`);
  };
  const feed = (block: Uint8Array): unknown => {
    try {
      parser.feed(block);
      return undefined;
    } catch (error) {
      if (error instanceof Malformed) return atLine(error.message);
      throw error;
    }
  };
  const given = (): HepMcEvent[] =>
    parser.take().map((event) => weighted(event, parser.weightNames, options.weight, file));
  let rest: Uint8Array = new Uint8Array(0);
  try {
    for await (const piece of pieces) {
      const first = piece.indexOf(newline) + 1;
      const last = piece.lastIndexOf(newline) + 1;
      // The line that the piece before began, then the lines of this one, then a copy of what it begins.
      if (first > 0) {
        const failure = feed(joined(rest, piece.subarray(0, first))) ?? feed(piece.subarray(first, last));
        for (const event of given()) yield event;
        if (failure) throw failure;
        rest = piece.slice(last);
      } else {
        rest = joined(rest, piece);
      }
      if (rest.length > longestLine) {
        parser.line++;
        throw atLine(`expected lines of at most ${longestLine} bytes, found ${rest.length} without an end`);
      }
    }
  } catch (error) {
    // Damaged compression is an error of the line up to which it could be read.
    throw error instanceof Damaged ? atLine(error.message) : error;
  }
  const tail = Buffer.from(rest).toString('latin1').trimEnd();
  // The last line may lack its newline only if it is the one that says that the file is whole.
  const failure = isEnd(tail) ? feed(joined(rest, Uint8Array.of(newline))) : undefined;
  yield* given();
  if (failure) throw failure;
  if (parser.ended && (tail === '' || isEnd(tail))) return;
  if (parser.line === 0 && tail === '')
    throw atLine('expected HepMC ascii (HepMC::Asciiv3 or HepMC::IO_GenEvent), found an empty file');
  throw atLine(`expected ${parser.end} at the end of the file, found none: it is truncated`);
}

function weighted(
  { event, weights, crossSectionPb, particles }: ReadEvent,
  names: readonly string[],
  name: string | undefined,
  file: string,
): HepMcEvent {
  const at = name === undefined ? 0 : names.indexOf(name);
  const weight = name === undefined && weights.length === 0 ? 1 : weights[at];
  if (weight === undefined) {
    const known = names.slice(0, weights.length).join(', ') || 'no names of weights';
    throw InputError.at({ file }, `event ${event}: expected a weight ${name}, found ${known}`);
  }
  return { event, weight, nominalWeight: weights[0] ?? 1, crossSectionPb, particles };
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  const all = new Uint8Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
