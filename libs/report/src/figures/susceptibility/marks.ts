// The marks of the figure of susceptibility: trainings, their means with intervals, published values.
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import { panelWidth } from '../histogram-layers.ts';
import { pointerAtPoints, type Told } from '../pointer.ts';
import { ink, nominalLook, variedLook, type Look } from '../style.ts';
import type { PublishedPoint, SusceptibilityPoint } from './data.ts';

export const stagesLook = nominalLook;
export const publishedLook: Look = { colour: '#5a5a5a', dash: [1, 0], shape: 'diamond' };
/** Looks of what is not on the stages; never that of the stages or of published values. */
export const otherLooks = [variedLook(0), variedLook(1)];

type Axis = (field: string) => PositionFieldDef<Field>;

const x: Axis = (field) => ({ field, type: 'quantitative', title: 'AUC', axis: { format: '.2f', tickCount: 8 } });
const y: Axis = (field) => ({
  field,
  type: 'quantitative',
  title: 'loss at the nominal optimum',
  axis: { format: '.0%', tickCount: 6 },
});

const zeroLine: UnitSpec<Field> = {
  data: { values: [{}] },
  mark: { type: 'rule', color: '#6b6b6b', strokeWidth: 1.2, strokeDash: [5, 4] },
  encoding: { y: { datum: 0 } },
};

/** The frame with the line of no loss; domains are the ends of the axes. */
export function panel(
  layer: readonly UnitSpec<Field>[],
  { auc, loss }: { auc: readonly number[]; loss: readonly number[] },
): LayerSpec<Field> {
  const domain = (values: readonly number[]) => ({ domain: [...values], nice: false, zero: false });
  return {
    width: panelWidth(1),
    height: 340,
    encoding: {
      x: { type: 'quantitative', scale: domain(auc) },
      y: { type: 'quantitative', scale: domain(loss) },
    },
    layer: [zeroLine, ...layer],
  };
}

/** Each training: small and hollow, without errors, which the mean has. */
export function trainings(values: readonly SusceptibilityPoint[], { colour, shape }: Look): UnitSpec<Field>[] {
  if (values.length === 0) return [];
  return [
    {
      data: { values: [...values] },
      mark: { type: 'point', shape, size: 34, filled: false, color: colour, strokeWidth: 1.1, opacity: 1 },
      encoding: { x: x('auc'), y: y('loss') },
    },
    pointerAtPoints({
      name: `trainings-${values[0]!.stage}`,
      values,
      ...{ x: x('auc'), y: y('loss') },
      tells: [['stage', 'network'], ['seed', 'training seed'], ...numbers],
    }),
  ];
}

const numbers: Told[] = [
  ['auc', 'AUC', '.4f'],
  ['loss', 'loss', '.1%'],
];

const withIntervals: Told[] = [
  ['auc', 'AUC', '.4f'],
  ['auc_low', '68% from', '.4f'],
  ['auc_high', 'to', '.4f'],
  ['loss', 'loss', '.1%'],
  ['loss_low', 'from', '.1%'],
  ['loss_high', 'up to', '.1%'],
];

/** Means with their intervals in both directions and their names, joined in their order. */
export function averages(
  means: readonly (SusceptibilityPoint & { readonly name: string })[],
  { colour, shape }: Look,
  sideways: number,
): UnitSpec<Field>[] {
  const data = { values: means.map((point, at) => ({ ...point, at })) };
  const bar = { type: 'rule', color: colour, strokeWidth: 1.5 } as const;
  return [
    {
      data,
      mark: { type: 'line', color: colour, strokeWidth: 1, strokeDash: [2, 3] },
      encoding: { x: x('auc'), y: y('loss'), order: { field: 'at' } },
    },
    { data, mark: bar, encoding: { x: x('auc_low'), x2: { field: 'auc_high' }, y: y('loss') } },
    { data, mark: bar, encoding: { x: x('auc'), y: y('loss_low'), y2: { field: 'loss_high' } } },
    {
      data,
      mark: { type: 'point', shape, size: 90, filled: true, color: colour, opacity: 1 },
      encoding: { x: x('auc'), y: y('loss') },
    },
    ...named(data.values, sideways),
    pointerAtPoints({
      name: `means-${means[0]?.name ?? ''}`,
      values: data.values,
      ...{ x: x('auc'), y: y('loss') },
      tells: [['name', 'network'], ...withIntervals],
    }),
  ];
}

export function published(paper: readonly PublishedPoint[], sideways: number): UnitSpec<Field>[] {
  if (paper.length === 0) return [];
  const { colour, shape } = publishedLook;
  const values = paper.map((point) => ({ ...point, name: point.label }));
  return [
    {
      data: { values },
      mark: { type: 'point', shape, size: 110, filled: false, color: colour, strokeWidth: 1.6, opacity: 1 },
      encoding: { x: x('auc'), y: y('loss') },
    },
    ...named(values, sideways),
    pointerAtPoints({
      name: 'published',
      values,
      ...{ x: x('auc'), y: y('loss') },
      tells: [['name', 'paper'], ...numbers],
    }),
  ];
}

/** The field `name` of each point, below and to the right of it; to the left from an AUC of `sideways` on. */
function named(values: readonly { readonly auc: number }[], sideways: number): UnitSpec<Field>[] {
  return [false, true].flatMap((left) => {
    const here = values.filter(({ auc }) => auc > sideways === left);
    if (here.length === 0) return [];
    return [
      {
        data: { values: here },
        mark: { type: 'text', align: left ? 'right' : 'left', baseline: 'top', dx: left ? -8 : 8, dy: 5, color: ink },
        encoding: { x: x('auc'), y: y('loss'), text: { field: 'name' } },
      },
    ];
  });
}
