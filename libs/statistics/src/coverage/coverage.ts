// The bench: how often intervals hold what is true, over pseudo-experiments.
import { parseArgs } from 'node:util';
import { keyOf } from '@jetdemon/workflow';
import { cases } from './cases.ts';

const { values } = parseArgs({
  options: { experiments: { type: 'string', default: '500' }, case: { type: 'string', default: '' } },
});
const experiments = Number(values.experiments);
if (!(Number.isInteger(experiments) && experiments > 0))
  throw new Error(`--experiments: expected a whole number above 0, found ${values.experiments}`);
const asked = values.case.split(',').filter((name) => name !== '');
const unknown = asked.find((name) => !cases.some((one) => one.name === name));
if (unknown !== undefined)
  throw new Error(`--case: expected some of ${cases.map(({ name }) => name).join(', ')}, found ${unknown}`);

console.log('| case | number | covered | mean of value − truth | mean half width |\n| --- | --- | --- | --- | --- |');
for (const { name, experiment, share = 1 } of cases.filter((one) => asked.length === 0 || asked.includes(one.name))) {
  const sums = new Map<string, { tried: number; held: number; bias: number; width: number }>();
  const started = performance.now();
  for (let at = 0; at < Math.ceil(share * experiments); at++) {
    for (const [number, { value, low, high }, truth] of experiment(keyOf(`${name} ${at}`))) {
      const sum = sums.get(number) ?? { tried: 0, held: 0, bias: 0, width: 0 };
      sum.tried++;
      sum.held += Number(low <= truth && truth <= high);
      sum.bias += value - truth;
      sum.width += (high - low) / 2;
      sums.set(number, sum);
    }
  }
  for (const [number, { tried, held, bias, width }] of sums) {
    const cells = [held / tried, bias / tried, width / tried].map((cell, at) => cell.toFixed(at === 0 ? 3 : 4));
    console.log(`| ${[name, number, ...cells].join(' | ')} |`);
  }
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}
