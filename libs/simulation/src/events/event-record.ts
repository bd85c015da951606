// One event after the other while its records come: the whole history in integers, the stable particles with their momenta.
// What HepMC3's own reader makes of vertices without position, and of particles without vertex, is done at the end.
import type { Particles } from '../event.ts';
import { Doubles, Ints } from './growing.ts';
import { becomes, hardPhotons, isHardStatus } from './hard-photon.ts';
import { History, impliedVertex, noVertex } from './history.ts';
import { Malformed } from './fields.ts';
import { VertexIndex } from './vertex-index.ts';

export interface Position {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface EventHeader {
  readonly event: number;
  /** What the file announces; trusted for nothing but the comparison with what came. */
  readonly vertices: number;
  readonly particles?: number;
  readonly position: Position;
}

/** An event as its file has it. */
export interface ReadEvent {
  readonly event: number;
  /** All of its weights, in the order of the file; none where it has none. */
  readonly weights: readonly number[];
  /** What the generator knew by then of the cross section of its process [pb]; undefined where it does not say. */
  readonly crossSectionPb: number | undefined;
  readonly particles: Particles;
}

const nowhere = new Float64Array(3).fill(NaN);

export class EventRecord {
  header: EventHeader = { event: 0, vertices: 0, position: { x: 0, y: 0, z: 0 } };
  weights: number[] = [];
  crossSectionPb: number | undefined;
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
  /** index of the vertex it came out of, likewise, of all when the event has come. */
  private readonly production = new Ints();
  private implied = 0;

  /** Per stable particle its index, and four numbers. */
  private readonly stable = new Ints();
  private readonly momenta = new Doubles();

  private readonly vertexIndex = new VertexIndex();
  /** Per vertex x, y, z; NaN where it has no position of its own. */
  private readonly positions = new Doubles();
  /** Numbers of particles that go in; those of vertex v are from firstIn[v] to firstIn[v + 1]. */
  private readonly incoming = new Ints();
  private readonly firstIn = new Ints();

  /** Forgets the event before and begins the next; the arrays are kept. */
  begin(header: EventHeader): void {
    this.header = header;
    this.weights = [];
    this.crossSectionPb = undefined;
    this.perGeV = this.millimetres = 1;
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
    if (origin === number) throw new Malformed(`particle ${number}: expected another one as its mother, found itself`);
    this.pdgId.push(pdgId);
    this.status.push(status);
    this.origin.push(origin);
    this.end.push(noVertex);
  }

  /** Momentum [px, py, pz, energy] of the particle that was added last, in the units of the file. */
  addMomentum(momentum: Float64Array): void {
    this.stable.push(this.pdgId.length - 1);
    this.momenta.append(momentum, 4);
  }

  /** The next vertex; `addIncoming` and `setPosition` follow. */
  addVertex(id: number): void {
    if (id >= 0) throw new Malformed(`expected a vertex number below 0, found ${id}`);
    if (!this.vertexIndex.add(id)) throw new Malformed(`expected each vertex once, found vertex ${id} again`);
    this.firstIn.push(this.incoming.length);
    this.positions.append(nowhere, 3);
  }

  /** A particle that goes into the vertex that was added last; it may come later in the file. */
  addIncoming(number: number): void {
    if (number < 1) throw new Malformed(`expected particle numbers above 0, found ${number}`);
    this.incoming.push(number);
  }

  /** Position [x, y, z, …] of the vertex that was added last, in the units of the file. */
  setPosition(position: Float64Array): void {
    this.positions.length -= 3;
    this.positions.append(position, 3);
  }

  /** The event, when all of it came. */
  finish(): ReadEvent {
    this.firstIn.push(this.incoming.length);
    this.resolveEnds();
    this.checkCounts();
    this.resolve();
    const particles = this.stableParticles();
    const { weights, crossSectionPb } = this;
    return { event: this.header.event, weights, crossSectionPb, particles };
  }

