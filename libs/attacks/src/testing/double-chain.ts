// The whole chain of an adversary's loss in double precision, as loops: adversary, perturbation, centring, classifier,
// observables, eqs. (2) and (3). Written from the formulae, jet by jet and without tensors; tests differentiate it by
// finite differences.
import type { Values } from '@jetdemon/compute';
import { defaultLayout } from '@jetdemon/data';
import type { Scales } from '../threat/budget.ts';

/** (pT [TeV], η, φ) of each of the real constituents. */
export type DoubleJet = readonly (readonly number[])[];

export interface DoubleObservables {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly mass: number;
  readonly d2: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const wrapped = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** From the four-momenta, and from sums over pairs and triples. */
export function observablesOf(jet: DoubleJet): DoubleObservables {
  const total = (of: (part: readonly number[]) => number) => sum(jet.map(of));
  const [px, py] = [total(([pt, , phi]) => pt! * Math.cos(phi!)), total(([pt, , phi]) => pt! * Math.sin(phi!))];
  const pz = total(([pt, eta]) => pt! * Math.sinh(eta!));
  const energy = total(([pt, eta]) => pt! * Math.cosh(eta!));
  const pt = Math.hypot(px, py);
  const r2 = (a: readonly number[], b: readonly number[]) => (a[1]! - b[1]!) ** 2 + wrapped(a[2]! - b[2]!) ** 2;
  let [e2, e3] = [0, 0];
  jet.forEach((a, i) =>
    jet.slice(0, i).forEach((b, j) => {
      e2 += (a[0]! * b[0]! * r2(a, b)) / pt ** 2;
      for (const c of jet.slice(0, j)) e3 += (a[0]! * b[0]! * c[0]! * r2(a, b) * r2(a, c) * r2(b, c)) / pt ** 3;
    }),
  );
  const mass = Math.sqrt(energy ** 2 - px ** 2 - py ** 2 - pz ** 2);
  return { pt, eta: Math.asinh(pz / pt), phi: Math.atan2(py, px), mass, d2: e3 / e2 ** 3 };
}

/** The inputs of the particle-flow network and of the adversary: 50 pT, 2.5 Δη, 2.5 Δφ. */
function centred(jet: DoubleJet): number[][] {
  const { eta, phi } = observablesOf(jet);
  return jet.map((part) => [50 * part[0]!, 2.5 * (part[1]! - eta), 2.5 * wrapped(part[2]! - phi)]);
}

/** The weights of a network, which a finite difference may change. */
export type DoubleWeights = Readonly<Record<string, readonly number[]>>;

export const inDouble = (weights: Values): DoubleWeights =>
  Object.fromEntries(Object.entries(weights).map(([name, { data }]) => [name, Array.from(data)]));

function layer(x: readonly number[], weights: DoubleWeights, name: string): number[] {
  const [kernel, bias] = [weights[`${name}/kernel`]!, weights[`${name}/bias`]!];
  return bias.map((b, unit) => b + sum(x.map((value, at) => value * kernel[at * bias.length + unit]!)));
}

function reluLayers(x: readonly number[], weights: DoubleWeights, name: string): readonly number[] {
  let h = x;
  for (let at = 1; `${name}${at}/bias` in weights; at++)
    h = layer(h, weights, `${name}${at}`).map((v) => Math.max(0, v));
  return h;
}

/** Logits of one jet by the name of the network. */
export const classifiers: Readonly<Record<string, (jet: DoubleJet, weights: DoubleWeights) => number>> = {
  pfn(jet, weights) {
    const rows = centred(jet).map((part) => reluLayers(part, weights, 'phi'));
    const latent = rows[0]!.map((_, unit) => sum(rows.map((row) => row[unit]!)) / 32);
    return layer(reluLayers(latent, weights, 'f'), weights, 'logit1')[0]!;
  },
  hl(jet, weights) {
    const { pt, eta, mass, d2 } = observablesOf(jet);
    const inputs = [10 * (pt - 0.4), eta, 30 * (mass - 0.09), 1.5 * (Math.log(d2 + 1) - 1.4)];
    return layer(reluLayers(inputs, weights, 'hidden'), weights, 'logit1')[0]!;
  },
  dense(jet, weights) {
    return layer(reluLayers(inSlots(centred(jet)), weights, 'hidden'), weights, 'logit1')[0]!;
  },
};

function inSlots(parts: readonly (readonly number[])[]): number[] {
  return Array.from({ length: defaultLayout.constituents * 3 }, (_, at) => parts[Math.floor(at / 3)]?.[at % 3] ?? 0);
}

/** g(J): |δ| = |tanh| ≤ 1, relative in pT, absolute in the angles. */
export function perturbedBy(weights: DoubleWeights, jet: DoubleJet, rho: Scales): DoubleJet {
  const moves = layer(reluLayers(inSlots(centred(jet)), weights, 'hidden'), weights, 'move1').map(Math.tanh);
  return jet.map(([pt, eta, phi], i) => [
    pt! * (1 + rho.pt * moves[3 * i]!),
    eta! + rho.eta * moves[3 * i + 1]!,
    phi! + rho.phi * moves[3 * i + 2]!,
  ]);
}

/** −⟨log(1 − f(g(J)))⟩ over signal + ⟨λ_score Δf² + λ_mass Δm² + λ_pt ΔpT²⟩ over background. */
export function lossInDouble(
  jets: readonly { readonly jet: DoubleJet; readonly label: number }[],
  adversary: DoubleWeights,
  rho: Scales,
  logit: (jet: DoubleJet) => number,
  lambda: { readonly score: number; readonly mass: number; readonly pt: number },
): number {
  const probability = (jet: DoubleJet) => 1 / (1 + Math.exp(-logit(jet)));
  const mean = (label: number, of: (jet: DoubleJet) => number) => {
    const those = jets.filter((one) => one.label === label);
    return sum(those.map(({ jet }) => of(jet))) / those.length;
  };
  const signal = mean(1, (jet) => -Math.log(1 - probability(perturbedBy(adversary, jet, rho))));
  const background = mean(0, (jet) => {
    const moved = perturbedBy(adversary, jet, rho);
    const [before, after] = [observablesOf(jet), observablesOf(moved)];
    return (
      lambda.score * (probability(jet) - probability(moved)) ** 2 +
      lambda.mass * (before.mass - after.mass) ** 2 +
      lambda.pt * (before.pt - after.pt) ** 2
    );
  });
  return signal + background;
}
