// Check that what a program wrote is whole, before it is published: the ends of gzip, HepMC, Les Houches and ROOT
// files, told by their first bytes, and how many events they hold. Of other files nothing is known.
import { InputError } from '@jetdemon/workflow';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { contentsOf, Damaged } from '../events/source.ts';

interface TextFormat {
  readonly name: string;
  readonly begins: RegExp;
  /** The last line that is not empty. */
  readonly ends: RegExp;
  /** What a line that begins an event begins with. */
  readonly event: RegExp;
}

const textFormats: readonly TextFormat[] = [
  {
    name: 'HepMC',
    begins: /^\s*HepMC::(?:Version|Asciiv3|IO_GenEvent)/,
    ends: /^HepMC::\S+-END_EVENT_LISTING\s*$/,
    event: /^E /,
  },
  { name: 'Les Houches', begins: /^\s*<LesHouchesEvents/, ends: /<\/LesHouchesEvents>\s*$/, event: /^\s*<event[ >]/ },
];

/**
 * Refuses a file that ends early, or that holds other than `events` events where it is one of events.
 *
 * @throws InputError with what it lacks
 */
export async function checkOutput(path: string, name: string, events: number | undefined): Promise<void> {
  const refuse = (expected: string, found: string): never => {
    throw new InputError(`${name}: expected ${expected}, found ${found}`);
  };
  if (firstBytes(path, 4) === 'root') return checkRoot(path, refuse);
  let format: TextFormat | undefined;
  let looked = false; // at the first line that is not empty: HepMC 2 begins with one that is
  let [rest, last, count] = ['', '', 0];
  const look = (line: string): void => {
    if (line.trim() !== '') last = line;
    if (format!.event.test(line)) count++;
  };
  try {
    for await (const piece of contentsOf(path)) {
      if (looked && !format) continue; // a compressed file of another format is read for its end alone
      const lines = (rest + Buffer.from(piece).toString('latin1')).split('\n');
      rest = lines.pop()!;
      if (!looked) {
        const first = lines.find((line) => line.trim() !== '') ?? (rest.length > 1000 ? rest : undefined);
        if (first === undefined) continue;
        format = textFormats.find(({ begins }) => begins.test(first));
        looked = true;
      }
      if (format) lines.forEach(look);
      else rest = '';
    }
  } catch (error) {
    if (error instanceof Damaged) refuse('a whole file', `damage: ${error.message}`);
    throw error;
  }
  format ??= looked ? undefined : textFormats.find(({ begins }) => begins.test(rest));
  if (!format) return;
  look(rest);
  if (!format.ends.test(last)) {
    const found = JSON.stringify(last.trim().slice(0, 60));
    refuse(`a ${format.name} file with its closing line`, `${found} at its end: it is cut short`);
  }
  if (events !== undefined && count !== events) refuse(`${events} events, as many as asked`, String(count));
}

/** A ROOT file says in its header where it ends (fEND, bytes 12 to 15, or 12 to 19 of a large one). */
function checkRoot(path: string, refuse: (expected: string, found: string) => never): void {
  const header = Buffer.from(firstBytes(path, 20), 'latin1');
  const { size } = statSync(path);
  if (header.length < 20) refuse('a ROOT file', `${size} bytes`);
  const isLarge = header.readInt32BE(4) >= 1_000_000;
  const end = isLarge ? Number(header.readBigInt64BE(12)) : header.readInt32BE(12);
  if (size < end) refuse(`a ROOT file of ${end} bytes, as its header says`, `${size}: it is cut short`);
  if (end <= 100) refuse('a ROOT file that was closed', 'none of its records');
}

function firstBytes(path: string, count: number): string {
  const handle = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    return bytes.toString('latin1', 0, readSync(handle, bytes, 0, count, 0));
  } finally {
    closeSync(handle);
  }
}
