// Events of a given number of particles, as many as heavy-ion collisions and pile-up have: a soft background, uniform in
// rapidity (|y| < 5) and azimuth, pT falling exponentially from 0.2 GeV with a mean of 0.8 GeV, pion masses; and four jets
// of 50 particles each at |y| < 2.5, ΔR < 0.4 falling from the axis, pT = 2 GeV / u with u uniform in [0.01, 1].
import { keyOf } from '@jetdemon/workflow';

const pionMassGeV = 0.1396;
const jets = 4;
const particlesPerJet = 50;

/** Per event the number of particles, then px, py, pz, E [GeV] of each. */
export function syntheticEvents(count: number, particles: number, seed: string): number[] {
  const uniform = keyOf(seed).uniform();
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const numbers: number[] = [];
  for (let event = 0; event < count; event++) {
    const axes = Array.from({ length: jets }, () => ({ y: between(-2.5, 2.5), phi: between(0, 2 * Math.PI) }));
    numbers.push(particles);
    for (let i = 0; i < particles; i++) {
      const axis = i < jets * particlesPerJet ? axes[i % jets] : undefined;
      const apart = 0.4 * uniform() ** 2;
      const around = between(0, 2 * Math.PI);
      const pt = axis ? 2 / between(0.01, 1) : 0.2 - 0.6 * Math.log(1 - uniform());
      const y = axis ? axis.y + apart * Math.cos(around) : between(-5, 5);
      const phi = axis ? axis.phi + apart * Math.sin(around) : around;
      const transverse = Math.hypot(pt, pionMassGeV);
      numbers.push(pt * Math.cos(phi), pt * Math.sin(phi), transverse * Math.sinh(y), transverse * Math.cosh(y));
    }
  }
  return numbers;
}
