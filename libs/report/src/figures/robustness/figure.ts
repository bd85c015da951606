// Figure of robustness: what networks keep whatever attack is made, against what they are worth without any.
import type { RobustnessMetrics } from '@jetdemon/artifacts';
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import { networkName, robustnessSentence } from '../../text/robustness-sentence.ts';
import type { Figure } from '../figure.ts';
import { legendRow, type Entry } from '../legend.ts';
import { pointerAtPoints } from '../pointer.ts';
import { textWidth } from '../text-width.ts';
import { config, ink, nominalLook, variedLook } from '../style.ts';

const columns = [
  ...['network', 'auc', 'auc_low', 'auc_high', 'peak', 'peak_low', 'peak_high', 'worst_attack'],
  ...['kept', 'kept_low', 'kept_high', 'certified', 'certified_low', 'certified_high'],
] as const;

type Row = Record<(typeof columns)[number], string | number>;

const [keptLook, certainLook] = [nominalLook, variedLook(1)];
const size = { width: 460, height: 400 };

/**
 * The figure: filled points for what is kept under the worst attack, hollow squares for what is certain, each network's
 * on one line; the networks that no other beats in both are joined.
 */
export function robustnessFigure(
  metrics: RobustnessMetrics,
  names: Readonly<Record<string, string>>,
): Figure<(typeof columns)[number]> {
  const nameOf = (point: string) => networkName(names, point);
  const rows = Object.entries(metrics.networks).map(([point, { auc, peak, kept, worst, certified }]): Row => ({
    network: nameOf(point),
    ...{ auc: auc.value, auc_low: auc.low, auc_high: auc.high },
    ...{ peak: peak.value, peak_low: peak.low, peak_high: peak.high },
    worst_attack: names[worst] ?? worst,
    ...{ kept: kept.value, kept_low: kept.low, kept_high: kept.high },
    certified: certified?.significance.value ?? NaN,
    certified_low: certified?.significance.low ?? NaN,
    certified_high: certified?.significance.high ?? NaN,
  }));
  const certain = rows.filter(({ certified }) => !Number.isNaN(certified));
  const front = frontOf(rows);
  const numbers = (...fields: (typeof columns)[number][]) => rows.flatMap((row) => fields.map((field) => Number(row[field]))).filter(Number.isFinite); // prettier-ignore
  const [left, right] = around(numbers('peak_low', 'peak_high'));
  const reach = around(numbers('kept_low', 'kept_high', 'certified_low', 'certified_high'));
  const x = axis('peak', 'ε_S/√ε_B without attack', [left, right]);
  const y = axis('kept', 'ε_S/√ε_B kept', reach);
  const diagonal = around([...numbers('peak_low', 'peak_high', 'kept_low', 'certified_low')]);
  const layer: UnitSpec<Field>[] = [
    ...labels(rows, right, reach, x, y),
    {
      data: { values: diagonal.map((value) => ({ peak: value, kept: value })) },
      mark: { type: 'line', color: '#9a9a9a', strokeWidth: 1, clip: true },
      encoding: { x, y },
    },
    {
      data: { values: front },
      mark: { type: 'line', color: ink, strokeWidth: 1.2, strokeDash: [5, 4] },
      encoding: { x, y, order: { field: 'peak', type: 'quantitative' } },
    },
    {
      data: { values: certain },
      mark: { type: 'rule', color: certainLook.colour, strokeWidth: 1, strokeDash: [2, 3] },
      encoding: { x, y: { ...y, field: 'certified' }, y2: { field: 'kept' } },
    },
    ...bars(certain, 'certified', certainLook.colour, x, y),
    ...bars(rows, 'kept', keptLook.colour, x, y),
    {
      data: { values: rows },
      mark: { type: 'point', shape: 'circle', size: 80, filled: true, color: keptLook.colour, opacity: 1 },
      encoding: { x, y },
    },
    {
      data: { values: certain },
      mark: { type: 'point', shape: 'square', size: 70, color: certainLook.colour, fill: 'white', opacity: 1, strokeWidth: 1.6 }, // prettier-ignore
      encoding: { x, y: { ...y, field: 'certified' } },
    },
    pointerAtPoints({
      name: 'kept',
      values: rows,
      ...{ x, y },
      tells: [['network', 'network'], ['auc', 'AUC', '.3f'], ['peak', 'without attack', '.2f'], ['kept', 'kept', '.2f'], ['worst_attack', 'under']], // prettier-ignore
    }),
    pointerAtPoints({
      name: 'certified',
      values: certain,
      ...{ x, y: { ...y, field: 'certified' } },
      tells: [['network', 'network'], ['peak', 'without attack', '.2f'], ['certified', 'certain', '.2f']],
    }),
  ];
  const plain = (point: string) => nameOf(point);
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      // fonts differ, and names stand outside the frame
      padding: { left: 5, top: 5, bottom: 5, right: 5 + Math.ceil(0.25 * Math.max(...rows.map(({ network }) => textWidth(String(network), 12)))) },
      spacing: 10,
      vconcat: [legendRow(certain.length > 0 ? entries : entries.slice(0, 1)), { ...size, layer }],
    },
    table: rows,
    columns,
    title: 'Significance kept under attack, against significance without one',
    caption:
      `${robustnessSentence(metrics, plain).replace(/\[\[(.*?)\|.*?\]\]/g, '$1')} Filled: the least under the attacks, at ` +
      'the threshold that jets suggest which nobody attacked' +
      (certain.length > 0 ? '; hollow: what no attack within the budget can bring it below, by the certificate of the network, at the threshold that is best for that' : '') +
      `. On the grey line nothing is lost; the dashed line joins the networks that no other beats in both. 68% intervals: ${metrics.convention.description}.`,
    about: 'robustness',
    alt: `Significance kept: ${rows.map(({ network, peak, kept }) => `${network}, ${Number(kept).toFixed(2)} of ${Number(peak).toFixed(2)}`).join('; ')}.`,
  };
} // prettier-ignore

