// The observables of one jet in double precision, as slow and as obvious as they can be: sums over pairs and triples
// straight from the definitions. Tests compare the O(N) forms with this; nothing else uses it.

/** One jet: (pT in TeV, η, φ) per constituent; those with pT = 0 are skipped. */
export type ConstituentList = readonly (readonly [ptTeV: number, eta: number, phi: number])[];

export interface JetObservables {
  readonly ptTeV: number;
  readonly eta: number;
  readonly phi: number;
  readonly massTeV: number;
  readonly d2: number;
  readonly width: number;
  readonly ptd: number;
}

const wrapped = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** R² = Δη² + Δφ² of two constituents. */
function separation2([, eta1, phi1]: ConstituentList[number], [, eta2, phi2]: ConstituentList[number]): number {
  return (eta1 - eta2) ** 2 + wrapped(phi1 - phi2) ** 2;
}

/**
 * pT, η, φ, mass, D2 (β = 2), width and pTD of one jet by loops over pairs and triples, O(N³).
 *
 * m² = 2 Σ_{i<j} pT_i pT_j (cosh Δη − cos Δφ); e2 = Σ_{i<j} z_i z_j R_ij², e3 = Σ_{i<j<k} z_i z_j z_k R_ij² R_ik² R_jk²,
 * D2 = e3 / e2³ (arXiv:1409.6298), z = pT / pT of the vector sum. D2 is 0 where e2 is 0.
 * Width Σ pT_i R_i / Σ pT_i with R_i from the axis, pTD √(Σ pT_i²) / Σ pT_i (arXiv:1408.3122); 0 without constituents.
 */
export function referenceObservables(jet: ConstituentList): JetObservables {
  const parts = jet.filter(([pt]) => pt > 0);
  const sum = (of: (part: ConstituentList[number]) => number) => parts.reduce((total, part) => total + of(part), 0);
  const px = sum(([pt, , phi]) => pt * Math.cos(phi));
  const py = sum(([pt, , phi]) => pt * Math.sin(phi));
  const pz = sum(([pt, eta]) => pt * Math.sinh(eta));
  const ptTeV = Math.hypot(px, py);
  const [eta, phi] = [ptTeV > 0 ? Math.asinh(pz / ptTeV) : 0, Math.atan2(py, px)];
  const sumPt = sum(([pt]) => pt);
  const share = (of: number) => (sumPt > 0 ? of / sumPt : 0);
  let [m2, e2, e3] = [0, 0, 0];
  parts.forEach((a, i) => {
    parts.slice(i + 1).forEach((b, j) => {
      const ab = separation2(a, b);
      m2 += 2 * a[0] * b[0] * (Math.cosh(a[1] - b[1]) - Math.cos(a[2] - b[2]));
      e2 += (a[0] * b[0] * ab) / ptTeV ** 2;
      for (const c of parts.slice(i + j + 2)) {
        e3 += (a[0] * b[0] * c[0] * ab * separation2(a, c) * separation2(b, c)) / ptTeV ** 3;
      }
    });
  });
  return {
    ptTeV,
    eta,
    phi,
    massTeV: Math.sqrt(Math.max(m2, 0)),
    d2: e2 > 0 ? e3 / e2 ** 3 : 0,
    width: share(sum((part) => part[0] * Math.sqrt(separation2(part, [ptTeV, eta, phi])))),
    ptd: share(Math.sqrt(sum(([pt]) => pt * pt))),
  };
}
