// The records of HepMC 2 ascii (IO_GenEvent), which MadGraph and older programs write. Read is what ascii-v3.ts reads.
// Format: M. Dobbs, J. B. Hansen, HepMC 2 user manual 2.06, §8, and HepMC3's ReaderAsciiHepMC2.
import { EventRecord, type Position, type ReadEvent } from './event-record.ts';
import { Malformed, type Fields } from './fields.ts';
import { momentumFields, readUnits, type RecordReader } from './records.ts';

const [letterC, letterE, letterF, letterH, letterN, letterP, letterU, letterV] = [67, 69, 70, 72, 78, 80, 85, 86];
const records = 'E, N, U, C, H, F, V or P';
const origin: Position = { x: 0, y: 0, z: 0 };
const positionFields = ['x', 'y', 'z', 'ct'] as const;

interface Vertex {
  readonly barcode: number;
  /** [x, y, z, ct] */
  readonly position: Float64Array;
  /** Numbers of the particles that go in, in their order. */
  readonly incoming: number[];
}

export class GenEvent2 implements RecordReader {
  weightNames: readonly string[] = [];
  private inside = false;
  private readonly record = new EventRecord();
  private vertices = new Map<number, Vertex>();
  /** Barcodes of the vertices that particles go into, 0 for none. */
  private ends: number[] = [];
  /** The vertex that was begun last, and how many particles it has still to name: from elsewhere, then of its own. */
  private barcode = 0;
  private readonly momentum = new Float64Array(4);
  private orphans = 0;
  private outgoing = 0;

  constructor(private readonly finished: (event: ReadEvent) => void) {}

  get event(): number | undefined {
    return this.inside ? this.record.header.event : undefined;
  }

  read(letter: number, fields: Fields): void {
    if (!fields.endsField(fields.at + 1)) fields.refuse('record', records);
    fields.at++;
    if (letter !== letterE && !this.inside) throw new Malformed(`expected an event (E), found ${fields.show()}`);
    switch (letter) {
      case letterP:
        return this.particle(fields);
      case letterV:
        return this.vertex(fields);
      case letterE:
        return this.header(fields);
      case letterN:
        return this.names(fields);
      case letterU:
        return readUnits(this.record, fields);
      case letterC:
        this.record.crossSectionPb = fields.looseNumber();
        return fields.skipLine();
      case letterH:
      case letterF:
        return fields.skipLine();
      default:
        fields.at--;
        fields.refuse('record', records);
    }
  }

  finish(): ReadEvent | undefined {
    if (!this.inside) return undefined;
    this.requireWholeVertex();
    this.ends.forEach((barcode, at) => {
      if (barcode === 0) return;
      const vertex = this.vertices.get(barcode);
      if (!vertex) throw new Malformed(`particle ${at + 1}: expected a vertex of the event, found ${barcode}`);
      vertex.incoming.push(at + 1);
    });
    for (const { barcode, position, incoming } of this.vertices.values()) {
      this.record.addVertex(barcode);
      for (const number of incoming) this.record.addIncoming(number);
      // As HepMC3 has it: all zero is no position.
      if (position.subarray(0, 3).some((coordinate) => coordinate !== 0)) this.record.setPosition(position);
    }
    const event = this.record.finish();
    this.inside = false;
    return event;
  }

  /** E number interactions scale αQCD αQED process signal-vertex vertices beam beam n random… n weights… */
  private header(fields: Fields): void {
    const before = this.finish();
    if (before) this.finished(before);
    const event = fields.integer('event number');
    fields.integer('number of interactions');
    for (const name of ['scale', 'alpha QCD', 'alpha QED']) fields.decimal(name);
    fields.integer('process');
    fields.integer('signal vertex');
    const vertices = fields.integer('number of vertices');
    fields.integer('beam particle');
    fields.integer('beam particle');
    // HepMC3 3.1 ends an event without weights so: the number of random numbers, and N 0 of the next line right after it.
    const joined = fields.show() === '"0N"';
    const weights: number[] = [];
    if (joined) fields.skipWord('random numbers');
    else for (let left = this.count(fields, 'random numbers'); left > 0; left--) fields.skipWord('random number');
    for (let left = this.count(fields, 'weights'); left > 0; left--) weights.push(fields.decimal('weight'));
    this.record.begin({ event, vertices, position: origin });
    this.record.weights = weights;
    this.vertices = new Map();
    this.ends = [];
    this.orphans = this.outgoing = 0;
    this.inside = true;
    fields.endLine();
  }

  /** N n "name"… */
  private names(fields: Fields): void {
    fields.integer('number of names');
    this.weightNames = [...fields.wholeLine().matchAll(/"([^"]*)"/g)].map(([, name]) => name!);
    fields.skipLine();
  }

  /** V barcode id x y z ct orphans outgoing n weights… */
  private vertex(fields: Fields): void {
    this.requireWholeVertex();
    this.barcode = fields.integer('vertex barcode');
    if (this.vertices.has(this.barcode)) throw new Malformed(`expected each vertex once, found ${this.barcode} again`);
    fields.integer('vertex id');
    const position = new Float64Array(4);
    fields.decimals(positionFields, position);
    this.orphans = this.count(fields, 'orphans');
    this.outgoing = this.count(fields, 'outgoing particles');
    for (let left = this.count(fields, 'weights'); left > 0; left--) fields.decimal('weight');
    this.vertices.set(this.barcode, { barcode: this.barcode, position, incoming: [] });
    fields.endLine();
  }

  /** P barcode pdg px py pz energy mass status θ φ end-vertex n flow… */
  private particle(fields: Fields): void {
    if (this.orphans + this.outgoing === 0)
      throw new Malformed('expected a vertex (V) with more particles before P, found none');
    fields.integer('particle barcode');
    const pdgId = fields.integer('PDG code');
    fields.decimals(momentumFields, this.momentum);
    fields.decimal('mass');
    const status = fields.integer('status');
    fields.decimal('theta');
    fields.decimal('phi');
    const end = fields.integer('end vertex');
    for (let left = 2 * this.count(fields, 'flows'); left > 0; left--) fields.skipWord('flow');
    fields.endLine();
    const isOrphan = this.orphans > 0;
    if (isOrphan) this.orphans--;
    else this.outgoing--;
    this.ends.push(end);
    this.record.addParticle(this.ends.length, isOrphan ? 0 : this.barcode, pdgId, status);
    if (status === 1) this.record.addMomentum(this.momentum);
  }

  private requireWholeVertex(): void {
    const left = this.orphans + this.outgoing;
    if (left > 0) throw new Malformed(`vertex ${this.barcode}: expected ${left} more particles, found none`);
  }

  private count(fields: Fields, name: string): number {
    const count = fields.integer(`number of ${name}`);
    if (count < 0) throw new Malformed(`number of ${name}: expected none or more, found ${count}`);
    return count;
  }
}
