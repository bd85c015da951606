// A file of HepMC text in blocks of whole lines -> events: which format it has, where its listing begins and ends.
// What follows the end of a listing may be another one.
import { AsciiV3 } from './ascii-v3.ts';
import type { ReadEvent } from './event-record.ts';
import { GenEvent2 } from './gen-event-2.ts';
import { Fields, Malformed } from './fields.ts';
import type { RecordReader } from './records.ts';

interface Format {
  readonly start: string;
  readonly end: string;
  /** Gives each event that another one follows. */
  readonly Reader: new (finished: (event: ReadEvent) => void) => RecordReader;
}

const expected = 'HepMC ascii (HepMC::Asciiv3 or HepMC::IO_GenEvent)';
const format = (name: string, Reader: new (finished: (event: ReadEvent) => void) => RecordReader): Format => ({
  start: `${name}-START_EVENT_LISTING`,
  end: `${name}-END_EVENT_LISTING`,
  Reader,
});
const formats = [format('HepMC::Asciiv3', AsciiV3), format('HepMC::IO_GenEvent', GenEvent2)] as const;

const [space, letterH] = [32, 72];

/** Whether a line closes a listing. */
export const isEnd = (line: string): boolean => formats.some(({ end }) => line === end);

export class Listing {
  /** Lines begun so far: where an error is. */
  line = 0;
  /** The line that closes the listing; of the first format while none was begun. */
  end = formats[0].end;
  /** Whether the listing has ended, so that the file may. */
  ended = false;
  private reader: RecordReader | undefined;
  private names: readonly string[] = [];
  private finished: ReadEvent[] = [];
  private readonly fields = new Fields();

  get event(): number | undefined {
    return this.reader?.event;
  }

  /** Names of the weights of the events that were taken last. */
  get weightNames(): readonly string[] {
    return this.reader?.weightNames ?? this.names;
  }

  /** The events that were finished since the last call. */
  take(): ReadEvent[] {
    const { finished } = this;
    this.finished = [];
    return finished;
  }

  /**
   * Reads whole lines, of which the last byte is a newline.
   *
   * @throws Malformed at the line `this.line`; the events before it are there to take
   */
  feed(block: Uint8Array): void {
    const { fields } = this;
    fields.begin(block);
    const { bytes } = fields;
    while (fields.at < bytes.length) {
      this.line++;
      // blank lines, and blanks before a record
      if (bytes[fields.at]! <= space && fields.nextLine()) continue;
      const letter = bytes[fields.at]!;
      if (letter === letterH && !fields.endsField(fields.at + 1)) this.heading();
      else if (this.reader) this.reader.read(letter, fields);
      else this.refuseOutside(fields.show());
    }
  }

  private heading(): void {
    const { fields } = this;
    const text = fields.line();
    const begun = formats.find(({ start }) => text === start);
    if (begun && !this.reader) {
      this.reader = new begun.Reader((event) => void this.finished.push(event));
      this.end = begun.end;
      this.ended = false;
    } else if (text === this.end && this.reader) {
      const last = this.reader.finish();
      if (last) this.finished.push(last);
      this.names = this.reader.weightNames;
      this.reader = undefined;
      this.ended = true;
    } else if (!text.startsWith('HepMC::Version') || this.reader) {
      const found = JSON.stringify(text.slice(0, 60));
      if (this.reader) throw new Malformed(`expected ${this.end}, found ${found}`);
      this.refuseOutside(found);
    }
    fields.skipLine();
  }

  private refuseOutside(found: string): never {
    if (this.ended) throw new Malformed(`expected nothing after ${this.end}, found ${found}`);
    const starts = formats.map(({ start }) => start).join(' or ');
    throw new Malformed(`expected ${expected}, which begins with HepMC::Version and ${starts}, found ${found}`);
  }
}
