// The records of HepMC3 ascii (Asciiv3). Only what jets need is read: momenta of stable particles, vertices, weights, the
// cross section; of other attributes only `cycles`.
// Format: A. Buckley et al., Comput. Phys. Commun. 260 (2021) 107310, §6, and HepMC3's ReaderAscii and WriterAscii.
import { EventRecord, type ReadEvent } from './event-record.ts';
import { Malformed, type Fields } from './fields.ts';
import { ParticleLine } from './particle-line.ts';
import { momentumFields, readUnits, type RecordReader } from './records.ts';

const [letterA, letterE, letterN, letterP] = [65, 69, 78, 80];
const [letterT, letterU, letterV, letterW] = [84, 85, 86, 87];
const [comma, opening, closing, at] = [44, 91, 93, 64];
const records = 'E, U, W, A, V, P, T or N';

const positionFields = ['x', 'y', 'z', 't'] as const;
const nowhere = new Float64Array(4);

export class AsciiV3 implements RecordReader {
  weightNames: readonly string[] = [];
  private inside = false;
  private readonly record = new EventRecord();
  private readonly line = new ParticleLine();
  /** The momentum or the position that was read last. */
  private readonly four = new Float64Array(4);

  constructor(private readonly finished: (event: ReadEvent) => void) {}

  get event(): number | undefined {
    return this.inside ? this.record.header.event : undefined;
  }

  read(letter: number, fields: Fields): void {
    if (!fields.endsField(fields.at + 1)) fields.refuse('record', records);
    fields.at++;
    switch (letter) {
      case letterP:
        return this.particle(this.inEvent('P'), fields);
      case letterV:
        return this.vertex(this.inEvent('V'), fields);
      case letterE:
        return this.header(fields);
      case letterA:
        return this.attribute(fields);
      case letterU:
        return readUnits(this.inEvent('U'), fields);
      case letterW:
        return this.weights(fields);
      case letterN:
      case letterT:
        return fields.skipLine();
      default:
        fields.at--;
        fields.refuse('record', records);
    }
  }

  finish(): ReadEvent | undefined {
    const event = this.inside ? this.record.finish() : undefined;
    this.inside = false;
    return event;
  }

  private inEvent(letter: string): EventRecord {
    if (!this.inside) throw new Malformed(`expected an event (E) before ${letter}, found none`);
    return this.record;
  }

  /** E number vertices particles [@ x y z t] */
  private header(fields: Fields): void {
    const before = this.finish();
    if (before) this.finished(before);
    const event = fields.integer('event number');
    const vertices = fields.integer('number of vertices');
    const particles = fields.integer('number of particles');
    const [x, y, z] = this.position(fields) ? this.four : nowhere;
    this.record.begin({ event, vertices, particles, position: { x: x!, y: y!, z: z! } });
    this.inside = true;
    fields.endLine();
  }

  /** P number origin pdg px py pz energy mass status; only a stable particle has its momentum read. */
  private particle(event: EventRecord, fields: Fields): void {
    const { line } = this;
    let next = line.read(fields.bytes, fields.at);
    if (next < 0) next = this.unusualParticle(fields);
    event.addParticle(line.number, line.origin, line.pdgId, line.status);
    if (line.status === 1) {
      fields.at = line.momentum;
      fields.decimals(momentumFields, this.four);
      event.addMomentum(this.four);
    }
    fields.at = next;
  }

  /** The same from a line of any form; returns where the next one begins. */
  private unusualParticle(fields: Fields): number {
    const { line } = this;
    line.number = fields.integer('particle number');
    line.origin = fields.integer('mother or vertex');
    line.pdgId = fields.integer('PDG code');
    line.momentum = fields.at;
    fields.decimals(momentumFields, this.four);
    fields.decimal('mass');
    line.status = fields.integer('status');
    fields.endLine();
    return fields.at;
  }

  /** V number status [particles that go in] [@ x y z t] */
  private vertex(event: EventRecord, fields: Fields): void {
    event.addVertex(fields.integer('vertex number'));
    fields.integer('vertex status');
    fields.skipBlanks();
    if (fields.bytes[fields.at] !== opening) fields.refuse('vertex', '[particle numbers]');
    fields.at++;
    fields.skipBlanks();
    if (fields.bytes[fields.at] === closing) fields.at++;
    else {
      for (let separator = comma; separator !== closing; fields.at++) {
        event.addIncoming(fields.integer('incoming particle'));
        separator = fields.bytes[fields.at]!;
        if (separator !== comma && separator !== closing) fields.refuse('incoming particles', ', or ]');
      }
    }
    if (this.position(fields)) event.setPosition(this.four);
    fields.endLine();
  }

  /** Reads `@ x y z t` into `four`, if the line goes on so; all zero is no position. */
  private position(fields: Fields): boolean {
    fields.skipBlanks();
    if (fields.bytes[fields.at] !== at) return false;
    fields.at++;
    const { four } = this;
    fields.decimals(positionFields, four);
    return four[0] !== 0 || four[1] !== 0 || four[2] !== 0 || four[3] !== 0;
  }

  /** In an event its weights; before the first event their names, joined by `\\|`. */
  private weights(fields: Fields): void {
    if (this.inside) {
      while (!fields.atLineEnd()) this.record.weights.push(fields.decimal('weight'));
    } else {
      this.weightNames = fields
        .wholeLine()
        .split(String.raw`\|`)
        .map((name) => name.trim())
        .filter((name) => name !== '');
    }
    fields.skipLine();
  }

  private attribute(fields: Fields): void {
    if (this.inside) {
      const of = fields.integer('attribute of');
      const name = of === 0 ? fields.word() : '';
      if (name === 'cycles') this.record.hasCycles = fields.integer('cycles') !== 0;
      if (name === 'GenCrossSection') this.record.crossSectionPb = fields.looseNumber();
    }
    fields.skipLine();
  }
}
