// Weights of a network, one row per parameter.
import { table } from '@jetdemon/workflow';

/** @param name of a parameter, and `value` of its values, in words */
export const weightsTable = (name: string, value = 'its values, row-major') =>
  table({
    name: { type: 'utf8', unit: '1', description: name },
    value: { type: 'list<float32>', unit: '1', description: value },
  });
