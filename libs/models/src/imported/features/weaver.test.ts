// weaver's files: preprocess.json as its export writes it, and YAML in the form of the configurations of JetClass.
import { expect, test } from 'vitest';
import { readWeaver } from './weaver.ts';

const yaml = `
selection: (jet_pt > 500)
new_variables:
  part_mask: ak.ones_like(part_energy)
  part_pt: np.hypot(part_px, part_py)
  part_pt_log: np.log(part_pt)
  part_logptrel: np.log(part_pt/jet_pt)
  part_d0: np.tanh(part_d0val)
  unused: awkward_things(part_px)[0]
preprocess: { method: manual, data_fraction: 0.5 }
inputs:
  pf_points: { length: 128, pad_mode: wrap, vars: [[part_deta, null], [part_dphi, null]] }
  pf_features:
    length: 128
    pad_mode: wrap
    vars: [[part_pt_log, 1.7, 0.7], [part_logptrel, -4.7, 0.7], [part_d0, null], [part_charge, 0, 2, -1, 1, 9]]
  pf_mask: { length: 128, pad_mode: constant, vars: [[part_mask, null]] }
labels: { type: simple, value: [label_QCD, label_Tbqq] }
`;

test('a data configuration: definitions that are needed, scales, clips and classes', () => {
  const { inputs, define, slots, classes } = readWeaver(yaml, 'kin.yaml');
  expect([slots, classes]).toEqual([128, ['label_QCD', 'label_Tbqq']]);
  expect(inputs['pf_features']).toEqual({
    axes: 'NFP',
    padding: 'any',
    features: [
      { of: 'part_pt_log', shift: 1.7, factor: 0.7, clip: [-5, 5], pad: 0 },
      { of: 'part_logptrel', shift: -4.7, factor: 0.7, clip: [-5, 5], pad: 0 },
      { of: 'part_d0', shift: 0, factor: 1, pad: 0 },
      { of: 'part_charge', shift: 0, factor: 2, clip: [-1, 1], pad: 9 },
    ],
  });
  expect(inputs['pf_mask']).toEqual({ axes: 'NFP', padding: 'constant', features: [{ of: 'part_mask', shift: 0, factor: 1, pad: 0 }] }); // prettier-ignore
  expect(define).toEqual({
    part_deta: 'delta_eta_reflected',
    part_dphi: 'delta_phi',
    part_pt_log: 'np.log(part_pt)',
    part_pt: 'np.hypot(part_px, part_py)',
    part_px: 'px',
    part_py: 'py',
    part_logptrel: 'np.log(part_pt/jet_pt)',
    part_d0: 'np.tanh(part_d0val)',
    part_mask: 'ak.ones_like(part_energy)',
    part_energy: 'energy',
  });
});

// As weaver 0.5.3 writes *.auto.yaml: the variables as they were, what it found for them under preprocess.params.
test('a configuration that weaver standardised: its params alone count', () => {
  const kept = (center: string, scale: number) =>
    `{ length: 8, pad_mode: constant, center: ${center}, scale: ${scale}, min: -5, max: 4, pad_value: 0 }`;
  const auto = (params: string) =>
    `preprocess: { method: auto, params: ${params} }\ninputs: { f: { length: 8, vars: [part_pt_log, [part_e_log, 1, 1], part_dphi] } }`;
  const params = `{ part_pt_log: ${kept('1.5', 0.25)}, part_e_log: ${kept('2.5', 0.5)}, part_dphi: ${kept('null', 1)} }`;
  expect(readWeaver(auto(params), 'auto.yaml').inputs['f']!.features).toEqual([
    { of: 'part_pt_log', shift: 1.5, factor: 0.25, clip: [-5, 4], pad: 0 },
    { of: 'part_e_log', shift: 2.5, factor: 0.5, clip: [-5, 4], pad: 0 },
    { of: 'part_dphi', shift: 0, factor: 1, pad: 0 },
  ]);
  expect(() => readWeaver(auto(params.replace('part_e_log', 'part_e')), 'auto.yaml')).toThrow(
    /auto\.yaml: preprocess\.params: expected part_e_log, which an input has/,
  );
  expect(() => readWeaver(auto(params.replace('2.5', 'auto')), 'auto.yaml')).toThrow(
    /part_e_log is standardised automatically/,
  );
});

test('preprocess.json: bounds of ±1e32 are none', () => {
  const infos = (lower: number) => ({ median: 2, norm_factor: 0.5, replace_inf_value: 0, lower_bound: lower, upper_bound: -lower, pad: 0 }); // prettier-ignore
  const json = JSON.stringify({
    output_names: ['QCD', 'Top'],
    input_names: ['f'],
    f: {
      var_names: ['part_e_log', 'part_px'],
      var_infos: { part_e_log: infos(-5), part_px: infos(-1e32) },
      var_length: 50,
    },
  });
  expect(readWeaver(json, 'preprocess.json')).toEqual({
    slots: 50,
    classes: ['QCD', 'Top'],
    define: { part_e_log: 'log_e', part_px: 'px' },
    inputs: {
      f: {
        axes: 'NFP',
        padding: 'constant',
        features: [
          { of: 'part_e_log', shift: 2, factor: 0.5, clip: [-5, 5], pad: 0 },
          { of: 'part_px', shift: 2, factor: 0.5, pad: 0 },
        ],
      },
    },
  });
});

test.each([
  [
    yaml.replace('method: manual', 'method: auto').replace('[part_deta, null]', 'part_deta'),
    /kin\.yaml: inputs\.pf_points\.vars: part_deta is standardised automatically/,
  ],
  [
    yaml.replace('pad_mode: constant', 'pad_mode: edge'),
    /inputs\.pf_mask\.pad_mode: expected constant or wrap, found edge/,
  ],
  [
    yaml.replace('length: 128, pad_mode: constant', 'length: 64, pad_mode: constant'),
    /expected inputs of one length, found 128, 64/,
  ],
  [yaml.replace('[part_pt_log, 1.7, 0.7]', '[part_pt_log, high, 0.7]'), /part_pt_log: expected numbers, found high/],
  ['a: 1', /expected weaver’s preprocess\.json/],
  ['{"input_names": ["f"]}', /kin\.yaml: f: /],
  ['{"input_names": ["f"', /kin\.yaml/],
])('a damaged or unsupported file is one clear error', (text, message) => {
  expect(() => readWeaver(text, 'kin.yaml')).toThrow(message);
});
