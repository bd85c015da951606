// Events from HepMC3 ascii files, one after the other; memory does not grow with the file.
import { InputError } from '@jetdemon/workflow';
import type { GeneratedEvent } from '../event.ts';
import { Malformed, newline } from './numbers.ts';
import { end, Parser } from './parser.ts';
import { contentsOf, Damaged } from './source.ts';

/** Longer lines are damage: attributes, the longest records, take some megabytes at most. */
const longestLine = 2 ** 24;

/**
 * The events of a HepMC3 ascii file, plain, gzip or zstd by its first bytes: stable particles in GeV and mm.
 *
 * @throws InputError with file, line and event at the first record that is malformed, or where the file is truncated;
 * the events before were given by then
 * @example for await (const { event, weight, particles } of readHepMc3('events.hepmc3.gz')) …
 */
export function readHepMc3(file: string): AsyncGenerator<GeneratedEvent, void, undefined> {
  return eventsIn(contentsOf(file), file);
}

/** The same from bytes in pieces of any size, each of which is looked at only until the next one is asked for. */
export async function* eventsIn(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
): AsyncGenerator<GeneratedEvent, void, undefined> {
  const parser = new Parser();
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
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of located(pieces, atLine)) {
    const first = piece.indexOf(newline) + 1;
    const last = piece.lastIndexOf(newline) + 1;
    // The line that the piece before began, then the lines of this one, then a copy of what it begins.
    if (first > 0) {
      const failure = feed(joined(rest, piece.subarray(0, first))) ?? feed(piece.subarray(first, last));
      yield* parser.take();
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
  const tail = Buffer.from(rest).toString('latin1').trimEnd();
  // The last line may lack its newline only if it is the one that says that the file is whole.
  const failure = tail === end ? feed(joined(rest, Uint8Array.of(newline))) : undefined;
  yield* parser.take();
  if (failure) throw failure;
  if (parser.ended && (tail === '' || tail === end)) return;
  if (parser.line === 0 && tail === '') throw atLine('expected HepMC3 ascii (HepMC::Asciiv3), found an empty file');
  throw atLine(`expected ${end} at the end of the file, found none: it is truncated`);
}

/** Pieces until one fails: damaged compression is an error of the line up to which it could be read. */
async function* located(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  atLine: (message: string) => InputError,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* pieces;
  } catch (error) {
    if (error instanceof Damaged) throw atLine(error.message);
    throw error;
  }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  const all = new Uint8Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
