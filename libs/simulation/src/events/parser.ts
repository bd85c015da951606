// HepMC3 ascii (Asciiv3) in blocks of whole lines -> events. Only what jets need is read: momenta of stable particles,
// vertices, the first weight; of attributes only `cycles`. What follows END_EVENT_LISTING may be another such listing.
// Format: A. Buckley et al., Comput. Phys. Commun. 260 (2021) 107310, §6, and HepMC3's ReaderAscii and WriterAscii.
import type { GeneratedEvent } from '../event.ts';
import { EventRecord, type Position } from './event-record.ts';
import { Fields, Malformed } from './numbers.ts';

const format = 'HepMC3 ascii (HepMC::Asciiv3)';
const start = 'HepMC::Asciiv3-START_EVENT_LISTING';
export const end = 'HepMC::Asciiv3-END_EVENT_LISTING';

const [letterA, letterE, letterH, letterN, letterP] = [65, 69, 72, 78, 80];
const [letterT, letterU, letterV, letterW] = [84, 85, 86, 87];
const [comma, opening, closing, at] = [44, 91, 93, 64];

/** Units per GeV and millimetres per unit, by their names. */
const energies: Readonly<Record<string, number>> = { GEV: 1, MEV: 1000 };
const lengths: Readonly<Record<string, number>> = { MM: 1, CM: 10 };

const origin: Position = { x: 0, y: 0, z: 0 };
const momentumFields = ['px', 'py', 'pz', 'energy', 'mass'] as const;

export class Parser {
  /** Lines begun so far: where an error is. */
  line = 0;
  /** Whether the listing has ended, so that the file may. */
  ended = false;
  private begun = false;
  private inside = false;
  private readonly record = new EventRecord();
  private finished: GeneratedEvent[] = [];
  private readonly fields = new Fields();

  /** Number of the event that is being read. */
  get event(): number | undefined {
    return this.inside ? this.record.header.event : undefined;
  }

  /** The events that were finished since the last call. */
  take(): GeneratedEvent[] {
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
    fields.bytes = block;
    fields.at = 0;
    while (fields.at < block.length) {
      this.line++;
      if (!fields.nextLine()) this.read(block[fields.at]!);
    }
  }

  private read(letter: number): void {
    const { fields } = this;
    if (letter === letterH) return this.heading();
    if (!this.begun) {
      const { event } = this;
      if (this.ended || event !== undefined)
        throw new Malformed(`expected nothing after ${end}, found ${fields.show()}`);
      throw new Malformed(`expected ${format}, which begins with HepMC::Version and ${start}, found ${fields.show()}`);
    }
    fields.at++;
    if (fields.bytes[fields.at]! > 32) {
      fields.at--;
      fields.refuse('record', 'E, U, W, A, V, P, T or N');
    }
    switch (letter) {
      case letterP:
        return this.particle(this.inEvent('P'));
      case letterV:
        return this.vertex(this.inEvent('V'));
      case letterE:
        return this.header();
      case letterA:
        return this.attribute();
      case letterU:
        return this.units(this.inEvent('U'));
      case letterW:
        return this.weights();
      case letterN:
      case letterT:
        return fields.skipLine();
      default:
        fields.at--;
        fields.refuse('record', 'E, U, W, A, V, P, T or N');
    }
  }

  private heading(): void {
    const { fields } = this;
    const text = fields.line();
    if (text === start && !this.begun) {
      this.begun = true;
      this.ended = false;
    } else if (text === end && this.begun) {
      this.finish();
      this.begun = false;
      this.ended = true;
    } else if (text.startsWith('HepMC::IO_GenEvent')) {
      throw new Malformed(
        `expected ${format}, found HepMC 2 ascii (HepMC::IO_GenEvent): write or convert it with HepMC 3`,
      );
    } else if (!text.startsWith('HepMC::Version') || this.begun) {
      const expected = this.begun ? end : `${format}, which begins with HepMC::Version and ${start}`;
      throw new Malformed(`expected ${expected}, found ${JSON.stringify(text.slice(0, 60))}`);
    }
    fields.skipLine();
  }

  private inEvent(letter: string): EventRecord {
    if (!this.inside) throw new Malformed(`expected an event (E) before ${letter}, found none`);
    return this.record;
  }

  private finish(): void {
    if (this.inside) this.finished.push(this.record.finish());
    this.inside = false;
  }

  /** E number vertices particles [@ x y z t] */
  private header(): void {
    this.finish();
    const { fields } = this;
    const event = fields.integer('event number');
    const vertices = fields.integer('number of vertices');
    const particles = fields.integer('number of particles');
    this.record.begin({ event, vertices, particles, position: this.position() ?? origin });
    this.inside = true;
    this.endLine();
  }

  /** P number origin pdg px py pz energy mass status; only a stable particle has its momentum read. */
  private particle(event: EventRecord): void {
    const { fields } = this;
    const number = fields.integer('particle number');
    const from = fields.integer('mother or vertex');
    const pdgId = fields.integer('PDG code');
    const momentum = fields.at;
    for (const name of momentumFields) fields.skipDecimal(name);
    const status = fields.integer('status');
    this.endLine();
    const next = fields.at;
    event.addParticle(number, from, pdgId, status);
    if (status === 1) {
      fields.at = momentum;
      event.addMomentum(fields.decimal('px'), fields.decimal('py'), fields.decimal('pz'), fields.decimal('energy'));
      fields.at = next;
    }
  }

  /** V number status [particles that go in] [@ x y z t] */
  private vertex(event: EventRecord): void {
    const { fields } = this;
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
    const position = this.position();
    if (position) event.setPosition(position.x, position.y, position.z);
    this.endLine();
  }

  /** `@ x y z t`, if the line goes on so; all zero is no position. */
  private position(): Position | undefined {
    const { fields } = this;
    fields.skipBlanks();
    if (fields.bytes[fields.at] !== at) return undefined;
    fields.at++;
    const x = fields.decimal('x');
    const y = fields.decimal('y');
    const z = fields.decimal('z');
    const t = fields.decimal('t');
    return x === 0 && y === 0 && z === 0 && t === 0 ? undefined : { x, y, z };
  }

  private units(event: EventRecord): void {
    const { fields } = this;
    const [energy, length] = [fields.word(), fields.word()];
    const [perGeV, millimetres] = [energies[energy], lengths[length]];
    if (perGeV === undefined || millimetres === undefined) {
      throw new Malformed(`units: expected GEV or MEV and MM or CM, found ${JSON.stringify(`${energy} ${length}`)}`);
    }
    event.perGeV = perGeV;
    event.millimetres = millimetres;
    this.endLine();
  }

  /** In an event its weights, of which the first is that of the event; before the first event their names. */
  private weights(): void {
    if (this.inside && !this.fields.atLineEnd()) this.record.weight = this.fields.decimal('weight');
    this.fields.skipLine();
  }

  private attribute(): void {
    const { fields } = this;
    if (this.inside) {
      const of = fields.integer('attribute of');
      if (of === 0 && fields.word() === 'cycles') this.record.hasCycles = fields.integer('cycles') !== 0;
    }
    fields.skipLine();
  }

  private endLine(): void {
    if (!this.fields.nextLine()) this.fields.refuse('record', 'the end of the line');
  }
}