  private stableParticles(): Particles {
    const { perGeV, millimetres } = this;
    const { position } = this.header;
    const count = this.stable.length;
    const stable = this.stable.values;
    const momenta = this.momenta.values;
    const positions = this.positions.values;
    const particles: Particles = {
      pdgId: new Int32Array(count),
      px: new Float64Array(count),
      py: new Float64Array(count),
      pz: new Float64Array(count),
      energy: new Float64Array(count),
      x: new Float64Array(count),
      y: new Float64Array(count),
      z: new Float64Array(count),
      hardPhoton: this.ofHardPhotons(),
    };
    const { pdgId, px, py, pz, energy, x, y, z } = particles;
    for (let at = 0; at < count; at++) {
      const particle = stable[at]!;
      pdgId[at] = this.pdgId.values[particle]!;
      px[at] = momenta[4 * at]! / perGeV;
      py[at] = momenta[4 * at + 1]! / perGeV;
      pz[at] = momenta[4 * at + 2]! / perGeV;
      energy[at] = momenta[4 * at + 3]! / perGeV;
      const vertex = this.placed(particle);
      x[at] = (vertex < 0 ? position.x : positions[3 * vertex]!) * millimetres;
      y[at] = (vertex < 0 ? position.y : positions[3 * vertex + 1]!) * millimetres;
      z[at] = (vertex < 0 ? position.z : positions[3 * vertex + 2]!) * millimetres;
    }
    return particles;
  }

  /** Per stable particle 1, 2, … for the hard photon that it is or comes from, else 0. */
  private ofHardPhotons(): Uint8Array {
    const of = new Uint8Array(this.stable.length);
    const { pdgId, status, origin, end, production, incoming, firstIn } = this;
    let marked = false;
    for (let at = 0; at < status.length && !marked; at++) marked = isHardStatus(status.values[at]!);
    const history = new History({ pdgId, status, origin, end, incoming, firstIn, production });
    const photons = hardPhotons(history, marked);
    for (let at = 0; at < Math.min(255, photons.length); at++) {
      for (const particle of becomes(history, photons[at]!)) {
        const index = this.stableIndex(particle);
        if (index >= 0) of[index] = at + 1;
      }
    }
    return of;
  }

  /** Index of a particle among the stable ones, which ascend; -1 for none. */
  private stableIndex(particle: number): number {
    let low = 0;
    let high = this.stable.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.stable.values[middle]! < particle) low = middle + 1;
      else high = middle;
    }
    return low < this.stable.length && this.stable.values[low] === particle ? low : -1;
  }

  /** Into which vertex every particle goes: one that names it, else, where it is a mother, one of its own. */
  private resolveEnds(): void {
    const found = this.pdgId.length;
    const { values: end } = this.end;
    for (let vertex = 0, at = 0; vertex < this.vertexIndex.size; vertex++) {
      for (; at < this.firstIn.values[vertex + 1]!; at++) {
        const number = this.incoming.values[at]!;
        if (number > found)
          throw new Malformed(`vertex with incoming particle ${number}: expected one of ${found} particles`);
        end[number - 1] = vertex;
      }
    }
    for (let particle = 0; particle < found; particle++) {
      const mother = this.origin.values[particle]!;
      if (mother > found)
        throw new Malformed(`particle ${particle + 1}: expected a mother among ${found} particles, found ${mother}`);
      if (mother < 1 || end[mother - 1] !== noVertex) continue;
      end[mother - 1] = impliedVertex;
      this.implied++;
    }
  }

  private checkCounts(): void {
    const found = this.pdgId.length;
    const { particles = found, vertices } = this.header;
    if (found !== particles) throw new Malformed(`expected ${particles} particles, found ${found}`);
    const vertexCount = this.vertexIndex.size + this.implied;
    if (vertexCount !== vertices) throw new Malformed(`expected ${vertices} vertices, found ${vertexCount}`);
  }

  /** Per particle the index of the vertex it came out of, `noVertex` for a beam, `impliedVertex` for a vertex of its mother's. */
  private resolve(): void {
    const { length } = this.origin;
    const production = this.production.take(length);
    for (let particle = 0; particle < length; particle++) {
      const origin = this.origin.values[particle]!;
      const vertex = origin === 0 ? noVertex : origin > 0 ? this.end.values[origin - 1]! : this.vertexIndex.of(origin);
      if (origin < 0 && vertex < 0)
        throw new Malformed(`particle ${particle + 1}: expected a vertex of the event, found ${origin}`);
      production[particle] = vertex;
    }
  }

  /**
   * The vertex whose position `particle` was produced at, -1 for that of the event.
   *
   * A vertex without position is where its first incoming particle was produced, unless the event may have circles
   * (HepMC3, GenVertex::position), or this one is on a circle, of which HepMC3 takes it that the file says so.
   */
  private placed(particle: number): number {
    const { values: production, length } = this.production;
    let at = particle;
    for (let steps = 0; steps <= length; steps++) {
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
    return -1;
  }
}
