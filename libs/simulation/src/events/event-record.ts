// One event after the other while its records come: the whole history in integers, the stable particles with their momenta.
// What HepMC3's own reader makes of vertices without position, and of particles without vertex, is done at the end.
import type { GeneratedEvent } from '../event.ts';
import { Doubles, Ints } from './growing.ts';
import { isHardPhoton, isHardStatus, type History } from './hard-photon.ts';
import { Malformed } from './numbers.ts';

export interface Position {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface EventHeader {
  readonly event: number;
  /** What the file announces; trusted for nothing but the comparison with what came. */
  readonly vertices: number;
  readonly particles: number;
  readonly position: Position;
}

const [noVertex, impliedVertex] = [-1, -2];

export class EventRecord {
  header: EventHeader = { event: 0, vertices: 0, particles: 0, position: { x: 0, y: 0, z: 0 } };
  weight = 1;
  /** Units of energy of the file in a GeV, and mm in its unit of length. */
  perGeV = 1;
  millimetres = 1;
  /** Whether the file says that the history may have circles: vertices without position then inherit none. */
  hasCycles = false;

  /** Per particle, in order of number, which counts from 1: */
  private readonly pdgId = new Ints();
  private readonly status = new Ints();
  /** as in the file: number of the mother > 0, of the vertex < 0, or 0; */
  private readonly origin = new Ints();
  /** index of the vertex that it goes into, `noVertex` or `impliedVertex`. */
  private readonly end = new Ints();
  private implied = 0;

  /** Per stable particle its index, and four numbers. */
  private readonly stable = new Ints();
  private readonly momenta = new Doubles();

  private readonly vertexIndex = new Map<number, number>();
  /** Per vertex x, y, z; NaN where it has no position of its own. */
  private readonly positions = new Doubles();
  /** Numbers of particles that go in; those of vertex v are from firstIn[v] to firstIn[v + 1]. */
  private readonly incoming = new Ints();
  private readonly firstIn = new Ints();

  /** Forgets the event before and begins the next; the arrays are kept. */
  begin(header: EventHeader): void {
    this.header = header;
    this.weight = this.perGeV = this.millimetres = 1;
    this.hasCycles = false;
    this.implied = 0;
    this.vertexIndex.clear();
    for (const column of [this.pdgId, this.status, this.origin, this.end, this.stable, this.incoming, this.firstIn]) {
      column.length = 0;
    }
    this.momenta.length = this.positions.length = 0;
  }

  /** The next particle; `momentum` follows for a stable one. */
  addParticle(number: number, origin: number, pdgId: number, status: number): void {
    const expected = this.pdgId.length + 1;
    if (number !== expected) throw new Malformed(`expected particle ${expected}, found particle ${number}`);
    if (origin >= number) throw new Malformed(`particle ${number}: expected an earlier mother, found ${origin}`);
    if (origin > 0 && this.end.values[origin - 1] === noVertex) {
      this.end.values[origin - 1] = impliedVertex;
      this.implied++;
    }
    this.pdgId.push(pdgId);
    this.status.push(status);
    this.origin.push(origin);
    this.end.push(noVertex);
  }

  /** Momentum of the particle that was added last, in the units of the file. */
  addMomentum(px: number, py: number, pz: number, energy: number): void {
    this.stable.push(this.pdgId.length - 1);
    this.momenta.push(px);
    this.momenta.push(py);
    this.momenta.push(pz);
    this.momenta.push(energy);
  }

  /** The next vertex; `addIncoming` and `setPosition` follow. */
  addVertex(id: number): void {
    if (id >= 0) throw new Malformed(`expected a vertex number below 0, found ${id}`);
    if (this.vertexIndex.has(id)) throw new Malformed(`expected each vertex once, found vertex ${id} again`);
    this.vertexIndex.set(id, this.vertexIndex.size);
    this.firstIn.push(this.incoming.length);
    for (let axis = 0; axis < 3; axis++) this.positions.push(NaN);
  }

  /** A particle that goes into the vertex that was added last; it may come later in the file. */
  addIncoming(number: number): void {
    if (number < 1) throw new Malformed(`expected particle numbers above 0, found ${number}`);
    this.incoming.push(number);
    if (number <= this.end.length) this.goesInto(number, this.vertexIndex.size - 1);
  }

  private goesInto(number: number, vertex: number): void {
    if (this.end.values[number - 1] === impliedVertex) this.implied--;
    this.end.values[number - 1] = vertex;
  }

  /** Position of the vertex that was added last, in the units of the file. */
  setPosition(x: number, y: number, z: number): void {
    this.positions.length -= 3;
    this.positions.push(x);
    this.positions.push(y);
    this.positions.push(z);
  }

