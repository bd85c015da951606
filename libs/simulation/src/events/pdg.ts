// Particle codes by the PDG's Monte Carlo numbering scheme (Review of Particle Physics, ch. 45).
// A code is ±n nr nL nq1 nq2 nq3 nJ in decimal digits; nuclei are ±10LZZZAAAI.

/** Three times the charge of the codes up to 42 that have one. */
const thirds: Readonly<Record<number, number>> = {
  ...{ 1: -1, 2: 2, 3: -1, 4: 2, 5: -1, 6: 2, 7: -1, 8: 2 },
  ...{ 11: -3, 13: -3, 15: -3, 17: -3 },
  ...{ 24: 3, 34: 3, 37: 3, 42: -1 },
};

/** H++ of left-right symmetric models, the only elementary codes that do not end as their partners do. */
const doublyCharged = new Set([9900041, 9900042]);

/**
 * Electric charge of a particle [e]; 0 for a code that the scheme does not define.
 *
 * Hadrons by their quarks: mesons q q̄ (of which a leading d, s or b is the antiquark), baryons and diquarks by their sum,
 * pentaquarks by four quarks and an antiquark, R-hadrons likewise; nuclei by Z; elementary particles and their partners
 * (n > 0) by the last two digits.
 */
export const chargeOf = (pdgId: number): number => (Math.sign(pdgId) * thirdsOf(Math.abs(pdgId))) / 3 || 0;

function thirdsOf(code: number): number {
  if (code >= 1e9) return 3 * (Math.floor(code / 1e4) % 1000);
  if (code >= 1e7) return 0;
  if (doublyCharged.has(code)) return 6;
  const quark = (place: number) => Math.floor(code / 10 ** place) % 10;
  const charge = (place: number) => (quark(place) < 9 ? (thirds[quark(place)] ?? 0) : 0);
  if (code % 10_000 <= 100) return thirds[code % 100] ?? 0;
  const [nr, nL, nq1, nq2, nq3] = [quark(5), quark(4), quark(3), quark(2), quark(1)];
  const fourQuarks = nr >= nL && nL >= nq1 && nq1 >= nq2 && nq2 > 0;
  if (code >= 9e6 && nr < 9 && fourQuarks && nq3 > 0) return charge(5) + charge(4) + charge(3) + charge(2) - charge(1);
  const isMeson = nq1 === 0 || nq1 === 9;
  if (!isMeson) return charge(3) + charge(2) + charge(1);
  return nq2 % 2 === 1 ? charge(1) - charge(2) : charge(2) - charge(1);
}
