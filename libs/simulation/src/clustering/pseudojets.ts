// The pseudojets of one event as numbered nodes: particles first, in their order, then every merger in turn.
// Kept between events, so that a small event costs no allocation. Which pair merges is the business of a strategy.
import { azimuth, rapidity } from './momentum.ts';
import { scaleOf } from './algorithm.ts';
import type { Momenta } from '../event.ts';

/** In the plane of y and φ. */
export class Pseudojets {
  /** Nodes so far. */
  count = 0;
  /** The first nodes are the particles of the event. */
  particles = 0;
  /** p of pT^2p. */
  power = 0;
  /** Nodes that became jets, in the order of their clustering; `jetCount` of them. */
  jetCount = 0;
  readonly jets: Int32Array;
  /** Of a merger, the nodes that it was made of. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly px: Float64Array;
  readonly py: Float64Array;
  readonly pz: Float64Array;
  readonly energy: Float64Array;
  readonly rapidity: Float64Array;
  /** In [0, 2π). */
  readonly phi: Float64Array;
  /** pT^2p, or whatever weighs the distances. */
  readonly scale: Float64Array;
  /** Room for the jet of each node. */
  readonly tag: Int32Array;
  /** 1 once the node has merged or become a jet. */
  readonly gone: Uint8Array;

  constructor(readonly capacity: number) {
    const nodes = 2 * capacity;
    this.jets = new Int32Array(capacity);
    this.first = new Int32Array(nodes);
    this.second = new Int32Array(nodes);
    this.px = new Float64Array(nodes);
    this.py = new Float64Array(nodes);
    this.pz = new Float64Array(nodes);
    this.energy = new Float64Array(nodes);
    this.rapidity = new Float64Array(nodes);
    this.phi = new Float64Array(nodes);
    this.scale = new Float64Array(nodes);
    this.tag = new Int32Array(nodes);
    this.gone = new Uint8Array(nodes);
  }

  start({ px, py, pz, energy }: Momenta, power: number): void {
    const particles = px.length;
    this.particles = particles;
    this.count = 0;
    this.jetCount = 0;
    this.power = power;
    for (let i = 0; i < particles; i++) this.add(px[i]!, py[i]!, pz[i]!, energy[i]!);
  }

  /** E-scheme: the merger's four-momentum is the sum; returns its node. */
  merge(a: number, b: number): number {
    const { first, second, px, py, pz, energy, gone } = this;
    gone[a] = 1;
    gone[b] = 1;
    const node = this.add(px[a]! + px[b]!, py[a]! + py[b]!, pz[a]! + pz[b]!, energy[a]! + energy[b]!);
    first[node] = a;
    second[node] = b;
    return node;
  }

  /** The node is nearest to the beam: a jet. */
  finish(node: number): void {
    this.gone[node] = 1;
    this.jets[this.jetCount++] = node;
  }

  private add(px: number, py: number, pz: number, energy: number): number {
    const node = this.count++;
    this.px[node] = px;
    this.py[node] = py;
    this.pz[node] = pz;
    this.energy[node] = energy;
    this.gone[node] = 0;
    this.place(node, px, py, pz, energy);
    return node;
  }

  /** Where the node is, and its scale. */
  protected place(node: number, px: number, py: number, pz: number, energy: number): void {
    const pt2 = px * px + py * py;
    this.rapidity[node] = rapidity(pt2, pz, energy);
    this.phi[node] = azimuth(px, py);
    this.scale[node] = scaleOf(pt2, this.power);
  }

  /** Square of the distance of two nodes. */
  distance2(a: number, b: number): number {
    return distance2(this.rapidity[a]!, this.phi[a]!, this.rapidity[b]!, this.phi[b]!);
  }
}

let kept = new Pseudojets(256);

/** The event's particles as nodes; the same object at every call, once it is large enough. */
export function pseudojetsOf(momenta: Momenta, power: number): Pseudojets {
  if (momenta.px.length > kept.capacity) kept = new Pseudojets(2 * momenta.px.length);
  kept.start(momenta, power);
  return kept;
}

/** ΔR² of rapidities and azimuths in [0, 2π). */
export function distance2(rapidityA: number, phiA: number, rapidityB: number, phiB: number): number {
  const dy = rapidityA - rapidityB;
  const apart = Math.abs(phiA - phiB);
  const dphi = apart > Math.PI ? 2 * Math.PI - apart : apart;
  return dy * dy + dphi * dphi;
}
