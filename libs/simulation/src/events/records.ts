// Records that both formats of HepMC text have in common.
import type { EventRecord, ReadEvent } from './event-record.ts';
import { Malformed, type Fields } from './fields.ts';

/** The records of one format, one line each, of which each begins with a letter. */
export interface RecordReader {
  /** Names of the weights, where the file has them. */
  readonly weightNames: readonly string[];
  /** Number of the event that is being read; undefined outside. */
  readonly event: number | undefined;
  /** Reads the record that begins at `fields.at` with `letter`, to the start of the next line. */
  read(letter: number, fields: Fields): void;
  /** The event that is being read, when all of it came; undefined where there is none. */
  finish(): ReadEvent | undefined;
}

/** Of a particle, in this order; its generated mass follows. */
export const momentumFields = ['px', 'py', 'pz', 'energy'] as const;

/** Units per GeV and millimetres per unit, by their names. */
const energies: Readonly<Record<string, number>> = { GEV: 1, MEV: 1000 };
const lengths: Readonly<Record<string, number>> = { MM: 1, CM: 10 };

/** U energy length */
export function readUnits(event: EventRecord, fields: Fields): void {
  const [energy, length] = [fields.word(), fields.word()];
  const [perGeV, millimetres] = [energies[energy], lengths[length]];
  if (perGeV === undefined || millimetres === undefined) {
    throw new Malformed(`units: expected GEV or MEV and MM or CM, found ${JSON.stringify(`${energy} ${length}`)}`);
  }
  event.perGeV = perGeV;
  event.millimetres = millimetres;
  fields.endLine();
}
