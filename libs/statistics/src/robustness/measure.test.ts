import type { SignificanceMetrics } from '@jetdemon/artifacts';
import { InputError, type Input } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import type { Run } from '../significance/runs.ts';
import { measureRobustness } from './measure.ts';

const quoted = (value: number, error = 0.1) => ({ value, low: value - error, high: value + error, description: '' });
const bare = (value: number) => ({ value, uncertainty: 'none is known', description: '' });

/** A network of that peak, and what each attack leaves of it. */
function run(network: string, peak: number, left: Readonly<Record<string, number>>, jets = 1000): Run {
  const sample = { auc: quoted(0.8), peak: quoted(peak), threshold: bare(0.5), signal_efficiency: bare(0.5), background_efficiency: bare(0.1), mean_signal_score: quoted(0.6), mean_background_score: quoted(0.4) }; // prettier-ignore
  const variations = Object.entries(left).map(([name, value]) => {
    const loss = quoted(1 - value / peak);
    return [name, { ...sample, at_nominal_optimum: quoted(value), loss_at_nominal_optimum: loss, loss_peak_to_peak: loss }] as const; // prettier-ignore
  });
  const metrics: SignificanceMetrics = {
    ...sample,
    variations: Object.fromEntries(variations),
    jets: { signal: jets, background: jets, background_at_optimum: 100 },
    convention: { replicas: 100, interval: 0.68, minimum_background: 20, description: 'bootstrap' },
  };
  const input: Input = {
    node: `summary@network=${network}`,
    base: 'summary',
    axes: { network },
    params: {},
    folder: '',
  };
  return { input, metrics, replicas: new Map() };
}

const attacked = new Map([
  ['hl', run('hl', 2, { fgsm: 1.2, pgd: 1 })],
  ['defended', run('defended', 1.8, { fgsm: 1.4, pgd: 1.5 })],
  ['bounded', run('bounded', 1.3, { fgsm: 1.2, pgd: 1.15 })],
]);
const certified = new Map([['bounded', run('bounded', 1.3, { certified: 1.1 })]]);

test('the worst attack decides, the best network avoids a share of the loss, and one has a guarantee', () => {
  const found = measureRobustness({ attacked, certified }, 'hl');
  expect(found.networks['defended']).toMatchObject({ worst: 'fgsm', kept: { value: 1.4 } });
  // the peak of the certified scores, not what is left at the nominal optimum
  expect(found.networks['bounded']!.certified).toMatchObject({ significance: { value: 1.3 } });
  expect(found).toMatchObject({ best: 'defended', certain: 'bounded', today: 'hl' });
  // (1.4 − 1) / (2 − 1); errors 0.1 each, times 1, 0.6 and 0.4 over a loss of 1
  expect(found.avoidable.value).toBeCloseTo(0.4, 12);
  expect(found.avoidable.high - 0.4).toBeCloseTo(0.1 * Math.sqrt(1 + 0.36 + 0.16), 12);
});

/** The same result with replicas of its jets. */
const drawn = (of: Run, values: Readonly<Record<string, readonly number[]>>): Run => ({
  ...of,
  replicas: new Map(
    Object.entries(values).map(([place, all]) => [
      place,
      { jets: 'the same', kind: 'percentile' as const, values: Float64Array.from(all) },
    ]),
  ),
});

test('what jets do to all numbers alike cancels in the avoidable share', () => {
  const factors = Array.from({ length: 101 }, (_, at) => 0.9 + 0.002 * at);
  const times = (value: number) => factors.map((factor) => value * factor);
  const shared = new Map([
    ['hl', drawn(attacked.get('hl')!, { peak: times(2), 'variations/pgd/at_nominal_optimum': times(1) })],
    ['defended', drawn(attacked.get('defended')!, { 'variations/fgsm/at_nominal_optimum': times(1.4) })],
  ]);
  const { avoidable } = measureRobustness({ attacked: shared, certified: new Map() }, 'hl');
  expect(avoidable.low).toBeCloseTo(0.4, 12);
  expect(avoidable.high).toBeCloseTo(0.4, 12);
});

