// For tests: workspaces of pyhf as our models.
import type { PyhfWorkspace } from '@jetdemon/artifacts';
import type { Effect, TemplateModel } from '../limits/template-model.ts';

/** The model and observation of a workspace of one channel, as `workspaceOf` writes it. */
export function modelOf({ channels, observations }: PyhfWorkspace): { model: TemplateModel; counts: number[] } {
  const samples = channels[0]!.samples.map(({ name, data, modifiers }) => ({
    name,
    counts: data,
    signal: modifiers.some(({ type }) => type === 'normfactor'),
    effects: modifiers.flatMap((modifier): Effect[] => {
      if (modifier.type === 'histosys')
        return [{ nuisance: modifier.name, shape: { up: modifier.data.hi_data, down: modifier.data.lo_data } }];
      if (modifier.type === 'normsys')
        return [{ nuisance: modifier.name, scale: { up: modifier.data.hi, down: modifier.data.lo } }];
      return [];
    }),
  }));
  return { model: { samples }, counts: observations[0]!.data };
}
