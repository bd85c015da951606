// Figure of susceptibility: loss to an adversary against how well the network was trained.
import { comparedWith, type Figure } from '../figure.ts';
import { percentInWords } from '../../text/numbers.ts';
import { legendRow, type Entry } from '../legend.ts';
import type { PublishedPoint, SusceptibilityData, SusceptibilityPoint } from './data.ts';
import { config, type Look } from '../style.ts';
import {
  averages,
  stagesLook,
  otherLooks,
  panel,
  published as publishedMarks,
  publishedLook,
  trainings,
} from './marks.ts';

const columns = ['stage', 'seed', 'auc', 'auc_low', 'auc_high', 'loss', 'loss_low', 'loss_high'] as const;

const mean = 'mean';

/** The figure. */
export function susceptibilityFigure(data: SusceptibilityData): Figure<(typeof columns)[number]> {
  const { points, stages, published, slope, seeds } = data;
  const training = data.names['training'] ?? 'network';
  const others = [...new Set(points.map(({ stage }) => stage))].filter((stage) => !stages.includes(stage));
  const nameOf = (stage: string) => data.names[stage] ?? stage;
  const groups = [
    { stages: stages, look: stagesLook },
    ...others.map((stage, at) => ({ stages: [stage], look: otherLooks[at % otherLooks.length]! })),
  ];
  const ends = endsOf(points, published);
  // Names near the right edge stand to the left of their points.
  const sideways = ends.auc[0] + 0.85 * (ends.auc[1] - ends.auc[0]);
  const layers = groups.flatMap(({ stages, look }) => {
    const of = points.filter(({ stage }) => stages.includes(stage));
    const means = stages.flatMap((stage) => of.filter((point) => point.stage === stage && point.seed === mean));
    // A mean over one training is that training.
    const single = of.filter(({ stage, seed }) => seed !== mean && of.filter((one) => one.stage === stage).length > 2);
    return [
      ...trainings(single, look),
      ...averages(
        means.map((point) => ({ ...point, name: nameOf(point.stage) })),
        look,
        sideways,
      ),
    ];
  });
  const percent = { ...slope, value: slope.value / 100, low: slope.low / 100, high: slope.high / 100 };
  const rises = `${percentInWords(percent)} of the significance per 0.01 of AUC`;
  const stageMeans = stages.flatMap((stage) => points.filter((point) => point.stage === stage && point.seed === mean));
  const notDefined = { auc_low: NaN, auc_high: NaN, loss_low: NaN, loss_high: NaN };
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      spacing: 10,
      vconcat: [
        legendRow(legendOf(others.map(nameOf), seeds, published.length > 0, training)),
        panel([...layers, ...publishedMarks(published, sideways)], ends),
      ],
    },
    table: [
      ...points,
      ...published.map(({ label, auc, loss }) => ({ stage: label, seed: 'paper', auc, loss, ...notDefined })),
    ],
    columns,
    title: 'Loss to the adversary against how well the network was trained',
    caption:
      'Share of the relative discovery significance that is lost at the nominal optimum, against AUC, for snapshots of ' +
      `the training of the ${training} (${stages.map(nameOf).join(', ')}), each with an adversary of its own` +
      `${others.length > 0 ? `, beside the ${others.map(nameOf).join(' and the ')}` : ''}. ` +
      (seeds > 1
        ? `Filled: means over ${seeds} trainings with 68% intervals, joined in the order of training; small and hollow: each training. `
        : 'Points have 68% intervals and are joined in the order of training. ') +
      `Slope: ${rises}. Intervals: ${data.description}.` +
      (published.length > 0 ? ' Diamonds: values of the paper, without errors.' : '') +
      comparedWith(data.compare),
    about: 'susceptibility',
    alt:
      'Loss of significance at the nominal optimum against AUC: ' +
      `${stageMeans.map(({ stage, auc, loss }) => `${nameOf(stage)}, AUC ${auc.toFixed(3)}, ${(100 * loss).toFixed(1)}%`).join('; ')}. ` +
      `Slope ${rises}.`,
  };
}

/** The ends of both axes: all that is drawn, and a tenth more. */
function endsOf(points: readonly SusceptibilityPoint[], paper: readonly PublishedPoint[]) {
  const around = (values: readonly number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const more = 0.1 * Math.max(high - low, 0.01);
    return [low - more, high + more];
  };
  return {
    auc: around([...points.flatMap(({ auc_low, auc_high }) => [auc_low, auc_high]), ...paper.map(({ auc }) => auc)]),
    loss: around([
      0,
      ...points.flatMap(({ loss_low, loss_high }) => [loss_low, loss_high]),
      ...paper.map(({ loss }) => loss),
    ]),
  };
}

function legendOf(others: readonly string[], seeds: number, hasPaper: boolean, training: string): Entry[] {
  const point = ({ colour, shape }: Look, size: number, filled: boolean): Entry['swatches'] => [
    { mark: { type: 'point', shape, size, filled, color: colour, strokeWidth: 1.4, opacity: 1 } },
  ];
  return [
    { name: `${training}${seeds > 1 ? ', mean' : ''}`, swatches: point(stagesLook, 90, true) },
    ...(seeds > 1 ? [{ name: 'one training', swatches: point(stagesLook, 34, false) }] : []),
    ...others.map((name, at) => ({ name, swatches: point(otherLooks[at % otherLooks.length]!, 90, true) })),
    ...(hasPaper ? [{ name: 'paper', swatches: point(publishedLook, 110, false) }] : []),
  ];
}
