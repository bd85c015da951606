// Maker of the files of data/ from the generated jets, in any form that `readJets` takes; data/README.md has the
// commands. `compact` is what the large file is stored in; `float32` keeps full precision and every column, for tests.
import { writeCompactJets } from './compact.ts';
import type { Jets, ReferenceColumn } from '../jets/jets.ts';
import { readJets } from './read.ts';
import { writeJets } from './write.ts';

const descriptions: Readonly<Record<string, string>> = {
  trunc_pt: 'jet pT from the constituents listed, before they were rounded',
  trunc_eta: 'jet pseudorapidity from the constituents listed: the axis that eta is relative to',
  trunc_phi: 'jet azimuth from the constituents listed: the axis that phi is relative to',
  trunc_mass: 'jet mass from the constituents listed, before they were rounded',
  trunc_d2: 'D2 with beta = 2 from the constituents listed, before they were rounded',
  n_towers: 'constituents before truncation to 64',
  z_match: '1 if within 1.0 in (rapidity, phi) of the generated Z; 0 for dijets',
  is_leading: '1 if also harder than the jet of the hard photon; always 1 for dijets',
};

const provenance = {
  generator: 'Pythia 8.243, pp at 13 TeV, LO dijets (pTHat > 150 GeV) and Z gamma with Z to qq (pTHat > 200 GeV)',
  detector: 'own parametrised calorimeter with the values of the Delphes 3.4.1 ATLAS card',
  jets: 'FastJet 3.4.0 anti-kt R = 1.0, hardest jet (that of the hard photon removed)',
  selection: 'pT > 300 GeV, m > 50 GeV, |eta| < 2.5, at least 3 towers; 64 hardest kept',
};

const metadata = { 'jetdemon.provenance': JSON.stringify(provenance) };
const [form, from, to] = process.argv.slice(2);
if (!from || !to || (form !== 'compact' && form !== 'float32')) {
  throw new Error('usage: make-bundled compact|float32 FROM.arrow TO.arrow');
}
const jets = await readJets(from);
if (form === 'float32') await writeJets(to, jets, metadata);
else await writeCompactJets(to, withColumns(jets), { axis: { eta: 'trunc_eta', phi: 'trunc_phi' }, metadata });

function withColumns(jets: Jets): Jets {
  const columns = Object.entries(descriptions).map(([name, description]): [string, ReferenceColumn] => {
    const column = jets.reference?.[name];
    if (!column) throw new Error(`${from} has no column ${name}`);
    return [name, { ...column, description }];
  });
  return { ...jets, reference: Object.fromEntries(columns) };
}