  /** The event, when all of it came. */
  finish(): GeneratedEvent {
    this.firstIn.push(this.incoming.length);
    this.checkCounts();
    const production = this.resolve();
    const count = this.stable.length;
    const [pdgId, hardPhoton] = [new Int32Array(count), new Uint8Array(count)];
    const [px, py, pz, energy] = [0, 1, 2, 3].map((at) => this.component(at)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [x, y, z] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    const history = this.history(production);
    const marked = this.status.values.subarray(0, this.status.length).some(isHardStatus);
    // Where the hard process is marked and has no photon, most events are done.
    const possible = !marked || this.hasHardPhoton();
    const { position } = this.header;
    for (let at = 0; at < count; at++) {
      const particle = this.stable.values[at]!;
      pdgId[at] = this.pdgId.values[particle]!;
      if (possible && pdgId[at] === 22 && isHardPhoton(history, particle, marked)) hardPhoton[at] = 1;
      const vertex = this.placed(particle, production);
      x[at] = (vertex < 0 ? position.x : this.positions.values[3 * vertex]!) * this.millimetres;
      y[at] = (vertex < 0 ? position.y : this.positions.values[3 * vertex + 1]!) * this.millimetres;
      z[at] = (vertex < 0 ? position.z : this.positions.values[3 * vertex + 2]!) * this.millimetres;
    }
    const particles = { pdgId, px, py, pz, energy, x, y, z, hardPhoton };
    return { event: this.header.event, weight: this.weight, particles };
  }

  private hasHardPhoton(): boolean {
    for (let at = 0; at < this.pdgId.length; at++) {
      if (this.pdgId.values[at] === 22 && isHardStatus(this.status.values[at]!)) return true;
    }
    return false;
  }

  private component(at: number): Float64Array {
    const values = new Float64Array(this.stable.length);
    for (let i = 0; i < values.length; i++) values[i] = this.momenta.values[4 * i + at]! / this.perGeV;
    return values;
  }

  private checkCounts(): void {
    const found = this.pdgId.length;
    for (let vertex = 0, at = 0; vertex < this.vertexIndex.size; vertex++) {
      for (; at < this.firstIn.values[vertex + 1]!; at++) {
        const number = this.incoming.values[at]!;
        if (number > found)
          throw new Malformed(`vertex with incoming particle ${number}: expected one of ${found} particles`);
        this.goesInto(number, vertex);
      }
    }
    const { particles, vertices } = this.header;
    if (found !== particles) throw new Malformed(`expected ${particles} particles, found ${found}`);
    const vertexCount = this.vertexIndex.size + this.implied;
    if (vertexCount !== vertices) throw new Malformed(`expected ${vertices} vertices, found ${vertexCount}`);
  }

  /** Per particle the index of the vertex it came out of, `noVertex` for a beam, `impliedVertex` for a vertex of its mother's. */
  private resolve(): Int32Array {
    const production = new Int32Array(this.origin.length);
    for (let particle = 0; particle < production.length; particle++) {
      const origin = this.origin.values[particle]!;
      const vertex = origin === 0 ? noVertex : origin > 0 ? this.end.values[origin - 1] : this.vertexIndex.get(origin);
      if (vertex === undefined) {
        throw new Malformed(`particle ${particle + 1}: expected a vertex of the event, found ${origin}`);
      }
      production[particle] = vertex;
    }
    return production;
  }

  private parents(particle: number, production: Int32Array): Int32Array {
    const vertex = production[particle]!;
    if (vertex === noVertex) return none;
    if (vertex === impliedVertex) return Int32Array.of(this.origin.values[particle]! - 1);
    const [from, to] = [this.firstIn.values[vertex], this.firstIn.values[vertex + 1]];
    return this.incoming.values.subarray(from, to).map((number) => number - 1);
  }

  private history(production: Int32Array): History {
    return {
      count: this.pdgId.length,
      pdgId: (particle) => this.pdgId.values[particle]!,
      status: (particle) => this.status.values[particle]!,
      parents: (particle) => this.parents(particle, production),
    };
  }

  /**
   * The vertex whose position `particle` was produced at, -1 for that of the event.
   *
   * A vertex without position is where its first incoming particle was produced, unless the event may have circles
   * (HepMC3, GenVertex::position).
   */
  private placed(particle: number, production: Int32Array): number {
    let at = particle;
    for (let steps = 0; steps <= production.length; steps++) {
      const vertex = production[at]!;
      if (vertex >= 0 && !Number.isNaN(this.positions.values[3 * vertex])) return vertex;
      if (vertex === noVertex || this.hasCycles) return -1;
      if (vertex === impliedVertex) {
        at = this.origin.values[at]! - 1;
      } else {
        if (this.firstIn.values[vertex] === this.firstIn.values[vertex + 1]) return -1;
        at = this.incoming.values[this.firstIn.values[vertex]!]! - 1;
      }
    }
    throw new Malformed(`particle ${particle + 1}: expected a history without circles, found one`);
  }
}

const none = new Int32Array(0);
