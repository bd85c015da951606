// Names of usual layouts of inputs.
export const presetNames = ['energyflow-pfn', 'energyflow-efn'] as const;
export type PresetName = (typeof presetNames)[number];
