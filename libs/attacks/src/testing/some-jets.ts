// Jets for tests: every multiplicity that matters, an axis near φ = ±π, two constituents of the same pT.
import { defaultLayout, type Jets } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';

/** Background and signal in turn; constituents as `[pT [TeV], η, φ]`. */
export function jetsOf(constituents: readonly (readonly (readonly [number, number, number])[])[]): Jets {
  const offsets = new Int32Array(constituents.length + 1);
  constituents.forEach((jet, row) => (offsets[row + 1] = offsets[row]! + jet.length));
  const flat = constituents.flat();
  const column = (axis: number) => Float32Array.from(flat, (constituent) => constituent[axis]!);
  return {
    layout: defaultLayout,
    count: constituents.length,
    offsets,
    ptTeV: column(0),
    eta: column(1),
    phi: column(2),
    label: Uint8Array.from(constituents, (_, row) => row % 2),
  };
}

/** `count` jets of 1, 2, 3, `slots` and otherwise up to 40 constituents within 0.8 of an axis, in descending pT. */
export function someJets(count: number, seed = 1, slots = defaultLayout.constituents): Jets {
  const uniform = keyOf(seed).uniform();
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const jets = jetsOf(
    Array.from({ length: count }, (_, row) => {
      const size = [1, 2, 3, slots][row] ?? Math.floor(between(4, Math.min(40, slots) + 1));
      const axis = [between(-2, 2), row % 3 === 0 ? Math.PI : between(-3, 3)] as const;
      const pt = Array.from({ length: size }, () => Math.exp(between(Math.log(5e-4), Math.log(0.2))));
      if (size > 2) pt[1] = pt[2]!;
      pt.sort((a, b) => b - a);
      return pt.map((value) => {
        const phi = axis[1] + between(-0.8, 0.8);
        return [value, axis[0] + between(-0.8, 0.8), Math.atan2(Math.sin(phi), Math.cos(phi))] as const;
      });
    }),
  );
  return { ...jets, layout: { ...defaultLayout, constituents: slots } };
}

/** Rows whose label is among `labels`. */
export const rowsWith = (jets: Jets, ...labels: number[]) =>
  Int32Array.from(jets.label.keys()).filter((row) => labels.includes(jets.label[row]!));