/** Networks that no other beats in both, from the lowest peak to the highest. */
function frontOf(rows: readonly Row[]): Row[] {
  const beaten = (row: Row) =>
    rows.some((other) => other !== row && Number(other['peak']) >= Number(row['peak']) && Number(other['kept']) >= Number(row['kept'])); // prettier-ignore
  return rows.filter((row) => !beaten(row)).toSorted((a, b) => Number(a['peak']) - Number(b['peak']));
}

function around(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.08 * (high - low || 1);
  return [low - room, high + room];
}

const axis = (field: string, title: string, domain: readonly [number, number]): PositionFieldDef<Field> => ({
  field,
  type: 'quantitative',
  title: title.replaceAll('_S', 'ₛ').replaceAll('_B', 'ᵦ'),
  scale: { domain: [...domain], nice: false, zero: false },
  axis: { format: '.2f', tickCount: 6 },
});

/** Intervals in both directions. */
function bars(
  values: readonly Row[],
  field: 'kept' | 'certified',
  colour: string,
  x: PositionFieldDef<Field>,
  y: PositionFieldDef<Field>,
): UnitSpec<Field>[] {
  const mark = { type: 'rule', color: colour, strokeWidth: 1.4, clip: true } as const;
  return [
    { data: { values: [...values] }, mark, encoding: { x: { ...x, field: 'peak_low' }, x2: { field: 'peak_high' }, y: { ...y, field } } }, // prettier-ignore
    { data: { values: [...values] }, mark, encoding: { x, y: { ...y, field: `${field}_low` }, y2: { field: `${field}_high` } } }, // prettier-ignore
  ];
}

/** Names at the right edge, in the order of what is kept and apart from each other, each with a thin line from its point. */
function labels(
  rows: readonly Row[],
  right: number,
  [low, high]: readonly [number, number],
  x: PositionFieldDef<Field>,
  y: PositionFieldDef<Field>,
): UnitSpec<Field>[] {
  const apart = (16 / size.height) * (high - low);
  const named = rows.toSorted((a, b) => Number(a['kept']) - Number(b['kept']));
  const places: number[] = [];
  for (const { kept } of named) places.push(Math.max(Number(kept), (places.at(-1) ?? -Infinity) + apart));
  // where the last stands above the frame, those below it give way
  let limit = high;
  for (let at = places.length - 1; at >= 0; at--, limit -= apart) places[at] = Math.min(places[at]!, limit);
  const values = named.map((row, at) => ({ ...row, label: places[at]!, right }));
  return [
    {
      data: { values },
      mark: { type: 'rule', color: '#9a9a9a', strokeWidth: 0.7 },
      encoding: { x, x2: { field: 'right' }, y, y2: { field: 'label' } },
    },
    {
      data: { values },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6, fontSize: 12, color: ink },
      encoding: { x: { ...x, field: 'right' }, y: { ...y, field: 'label' }, text: { field: 'network', type: 'nominal' } },
    },
  ];
} // prettier-ignore

const entries: readonly Entry[] = [
  { name: 'kept under the worst attack', swatches: [{ mark: { type: 'point', shape: 'circle', size: 80, filled: true, color: keptLook.colour, opacity: 1 } }] }, // prettier-ignore
  { name: 'certain under any', swatches: [{ mark: { type: 'point', shape: 'square', size: 70, color: certainLook.colour, fill: 'white', opacity: 1, strokeWidth: 1.6 } }] }, // prettier-ignore
];
