// Figure in perspective: what attacks cost beside what known uncertainties do, and how often a control region shows it.
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import { percentInWords } from '../../text/numbers.ts';
import type { Figure } from '../figure.ts';
import { legendRow, type Entry } from '../legend.ts';
import { pointerAtPoints } from '../pointer.ts';
import { backgroundLook, config, nominalLook, variedLook, type Look } from '../style.ts';
import { textWidth } from '../text-width.ts';
import { groups, type Group, type PerspectiveData } from './data.ts';

const columns = [
  'variation',
  'group',
  'loss',
  'loss_low',
  'loss_high',
  'noticed',
  'noticed_low',
  'noticed_high',
] as const;

const looks: Readonly<Record<Group, Look & { readonly filled: boolean; readonly name: string }>> = {
  known: { ...nominalLook, filled: true, name: 'known uncertainty' },
  control: { ...backgroundLook, shape: 'square', filled: false, name: 'random control' },
  attack: { ...variedLook(0), filled: true, name: 'attack' },
};

const rowHeight = 26;

type Row = Record<(typeof columns)[number], string | number>;

/** The figure. */
export function perspectiveFigure({
  network,
  costs,
  falseAlarms,
  description,
}: PerspectiveData): Figure<(typeof columns)[number]> {
  const rows = costs.map(({ name, group, loss, noticed }): Row => ({
    ...{ variation: name, group, loss: loss.value, loss_low: loss.low, loss_high: loss.high },
    ...{ noticed: noticed?.value ?? NaN, noticed_low: noticed?.low ?? NaN, noticed_high: noticed?.high ?? NaN },
  }));
  const seen = rows.filter(({ noticed }) => !Number.isNaN(noticed));
  const shown = groups.filter((group) => rows.some((row) => row.group === group));
  const [largest] = costs;
  const largestKnown = costs.find(({ group }) => group === 'known');
  const beside =
    largestKnown && largest && largest.group !== 'known'
      ? ` The largest loss, ${percentInWords(largest.loss)} (${largest.name}), stands beside ${percentInWords(largestKnown.loss)} of the largest known uncertainty (${largestKnown.name}).`
      : '';
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      spacing: 10,
      vconcat: [
        legendRow(shown.map(entryOf)),
        {
          spacing: 24,
          hconcat: [
            panel('loss', rows, rows, { title: 'loss at the nominal optimum', line: 0, width: 400 }),
            ...(seen.length > 0 ? [panel('noticed', seen, rows, { title: 'pseudo-experiments that show it', line: falseAlarms!.value, width: 210 })] : []), // prettier-ignore
          ],
        },
      ],
    },
    table: rows,
    columns,
    title: network === undefined ? 'Losses in perspective' : `Losses in perspective: ${network}`,
    caption:
      'Share of the relative discovery significance that is lost at the nominal optimum when jets are other than simulated, ' +
      `from the largest to the smallest, with 68% intervals.${beside} Intervals: ${description}.` +
      (falseAlarms
        ? ' Right: share of pseudo-experiments in which any test of the control region has p < 0.05 over the number of its ' +
          `tests; dashed, jets that nobody varied (${percentInWords(falseAlarms)}).`
        : ''),
    about: 'significance',
    alt: `${network === undefined ? '' : `${network}: `}Losses at the nominal optimum: ${costs.map(({ name, loss }) => `${name}, ${percentInWords(loss)}`).join('; ')}.`,
  };
}

interface Panel {
  readonly title: string;
  /** Where there is nothing to see. */
  readonly line: number;
  readonly width: number;
}

function panel(
  field: 'loss' | 'noticed',
  values: readonly Row[],
  all: readonly Row[],
  { title, line, width }: Panel,
): LayerSpec<Field> {
  const names = all.map(({ variation }) => String(variation));
  const room = Math.ceil(1.15 * Math.max(...names.map((name) => textWidth(name, 12)))) + 16; // fonts differ
  const axis =
    field === 'loss' ? { labelLimit: 0, labelPadding: 6, minExtent: room, maxExtent: room, ticks: false } : null;
  const y = {
    field: 'variation',
    type: 'nominal',
    sort: names,
    scale: { domain: names },
    title: null,
    axis: axis && { ...axis, grid: true, gridColor: '#e2e2e2' },
  } as const satisfies PositionFieldDef<Field>;
  const x = (of: string): PositionFieldDef<Field> => ({
    field: of,
    type: 'quantitative',
    title,
    scale: field === 'noticed' ? { domain: [0, 1] } : { nice: true, zero: true },
    axis: { format: '.0%', tickCount: 5 },
  });
  const layers = groups.flatMap((group): UnitSpec<Field>[] => {
    const of = values.filter((row) => row.group === group);
    if (of.length === 0) return [];
    const { colour, shape, filled } = looks[group];
    const data = { values: of };
    return [
      {
        data,
        mark: { type: 'rule', color: colour, strokeWidth: 2 },
        encoding: { y, x: x(`${field}_low`), x2: { field: `${field}_high` } },
      },
      {
        data,
        mark: {
          type: 'point',
          shape,
          size: 80,
          filled,
          color: colour,
          opacity: 1,
          strokeWidth: 1.6,
          ...(!filled && { fill: 'white' }),
        },
        encoding: { y, x: x(field) },
      },
    ];
  });
  const name = field === 'loss' ? 'loss' : 'noticed in';
  return {
    width,
    height: rowHeight * names.length,
    layer: [
      {
        data: { values: [{}] },
        mark: { type: 'rule', color: '#6b6b6b', strokeWidth: 1.2, strokeDash: [5, 4] },
        encoding: { x: { datum: line } },
      },
      ...layers,
      pointerAtPoints({
        name: field,
        values,
        ...{ x: x(field), y },
        tells: [['variation', 'variation'], [field, name, '.1%'], [`${field}_low`, '68% from', '.1%'], [`${field}_high`, 'to', '.1%']], // prettier-ignore
      }),
    ],
  };
}

function entryOf(group: Group): Entry {
  const { name, colour, shape, filled } = looks[group];
  return {
    name,
    swatches: [
      { mark: { type: 'rule', color: colour, strokeWidth: 2 }, width: 24 },
      { mark: { type: 'point', shape, size: 80, filled, color: colour, strokeWidth: 1.6, opacity: 1, ...(!filled && { fill: 'white' }) } }, // prettier-ignore
    ],
  };
}
