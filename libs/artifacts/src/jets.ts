// Jets as constituents. Energies, momenta and masses in TeV, because that is what the networks are fed.
import type { Kind } from '@jetdemon/workflow';

const angle = { type: ['list<float32>', 'list<float16>'], unit: 'rad' } as const;

export const jets = {
  name: 'jets',
  version: 1,
  description: 'one row per jet, at most 64 constituents in descending pT',
  files: {
    'jets.arrow': {
      format: 'arrow',
      columns: {
        label: { type: 'uint8', unit: '1', description: '0 background (dijet), 1 signal (Z)' },
        pt: { type: ['list<float32>', 'list<float16>'], unit: 'TeV', description: 'constituent pT, descending' },
        eta: { ...angle, description: 'constituent pseudorapidity' },
        phi: { ...angle, description: 'constituent azimuth, in [-pi, pi]' },
      },
    },
  },
} as const satisfies Kind;

/** Jets of which each row knows its partition. */
export const splitJets = {
  ...jets,
  name: 'split jets',
  files: {
    'jets.arrow': {
      format: 'arrow',
      columns: {
        ...jets.files['jets.arrow'].columns,
        partition: { type: 'uint8', unit: '1', description: '0 train, 1 validation, 2 test' },
      },
    },
  },
} as const satisfies Kind;

/** Attacked jets: the test partition, row for row as in the split they came from, and how far each was moved. */
export const attackedJets = {
  ...splitJets,
  name: 'attacked jets',
  files: {
    ...splitJets.files,
    'perturbation.json': { format: 'json', description: 'achieved perturbation per axis: mean, rms, largest' },
  },
} as const satisfies Kind;

/** Jets that a selection chose out of events, with what each cut left. */
export const selectedJets = {
  ...jets,
  name: 'selected jets',
  files: {
    ...jets.files,
    'cutflow.json': { format: 'json', description: 'per class and cut: events before and after, efficiency, weights' },
    'cutflow.txt': { format: 'text', description: 'the same as a table, printed at the end of a run' },
  },
} as const satisfies Kind;

/** Jets in a format of other programs. */
export const exportedJets = {
  name: 'exported jets',
  version: 1,
  description: 'jets as Parquet or NPZ: export.json names the file, which lies beside it',
  files: {
    'export.json': { format: 'json', description: '{ format, file, jets, columns }' },
  },
} as const satisfies Kind;
