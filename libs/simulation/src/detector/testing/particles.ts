// Reference events as the detector takes them.
import type { GeneratedEvent, Particles } from '../../event.ts';
import type { ReferenceEvent } from '../../testing/reference.ts';

/** One particle; whatever is left out is 0. */
export type Particle = { [name in keyof Particles]?: number };

export function particlesOf(list: readonly Particle[]): Particles {
  const column = (name: keyof Particles) => Float64Array.from(list, (particle) => particle[name] ?? 0);
  return {
    pdgId: Int32Array.from(column('pdgId')),
    px: column('px'),
    py: column('py'),
    pz: column('pz'),
    energy: column('energy'),
    x: column('x'),
    y: column('y'),
    z: column('z'),
    hardPhoton: Uint8Array.from(column('hardPhoton')),
  };
}

/** The generated hard photon is the photon of its pT, η and φ. */
export function generated({ event, particles, hardPhoton }: ReferenceEvent): GeneratedEvent {
  const list = particles.map(([pdgId, px, py, pz, energy, , x, y, z]) => {
    const isHard = pdgId === 22 && hardPhoton !== null && Math.abs(Math.hypot(px, py) / hardPhoton[0] - 1) < 1e-9;
    return { pdgId, px, py, pz, energy, x, y, z, hardPhoton: Number(isHard) };
  });
  return { event, weight: 1, particles: particlesOf(list) };
}
