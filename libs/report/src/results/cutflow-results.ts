// Classes of a cut-flow, with what each cut left of their events.
import type { Cutflow, CutflowStep } from '@jetdemon/artifacts';

/** Classes that were selected from, with their steps. */
export function classesOf({
  classes,
}: Cutflow): { readonly name: 'background' | 'signal'; readonly steps: readonly CutflowStep[] }[] {
  return (['background', 'signal'] as const).flatMap((name) => {
    const steps = classes[name];
    return steps ? [{ name, steps }] : [];
  });
}
