import { describe, expect, test } from 'vitest';
import { miniEvents, sharedEvents } from '../testing/reference.ts';
import { chargeOf } from './pdg.ts';

// Name and charge [e] from the PDG's particle listings and its numbering scheme (Review of Particle Physics, ch. 45).
const particles: readonly (readonly [code: number, name: string, charge: number])[] = [
  [1, 'd', -1 / 3],
  [2, 'u', 2 / 3],
  [-5, 'anti-b', 1 / 3],
  [11, 'e-', -1],
  [-13, 'mu+', 1],
  [15, 'tau-', -1],
  [16, 'nu_tau', 0],
  [21, 'gluon', 0],
  [22, 'photon', 0],
  [23, 'Z', 0],
  [24, 'W+', 1],
  [-24, 'W-', -1],
  [25, 'Higgs', 0],
  [-37, 'H-', -1],
  [39, 'graviton', 0],
  [110, 'reggeon', 0],
  [990, 'pomeron', 0],
  [9902210, 'diffractive p', 1],
  [111, 'pi0', 0],
  [211, 'pi+', 1],
  [130, 'K0L', 0],
  [310, 'K0S', 0],
  [311, 'K0', 0],
  [321, 'K+', 1],
  [-323, 'K*-', -1],
  [9000211, 'a0(980)+', 1],
  [10323, 'K1(1270)+', 1],
  [411, 'D+', 1],
  [421, 'D0', 0],
  [431, 'Ds+', 1],
  [-431, 'Ds-', -1],
  [511, 'B0', 0],
  [521, 'B+', 1],
  [531, 'Bs0', 0],
  [541, 'Bc+', 1],
  [443, 'J/psi', 0],
  [100553, 'Upsilon(2S)', 0],
  [1103, '(dd)1', -2 / 3],
  [2203, '(uu)1', 4 / 3],
  [2101, '(ud)0', 1 / 3],
  [2112, 'n', 0],
  [2212, 'p', 1],
  [-2212, 'anti-p', -1],
  [1114, 'Delta-', -1],
  [2224, 'Delta++', 2],
  [3112, 'Sigma-', -1],
  [3222, 'Sigma+', 1],
  [-3222, 'anti-Sigma-', -1],
  [3122, 'Lambda', 0],
  [3312, 'Xi-', -1],
  [3322, 'Xi0', 0],
  [3334, 'Omega-', -1],
  [4122, 'Lambda_c+', 1],
  [4222, 'Sigma_c++', 2],
  [4232, 'Xi_c+', 1],
  [4422, 'Xi_cc++', 2],
  [5112, 'Sigma_b-', -1],
  [5122, 'Lambda_b0', 0],
  [5332, 'Omega_b-', -1],
  [1000010020, 'deuteron', 1],
  [1000020040, 'alpha', 2],
  [-1000020040, 'anti-alpha', -2],
  [1000822080, 'lead-208', 82],
  [1000022, 'neutralino_1', 0],
  [1000024, 'chargino_1+', 1],
  [1000011, 'selectron_L-', -1],
  [2000002, 'u squark_R', 2 / 3],
  [4000011, 'excited e-', -1],
  [9900012, 'heavy neutrino', 0],
  [9900041, 'H_L++', 2],
  [1000993, 'R gluino-gluon', 0],
  [1009213, 'R gluino-u-anti-d', 1],
  [1092214, 'R gluino-u-u-d', 1],
  [1000612, 'R stop-anti-d', 1],
  [9221132, 'Theta+', 1],
  [81, 'reserved for generators', 0],
  [0, 'nothing', 0],
];

test.each(particles)('charge of %i (%s) is %f', (code, _, charge) => {
  expect(chargeOf(code)).toBeCloseTo(charge, 14);
  expect(chargeOf(-code)).toBeCloseTo(-charge, 14);
});

describe.each([
  ['the reference events in the repository', miniEvents()],
  ['the shared reference events', sharedEvents()],
])('%s', (_, events) => {
  test.skipIf(events === undefined)('have the charges that the generator gave', () => {
    const wrong = events!.flatMap((event) =>
      event.particles
        .filter(([pdgId, , , , , charge]) => chargeOf(pdgId) !== charge)
        .map(([pdgId, , , , , charge]) => ({ pdgId, charge, found: chargeOf(pdgId) })),
    );
    expect(wrong).toEqual([]);
  });
});
