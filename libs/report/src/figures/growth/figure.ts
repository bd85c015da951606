// Figure of growth: the loss to an adversary against the jets that its training has seen, a panel per attacked network.
import type { GrowthMetrics } from '@jetdemon/artifacts';
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import { networkName } from '../../text/robustness-sentence.ts';
import { percentInWords } from '../../text/numbers.ts';
import type { Figure } from '../figure.ts';
import { aligned, panelWidth } from '../histogram-layers.ts';
import { legendRow, type Entry } from '../legend.ts';
import { pointerAtPoints } from '../pointer.ts';
import { config, nominalLook, panelName, variedLook, wholeLook, type Look } from '../style.ts';

const columns = ['network', 'way', 'jets', 'loss', 'low', 'high'] as const;

type Row = Record<(typeof columns)[number], string | number>;

/** Entries of the legend side by side. */
const perRow = 4;

/** The figure: the base with its band over trainings, the other ways as lines, and what each takes of test jets at its end. */
export function growthFigure(
  { networks, base, convention }: GrowthMetrics,
  names: Readonly<Record<string, string>>,
): Figure<(typeof columns)[number]> {
  const nameOf = (point: string) => networkName(names, point);
  const ways = [...new Set(Object.values(networks).flatMap((one) => Object.keys(one)))];
  const others = ways.filter((way) => way !== base);
  const lookOf = (way: string): Look => (way === base ? nominalLook : looks[others.indexOf(way) % looks.length]!);
  const rows = Object.entries(networks).flatMap(([network, of]) =>
    ways.flatMap((way) =>
      (of[way]?.curve ?? []).map(({ jets, value, low, high }): Row => ({ network, way, jets, loss: value, low, high })),
    ),
  );
  const tested = Object.values(networks).flatMap((of) => Object.values(of).flatMap(({ loss }) => [loss.low, loss.high]));
  const reach = [...rows.flatMap(({ low, high }) => [Number(low), Number(high)]), ...tested];
  const [bottom, top] = [Math.min(0, ...reach), Math.max(0.01, ...reach)];
  const room = 0.06 * (top - bottom);
  const jets = rows.map((row) => Number(row.jets));
  const x: PositionFieldDef<Field> = {
    ...{ field: 'jets', type: 'quantitative', title: 'jets seen' },
    scale: { type: 'log', domain: [Math.min(...jets), 1.25 * Math.max(...jets)], nice: false },
    axis: { format: '~s', tickCount: 4 },
  };
  const y: PositionFieldDef<Field> = {
    ...{ field: 'loss', type: 'quantitative', title: 'loss at the nominal optimum' },
    scale: { domain: [bottom - room, top + room], nice: false, zero: false },
    axis: { format: '.0%', tickCount: 6 },
  };
  const panel = (network: string): LayerSpec<Field> => {
    const own = rows.filter((row) => row.network === network);
    const of = (way: string) => own.filter((row) => row.way === way);
    const ends = Object.entries(networks[network]!).map(([way, { jets: at, loss }]) => ({
      ...{ network, way: nameOf(way), jets: 1.1 * at, loss: loss.value, low: loss.low, high: loss.high, key: way },
    }));
    return {
      width: panelWidth(Object.keys(networks).length),
      height: 300,
      layer: [
        panelName(nameOf(network)),
        { data: { values: [{}] }, mark: { type: 'rule', color: '#9a9a9a', strokeWidth: 1 }, encoding: { y: { datum: 0 } } },
        { data: { values: of(base) }, mark: { type: 'area', color: lookOf(base).colour, opacity: 0.16 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } } },
        ...[...others, base].map((way): UnitSpec<Field> => ({
          data: { values: of(way) },
          mark: { type: 'line', interpolate: 'step-after', color: lookOf(way).colour, strokeDash: [...lookOf(way).dash], strokeWidth: way === base ? 2.2 : 1.4 },
          encoding: { x, y },
        })),
        ...ends.flatMap(({ key, ...end }): UnitSpec<Field>[] => [
          { data: { values: [end] }, mark: { type: 'rule', color: lookOf(key).colour, strokeWidth: 1.2 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } } },
          { data: { values: [end] }, mark: { type: 'point', shape: lookOf(key).shape, filled: true, size: key === base ? 90 : 50, color: lookOf(key).colour, opacity: 1 }, encoding: { x, y } },
        ]),
        pointerAtPoints({ name: `growth-${network}`, values: own.map((row) => ({ ...row, way: nameOf(String(row.way)) })), ...{ x, y }, tells: [['way', 'way'], ['jets', 'jets seen', ',.0f'], ['loss', 'loss, validation', '.1%'], ['low', 'smallest', '.1%'], ['high', 'largest', '.1%']] }),
        pointerAtPoints({ name: `tested-${network}`, values: ends, ...{ x, y }, tells: [['way', 'way'], ['loss', 'loss, test', '.1%'], ['low', '68% from', '.1%'], ['high', 'to', '.1%']] }),
      ],
    };
  };
  const entries = [base, ...others].map((way) => entry(nameOf(way), lookOf(way)));
  const legends = entries.filter((_, at) => at % perRow === 0).map((_, row) => legendRow(entries.slice(row * perRow, (row + 1) * perRow)));
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      spacing: 10,
      vconcat: [...legends, { ...aligned, hconcat: Object.keys(networks).map(panel) }],
    },
    table: rows,
    columns,
    title: 'Loss to the adversary against the jets that its training has seen',
    caption:
      `Lines: the strongest trial so far that passes the acceptance criteria, on the validation jets on which it ` +
      `is chosen, mean over ${convention.seeds} trainings; band: from the weakest to the strongest of them. Points: what the chosen ones take of test ` +
      `jets, with 68% intervals: ${convention.description}.`,
    about: 'growth',
    alt: Object.entries(networks).flatMap(([network, of]) => Object.entries(of).map(([way, { loss }]) => `${nameOf(network)}, ${nameOf(way)}: a loss of ${percentInWords(loss)}`)).join('; ') + '.',
  };
} // prettier-ignore

const looks: readonly Look[] = [
  ...[0, 1, 2, 3, 4].map(variedLook),
  { ...wholeLook, dash: [1, 3], shape: 'square' },
  { colour: '#7a7a7a', dash: [6, 2], shape: 'triangle-up' },
  { colour: '#8a6d3b', dash: [8, 2, 1, 2], shape: 'diamond' },
];

const entry = (name: string, { colour, dash, shape }: Look): Entry => ({
  name,
  swatches: [
    { width: 26, mark: { type: 'rule', color: colour, strokeDash: [...dash], strokeWidth: 1.6 } },
    { mark: { type: 'point', shape, size: 50, filled: true, color: colour, opacity: 1 } },
  ],
});
