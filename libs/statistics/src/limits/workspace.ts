// Template models as workspaces of pyhf: JSON of its schema 1.0.0 (https://scikit-hep.org/pyhf/schemas/1.0.0/workspace.json).
import type { PyhfWorkspace } from '@jetdemon/artifacts';
import type { TemplateModel } from './template-model.ts';

/** Names in the workspace; that of the signal strength is among those of the nuisance parameters. */
export const strength = 'mu';
const names = { channel: 'score', measurement: 'limits' } as const;

/**
 * A model and its observation as pyhf reads them; `pyhf cls` and `model(modifier_settings={"histosys": {"interpcode": "code4p"},
 * "normsys": {"interpcode": "code4"}})` interpolate as we do.
 *
 * @param counts observed. `[bins]`
 * @param highest upper bound of the signal strength in a fit
 */
export function workspaceOf({ samples }: TemplateModel, counts: readonly number[], highest: number): PyhfWorkspace {
  const { channel, measurement } = names;
  return {
    channels: [
      {
        name: channel,
        samples: samples.map(({ name, counts: data, signal, effects }) => ({
          name,
          data: [...data],
          modifiers: [
            ...(signal ? [{ name: strength, type: 'normfactor' as const, data: null }] : []),
            ...effects.map((effect) =>
              'shape' in effect
                ? {
                    name: effect.nuisance,
                    type: 'histosys' as const,
                    data: { hi_data: [...effect.shape.up], lo_data: [...effect.shape.down] },
                  }
                : {
                    name: effect.nuisance,
                    type: 'normsys' as const,
                    data: { hi: effect.scale.up, lo: effect.scale.down },
                  },
            ),
          ],
        })),
      },
    ],
    observations: [{ name: channel, data: [...counts] }],
    measurements: [
      {
        name: measurement,
        config: { poi: strength, parameters: [{ name: strength, bounds: [[0, highest]], inits: [1] }] },
      },
    ],
    version: '1.0.0',
  };
}
