import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readColumns } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { centred, shapeOf, upright, type Constituents } from './shape.ts';

const jetOf = (rows: readonly (readonly [number, number, number])[]): Constituents => ({
  ptTeV: rows.map(([pt]) => pt),
  eta: rows.map(([, eta]) => eta),
  phi: rows.map(([, , phi]) => phi),
});

describe('the shape of a jet', () => {
  test('of one constituent is that constituent, without mass and D2', () => {
    const { massGeV, ...shape } = shapeOf(jetOf([[0.3, 1.2, -2]]));
    expect(shape).toEqual({ ptGeV: expect.closeTo(300, 9), eta: expect.closeTo(1.2, 12), phi: -2, d2: 0 });
    expect(massGeV).toBeLessThan(1e-4);
  });

  test('of two is the closed form, across the seam of φ too', () => {
    const { massGeV, ptGeV, d2 } = shapeOf(jetOf([[0.2, 0.1, 3.1], [0.1, -0.2, -3.0]])); // prettier-ignore
    const dPhi = 2 * Math.PI - 6.1;
    expect(massGeV).toBeCloseTo(1000 * Math.sqrt(2 * 0.2 * 0.1 * (Math.cosh(0.3) - Math.cos(dPhi))), 9);
    expect(ptGeV).toBeCloseTo(1000 * Math.sqrt(0.04 + 0.01 + 2 * 0.02 * Math.cos(dPhi)), 9);
    expect(d2).toBeCloseTo(0, 20);
  });

  test('of two with masses is the closed form, of pseudorapidities and of rapidities', () => {
    // TeV; M² = m₁² + m₂² + 2 (E₁ E₂ − p₁·p₂)
    const [[pt1, pt2], [eta1, eta2], dPhi, [m1, m2]] = [[0.2, 0.1], [0.1, -0.2], 0.4, [0.03, 0.01]] as const;
    const both = { ptTeV: [pt1, pt2], eta: [eta1, eta2], phi: [0, dPhi], massTeV: [m1, m2] };
    const [e1, e2] = [Math.hypot(pt1 * Math.cosh(eta1), m1), Math.hypot(pt2 * Math.cosh(eta2), m2)];
    const p1p2 = pt1 * pt2 * (Math.cos(dPhi) + Math.sinh(eta1) * Math.sinh(eta2));
    expect(shapeOf(both).massGeV).toBeCloseTo(1000 * Math.sqrt(m1 ** 2 + m2 ** 2 + 2 * (e1 * e2 - p1p2)), 8);
    // M² = m₁² + m₂² + 2 (m_T₁ m_T₂ cosh Δy − pT₁ pT₂ cos Δφ)
    const [t1, t2] = [Math.hypot(pt1, m1), Math.hypot(pt2, m2)];
    const square = m1 ** 2 + m2 ** 2 + 2 * (t1 * t2 * Math.cosh(eta1 - eta2) - pt1 * pt2 * Math.cos(dPhi));
    expect(shapeOf({ ...both, rapidity: true }).massGeV).toBeCloseTo(1000 * Math.sqrt(square), 8);
  });

  test('D2 of an equilateral triangle is 1/(27 z³), whatever its size', () => {
    // e2 = 3 z² R², e3 = z³ R⁶.
    for (const size of [1e-3, 0.1, 1]) {
      const corner = (at: number) => [0.1, size * Math.cos((2 * at * Math.PI) / 3), size * Math.sin((2 * at * Math.PI) / 3)] as const; // prettier-ignore
      const { d2, ptGeV } = shapeOf(jetOf([0, 1, 2].map(corner)));
      expect(d2).toBeCloseTo(1 / (27 * (100 / ptGeV) ** 3), 9);
    }
  });
});

// Reference columns in double precision, checked against an independent implementation when they were made.
const file = fileURLToPath(new URL('../../../../../../shared/data/jets-sample-2k-f64.arrow', import.meta.url));
test.skipIf(!existsSync(file))('shapes are those of the reference jets', async () => {
  const list = (unit: string) => ({ type: 'list<float64>', unit, description: '' }) as const;
  const number = (unit: string) => ({ type: 'float64', unit, description: '' }) as const;
  const columns = {
    ...{ pt: list('TeV'), eta: list('1'), phi: list('rad') },
    ...{ trunc_pt: number('TeV'), trunc_eta: number('1'), trunc_phi: number('rad') },
    ...{ trunc_mass: number('TeV'), trunc_d2: number('1') },
  };
  const jets = await readColumns(file, { columns });
  const off = jets.pt.map((ptTeV, row) => {
    const { ptGeV, massGeV, d2, eta, phi } = shapeOf({ ptTeV, eta: jets.eta[row]!, phi: jets.phi[row]! });
    return Math.max(
      Math.abs(ptGeV / 1000 / jets.trunc_pt[row]! - 1),
      Math.abs(massGeV / 1000 / jets.trunc_mass[row]! - 1),
      Math.abs(d2 / jets.trunc_d2[row]! - 1),
      Math.abs(eta - jets.trunc_eta[row]!),
      Math.abs(phi - jets.trunc_phi[row]!),
    );
  });
  expect(off).toHaveLength(2000);
  expect(Math.max(...off)).toBeLessThan(1e-10);
});

describe('the plane', () => {
  test('is centred on the axis, modulo 2π', () => {
    const [x, y] = centred({ eta: 0.5, phi: 3.1 })(0.7, -3.1);
    expect([x, y]).toEqual([expect.closeTo(0.2, 12), expect.closeTo(2 * Math.PI - 6.2, 12)]);
  });

  test('upright has the spread along the first axis and what is soft and far to the left, wherever the jet points', () => {
    for (const angle of [0, 0.4, 1.7, 3, -2]) {
      const at = (r: number) => [r * Math.cos(angle), -2 + r * Math.sin(angle)] as const;
      const place = upright(jetOf([[0.3, ...at(0.1)], [0.1, ...at(-0.3)]])); // prettier-ignore
      const [hard, soft] = [place(...at(0.1)), place(...at(-0.3))];
      expect(Math.abs(hard[0] - 0.1)).toBeLessThan(0.02);
      expect(Math.abs(soft[0] + 0.3)).toBeLessThan(0.02);
      expect(Math.hypot(hard[0] - soft[0], hard[1] - soft[1])).toBeCloseTo(0.4, 12);
      expect(Math.abs(hard[1])).toBeLessThan(0.02);
    }
  });
});
