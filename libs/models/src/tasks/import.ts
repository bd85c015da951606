// The task models/import: a network that was trained elsewhere as a classifier like any other.
import { contrastParameter } from '@jetdemon/data/contrast-parameter';
import { classifier, jets, lambdas, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { features } from '../imported/features/declaration.ts';
import { output } from '../imported/output-declaration.ts';

const params = z.strictObject({
  model: z
    .string()
    .min(1)
    .transform((path) => path.replace(/(^|\/)model\.json$/, '') || '.')
    .meta({ file: true, folder: true })
    .describe('file of the trained network: ONNX (opset 9 to 21; trees of ONNX-ML too), .keras of Keras 3, .h5 of Keras, or model.json of a TensorFlow.js layers or graph model, whose folder counts as a whole'), // prettier-ignore
  lambdas: lambdas
    .default({})
    .describe('of a Keras model: what stands for the code of a Lambda layer, by the name of the layer; the code is never executed'), // prettier-ignore
  features: features.describe('what its inputs are, out of the constituents of a jet'),
  output: output.default({}).describe('what its output is, and which of it is signal'),
  contrast: contrastParameter.describe('which classes of the jets are background and which are signal; default: those of the discriminant where jets have classes of these names, else background and signal'), // prettier-ignore
});

export default defineTask({
  name: 'models/import',
  description:
    'a network that was trained elsewhere as a classifier like any other: its inputs are differentiable functions of the constituents, so that every attack can follow its gradient; one without gradient, such as trees, is imported too, for attacks/square; it is tried on jets before it is believed',
  params,
  inputs: {
    jets: {
      kind: jets,
      take: 'one',
      description: 'jets that it will be asked about: their layout, and some to try it on',
    },
    seen: {
      kind: splitJets,
      take: 'many',
      description:
        'jets that it was trained (train) and chosen (validation) on, where they are at hand: scoring them as test jets is refused',
    },
  },
  output: classifier,
  async run({ params, inputs, output: folder, scratch, device: asked, progress, record }) {
    const [{ join }, { deviceOf }, { openJets }, { importTagger }, { saveImported }, { seenInAll }] = await Promise.all(
      [
        import('node:path'),
        import('@jetdemon/compute'),
        import('@jetdemon/data'),
        import('../imported/import.ts'),
        import('../classifier/store.ts'),
        import('../classifier/seen.ts'),
      ],
    );
    const file = join(inputs.jets.folder, 'jets.arrow');
    const { jets, close } = await openJets(file, { scratch: join(scratch, 'jets.padded') });
    try {
      const device = await deviceOf({ device: asked, record });
      progress('reading the network');
      const { classifier, auc } = await importTagger(params, jets, file, device);
      const seen = await seenInAll(
        inputs.seen.map((one) => join(one.folder, 'jets.arrow')),
        scratch,
      );
      await saveImported(folder, classifier, seen);
      const { output, tried, gradient, jetsPerCall, notes = [] } = classifier.imported;
      record('output', output);
      if (gradient) record('gradient', gradient);
      if (jetsPerCall !== undefined) record('jetsPerCall', jetsPerCall);
      if (notes.length > 0) record('notes', notes);
      notes.forEach((note) => progress(note));
      record('tried', { ...tried, ...(auc !== undefined && { auc }) });
      const slopes = gradient === 'none' ? '; no gradient: attacks/square alone takes it' : '';
      progress(`P(signal) from ${output.is}; AUC of ${tried.jets} jets ${auc?.toFixed(3) ?? 'unknown'}${slopes}`, 1);
    } finally {
      close();
    }
  },
});
