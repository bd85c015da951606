// Classifier output and jet observables before and after an attack. One row per
// observable, one column per network, and under each panel the ratios of jets after the attack to jets before it.
import { fewest, movedSamples, ratioReach, withRatios, type Bin } from './ratios.ts';
import { distribution, ratio, type Series } from './panels.ts';
import { comparedWith, type Figure } from '../figure.ts';
import { aboutOwn, axisTitle, observablesOf } from '../../text/observables.ts';
import { labelsOf, nominal, type Shown } from '../samples.ts';
import { aligned, panelWidth } from '../histogram-layers.ts';
import { attackedBackgroundLook, backgroundLook, config, wholeLook } from '../style.ts';

const columns = [
  'network',
  'observable',
  'class',
  'sample',
  'low',
  'high',
  'count',
  'fraction',
  'fraction_low',
  'fraction_high',
  'ratio',
  'ratio_low',
  'ratio_high',
  'nominal_count',
] as const;

/**
 * The figure: both classes before and after, and jets of any class where a sample has none. Background of a sample that leaves it as it is (FGSM moves signal alone)
 * is not drawn again.
 *
 * @param compare the published figure that this one is to be compared with
 * @param unpaired whether varied samples may be other jets than the nominal ones
 */
export function distributionsFigure(
  bins: readonly Bin[],
  samples: readonly Shown[],
  compare?: string,
  { unpaired = false } = {},
): Figure<(typeof columns)[number]> {
  const labels = labelsOf(samples, bins);
  const moved = {
    background: movedSamples(bins, 'background'),
    signal: new Set(labels.keys()),
    all: new Set(labels.keys()),
  };
  const isShown = (bin: Bin) =>
    bin.sample === nominal || (labels.has(bin.sample) && moved[bin.class as keyof typeof moved]?.has(bin.sample));
  const table = withRatios(bins.filter(isShown));
  const networks = [...new Set(table.map(({ network }) => network))];
  const series = seriesOf(samples, (name, sample) => table.some((row) => row.class === name && row.sample === sample));
  const nameOf = (name: string, label: string) =>
    label === labels.get(nominal) ? className(name) : `${className(name)}, ${label}`;
  const values = table.map((row) => ({ ...row, series: nameOf(row.class, labels.get(row.sample)!) }));
  const varied = series.filter(({ before }) => !before);
  const classes = ['signal', 'background', 'all'].filter((name) => varied.some((one) => one.class === name));
  const rows = observablesOf(table).flatMap((observable) => {
    const ofRow = table.filter((row) => row.observable === observable);
    const limits = {
      observable,
      series,
      width: panelWidth(networks.length),
      left: Math.min(...ofRow.map(({ low }) => low)),
      right: Math.max(...ofRow.map(({ high }) => high)),
      top: 1.32 * Math.max(...ofRow.map(({ fraction_high }) => fraction_high)),
    };
    const panels = networks.map((network, at) => ({ ...limits, network, first: at === 0 }));
    const ratios = classes.map((name, at) => {
      const reach = ratioReach(ofRow.filter((row) => row.class === name));
      const last = at === classes.length - 1;
      return panels.map((panel) => ratio({ ...panel, class: name, reach, last }));
    });
    return [panels.map(distribution), ...ratios].map((hconcat) => ({ ...aligned, hconcat }));
  });
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      data: { values },
      spacing: 10,
      vconcat: rows,
    },
    table,
    columns,
    title: 'Classifier output and jet observables before and after the attack',
    caption:
      `${capitalised(series.map(({ label }) => label).join('; '))}. Background before is filled. Each histogram is ` +
      'divided by the jets of its sample, so that jets outside the range shown are missing from its sum; error bars are ' +
      `Poisson intervals of at least 68%. Lower panels: after to before, for ${classes.map(className).join(' and ')}, where there are at least ` +
      `${fewest} jets before in the bin; error bars: Poisson intervals of after; grey band: that of before. ${
        unpaired
          ? 'Samples may be other jets than those before: bar and band are then independent.'
          : 'The jets are the same before and after, so that their fluctuations are largely common and the bars overstate the errors of the ratio.'
      }` +
      `${unpaired || classes.includes('background') ? '' : ' Background is not moved.'}` +
      aboutOwn(observablesOf(table)) +
      comparedWith(compare),
    about: 'histograms',
    alt:
      `Histograms of ${observablesOf(table).map(axisTitle).join(', ')} for ${networks.join(' and ')}: ` +
      `${series.map(({ label }) => label).join('; ')}, with the ratios of after to before below.`,
  };
}

function seriesOf(samples: readonly Shown[], has: (name: string, sample: string) => boolean): Series[] {
  const [before, ...varied] = samples;
  const after = (name: string, { label }: Shown) => ({
    class: name,
    before: false,
    label: `${className(name)}, ${label}`,
  });
  const having = (name: string) => varied.filter((shown) => shown.samples.some((sample) => has(name, sample)));
  const nominalOf = (name: string, look: Series['look']): Series[] =>
    before!.samples.some((sample) => has(name, sample)) ? [{ class: name, before: true, label: className(name), look }] : []; // prettier-ignore
  return [
    ...nominalOf('background', backgroundLook),
    ...having('background').map((shown, at) => ({ ...after('background', shown), look: attackedBackgroundLook(at) })),
    ...nominalOf('signal', before!.look),
    ...having('signal').map((shown) => ({ ...after('signal', shown), look: shown.look })),
    ...nominalOf('all', wholeLook),
    ...having('all').map((shown) => ({ ...after('all', shown), look: shown.look })),
  ];
}

const className = (name: string) => (name === 'all' ? 'jets of any class' : name);

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