test('the avoidable share has the quantiles of its replicas', () => {
  const even = (value: number) => Array.from({ length: 101 }, (_, at) => value + 0.01 * (at - 50));
  const same = (value: number) => even(value).map(() => value);
  const shared = new Map([
    ['hl', drawn(attacked.get('hl')!, { peak: same(2), 'variations/pgd/at_nominal_optimum': same(1) })],
    ['defended', drawn(attacked.get('defended')!, { 'variations/fgsm/at_nominal_optimum': even(1.4) })],
  ]);
  const { avoidable } = measureRobustness({ attacked: shared, certified: new Map() }, 'hl');
  // quantiles 0.16 and 0.84 of 101 even steps of 0.01, over a loss of 1
  expect(avoidable.low).toBeCloseTo(0.4 - 0.34, 12);
  expect(avoidable.high).toBeCloseTo(0.4 + 0.34, 12);
});

test('nothing is avoidable where today’s network is the best, and nothing certain without a certificate', () => {
  const found = measureRobustness({ attacked, certified: new Map() }, 'defended');
  expect(found.avoidable).toEqual({ value: 0, low: 0, high: 0 });
  expect(found).not.toHaveProperty('certain');
});

/** The same result under another convention. */
function under(of: Run, convention: Partial<SignificanceMetrics['convention']>): Run {
  return { ...of, metrics: { ...of.metrics, convention: { ...of.metrics.convention, ...convention } } };
}

test.each([
  ['an interval', { interval: 0.95 }, /expected an interval as in summary@network=hl \(0\.68\), found 0\.95/],
  ['background jets', { minimum_background: 10 }, /expected background jets at a threshold as in .* \(20\), found 10/],
  ['an optimum', { optimum: 'other-half' as const }, /expected an optimum of as in .* \(same-jets\), found other-half/],
  ['training seeds', { seeds: 3 }, /expected training seeds as in .* \(1\), found 3/],
  ['pairing', { pairing: 'unpaired' as const }, /expected pairing as in .* \(rows\), found unpaired/],
])('another convention of %s is refused, of a network and of a certificate', (_, convention, says) => {
  const network = under(run('ll', 2, { fgsm: 1, pgd: 1 }), convention);
  expect(() => measureRobustness({ attacked: new Map([...attacked, ['ll', network]]), certified }, 'hl')).toThrow(says);
  const certificate = new Map([['bounded', under(certified.get('bounded')!, convention)]]);
  expect(() => measureRobustness({ attacked, certified: certificate }, 'hl')).toThrow(says);
});

test.each([
  {
    what: 'a certificate above what an attack left',
    given: { attacked, certified: new Map([['bounded', run('bounded', 1.3, { certified: 1.16 })]]) },
    says: /summary@network=bounded.*expected a certified significance at the nominal optimum below that which pgd leaves, 1\.1500, found 1\.1600/,
  },
  {
    what: 'two variations beside a certificate',
    given: { attacked, certified: new Map([['bounded', run('bounded', 1.3, { certified: 1, other: 1 })]]) },
    says: /expected certified scores as its only variation, found 2/,
  },
  {
    what: 'a certificate of a network that is not there',
    given: { attacked, certified: new Map([['other', run('other', 1.3, { certified: 1 })]]) },
    says: /expected the network other among hl, defended, bounded, found none of it/,
  },
  {
    what: 'other test jets',
    given: { attacked: new Map([...attacked, ['ll', run('ll', 2, { fgsm: 1, pgd: 1 }, 999)]]), certified },
    says: /expected test jets as in summary@network=hl/,
  },
  {
    what: 'other attacks',
    given: { attacked: new Map([...attacked, ['ll', run('ll', 2, { fgsm: 1 })]]), certified },
    says: /expected attacks as in summary@network=hl/,
  },
  {
    what: 'a network that loses nothing',
    given: { attacked: new Map([['hl', run('hl', 2, { fgsm: 2.1 })], ['ll', run('ll', 2, { fgsm: 2.2 })]]), certified: new Map() },
    says: /expected attacks to cost hl something/,
  },
])('$what is refused', ({ given, says }) => {
  expect(() => measureRobustness(given, 'hl')).toThrow(InputError);
  expect(() => measureRobustness(given, 'hl')).toThrow(says);
}); // prettier-ignore
