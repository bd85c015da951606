// Adam's updates among the outputs of a step, as `training/adam` writes them: found, they can be left out of the graph.
import type { Value } from '../graph.ts';

/** An entry of the state as it comes in and as it goes out. */
export interface Entry {
  readonly now: Value;
  readonly next: Value;
}

/** θ ← θ − length · m / (√v + floor) with m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²; names of entries of the state. */
export interface AdamUpdate {
  readonly theta: string;
  readonly m: string;
  readonly v: string;
  readonly gradient: Value;
  readonly length: Value;
  readonly floor: Value;
  readonly beta1: number;
  readonly share1: number;
  readonly beta2: number;
  readonly share2: number;
}

/** All entries that are updated so, bit for bit, each with moments of its own. */
export function adamUpdates(state: ReadonlyMap<string, Entry>): AdamUpdate[] {
  const nameOf = new Map([...state].map(([name, { next }]) => [next, name]));
  const updates: AdamUpdate[] = [];
  for (const [theta, { now, next }] of state) {
    const [from, step] = inputs(next, 'Sub');
    const [moved, root] = inputs(step, 'Div');
    const [length, m] = inputs(moved, 'Mul');
    const [sqrt, floor] = inputs(root, 'Add');
    const [v] = inputs(sqrt, 'Sqrt');
    if (from !== now || !m || !v || !isNumber(length) || !isNumber(floor)) continue;
    const [first, second] = [moment(m), moment(v)];
    const [mName, vName] = [nameOf.get(m), nameOf.get(v)];
    if (!first || !second || mName === undefined || vName === undefined) continue;
    const [g, again] = inputs(second.added, 'Mul');
    const fits = g === again && g === first.added && g.shape.join() === now.shape.join();
    if (!fits || first.from !== state.get(mName)!.now || second.from !== state.get(vName)!.now) continue;
    if (updates.some((other) => other.m === mName || other.v === vName)) continue;
    updates.push({
      ...{ theta, m: mName, v: vName, gradient: g, length, floor },
      ...{ beta1: first.decay, share1: first.share, beta2: second.decay, share2: second.share },
    });
  }
  return updates;
}

/** from · decay + added · share with numbers known beforehand. */
function moment(value: Value): { from: Value; decay: number; added: Value; share: number } | undefined {
  const [kept, gained] = inputs(value, 'Add');
  const [from, decay] = inputs(kept, 'Mul');
  const [added, share] = inputs(gained, 'Mul');
  if (!from || !added || decay?.origin.kind !== 'fill' || share?.origin.kind !== 'fill') return undefined;
  return { from, decay: decay.origin.value, added, share: share.origin.value };
}

const isNumber = (value: Value | undefined): value is Value => value?.type === 'float32' && value.shape.length === 0;

/** The inputs of a value made by an operator; none where another made it. */
function inputs(value: Value | undefined, op: string): readonly (Value | undefined)[] {
  const origin = value?.origin;
  return origin?.kind === 'node' && origin.op === op && origin.domain === '' ? origin.inputs : [];
}
