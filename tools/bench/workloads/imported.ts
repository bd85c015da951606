// FGSM on a network that was trained elsewhere: the ParticleNet of data/taggers, through its preprocessing.
import type { MakeWorkload } from './workload.ts';
import { importTagger } from '@jetdemon/models';
import { attackOn, iterations } from './fgsm.ts';
import { bundledBatches, bundledJets, constituentsPerJet, different, isEager } from './workload.ts';

const folder = 'data/taggers/particlenet';

export const importedFgsm: MakeWorkload = async (device, batch) => {
  const jets = await bundledJets(batch);
  const asked = {
    model: `${folder}/model.onnx`,
    features: { unit: 'GeV', define: {}, file: `${folder}/preprocess.json` },
    output: {},
  } as const;
  const { classifier } = await importTagger(asked, jets, 'the bundled jets', device);
  const real = constituentsPerJet(await bundledBatches(batch));
  return {
    about: `${iterations} iterations, ${real.toFixed(1)} of 64 constituents real`,
    warmUp: isEager(device) ? 1 : different,
    ...attackOn(classifier, jets, device, batch),
  };
};
