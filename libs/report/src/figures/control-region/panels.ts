// The panels of the figure of the control region: pseudodata on the background model, and their ratio below.
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import type { Transform } from 'vega-lite/types_unstable/transform.js';
import { axisTitle } from '../../text/observables.ts';
import { asGiven, binAxis, centres, edges, lineAtOne, ratioAxis } from '../histogram-layers.ts';
import { binTells, pointerAtBins, type Told } from '../pointer.ts';
import { ink, panelName } from '../style.ts';
import { textWidth } from '../text-width.ts';

export const modelLook = { fill: '#bcdcf0', line: '#0072B2', band: '#5a5a5a', bandOpacity: 0.45 };
export const blindedLook = { fill: '#8c8c8c', opacity: 0.28 };
export const optimumLook = { colour: '#007a4d', width: 2.2 };
/** Diameter squared of a point. */
export const pointSize = 26;

const countsHeight = 170;
/** Of a line of text, and above the first. */
const [lineHeight, margin] = [17, 9];

/** Share of the height that the lines of text at the top of a panel take. */
export const roomForWords = (lines: number): number => (2 * margin + lineHeight * lines) / countsHeight;

export interface RegionPanel {
  readonly network: string;
  readonly observable: string;
  /** Said under the name of the network. */
  readonly tests: readonly string[];
  /** Where the blinded region begins, and the threshold that is expected to be optimal; on the axis of the score. */
  readonly blinded?: { readonly from: number; readonly optimum: number };
  /** Whether points in the blinded region are shown, hollow. */
  readonly unblinded: boolean;
  readonly left: number;
  readonly right: number;
  /** Of the vertical axis; `bottom` is above 0 on a logarithmic one. */
  readonly bottom: number;
  readonly top: number;
  readonly logarithmic: boolean;
  readonly yTitle: string;
  readonly ratio: number;
  readonly width: number;
  readonly first: boolean;
}

const ofPanel = ({ network, observable }: RegionPanel): Transform[] => [
  { filter: { field: 'network', equal: network } },
  { filter: { field: 'observable', equal: observable } },
];

/** Which bins have a point: those with jets, outside the blinded region unless that was opened. */
const points = ({ unblinded }: RegionPanel, hollow: boolean): Transform[] => [
  { filter: `datum.observed > 0 && datum.blinded == ${hollow ? 1 : 0} && ${hollow ? unblinded : true}` },
  centres,
];

/** The model as a filled step histogram with its error, the pseudodata as points with error bars. */
export function counts(panel: RegionPanel): LayerSpec<Field> {
  const { bottom, top, logarithmic } = panel;
  const x = binAxis(panel.left, panel.right, null);
  const y = (name: string): PositionFieldDef<Field> => ({
    field: name,
    type: 'quantitative',
    title: panel.first ? panel.yTitle : null,
    scale: { ...(logarithmic && { type: 'log' }), domain: [bottom, top], nice: false },
    axis: logarithmic ? { values: powersOfTen(bottom, top), format: ',~f' } : { tickCount: 4, format: ',~f' },
  });
  return {
    width: panel.width,
    height: countsHeight,
    transform: ofPanel(panel),
    layer: [
      {
        // The stroke closes the seams between neighbouring bins.
        mark: { type: 'rect', color: modelLook.fill, stroke: modelLook.fill, strokeWidth: 0.7, clip: true },
        encoding: { x: x('low'), x2: { field: 'high' }, y: y('model_shown'), y2: { datum: bottom } },
      },
      ...shade(panel, x),
      {
        mark: { type: 'rect', color: modelLook.band, opacity: modelLook.bandOpacity, clip: true },
        encoding: { x: x('low'), x2: { field: 'high' }, y: y('model_low'), y2: { field: 'model_high' } },
      },
      {
        transform: [edges],
        mark: { type: 'line', color: modelLook.line, strokeWidth: 1.4, clip: true },
        encoding: { x: x('edge'), y: y('model_shown'), order: asGiven },
      },
      ...[true, false].flatMap((hollow) =>
        pointsWithBars(points(panel, hollow), x, y, ['observed', 'observed_low', 'observed_high'], hollow),
      ),
      panelName(panel.network, ...panel.tests),
      ...optimumLabel(panel, x),
      pointerAtBins({
        name: `counts-${panel.observable}-${panel.network}`,
        ...{ x: x('low'), x2: 'high' },
        tells: [...binTells(panel.observable), ['model', 'model', ',.1f'], ['model_error', '±', ',.1f'], ...observed],
        transform: opened(panel),
      }),
    ],
  };
}

/** Pseudodata over model with the error bars of the pseudodata, on the error band of the model. */
export function countsRatio(panel: RegionPanel): LayerSpec<Field> {
  const x = binAxis(panel.left, panel.right, axisTitle(panel.observable));
  const y = ratioAxis(panel.ratio, panel.first ? ['pseudodata', '/ model'] : null);
  return {
    width: panel.width,
    height: 64,
    transform: ofPanel(panel),
    layer: [
      ...shade(panel, x),
      {
        transform: [{ filter: 'datum.model > 0' }],
        mark: { type: 'rect', color: modelLook.band, opacity: modelLook.bandOpacity, clip: true },
        encoding: { x: x('low'), x2: { field: 'high' }, y: y('band_low'), y2: { field: 'band_high' } },
      },
      lineAtOne,
      ...[true, false].flatMap((hollow) =>
        pointsWithBars(
          [{ filter: 'datum.model > 0' }, ...points(panel, hollow)],
          x,
          y,
          ['ratio', 'ratio_low', 'ratio_high'],
          hollow,
        ),
      ),
      pointerAtBins({
        name: `ratio-${panel.observable}-${panel.network}`,
        ...{ x: x('low'), x2: 'high' },
        transform: [{ filter: 'datum.model > 0 && datum.observed > 0' }, ...opened(panel)],
        tells: [
          ...binTells(panel.observable),
          ['ratio', 'pseudodata / model', '.3f'],
          ['ratio_low', '68% from', '.3f'],
          ['ratio_high', 'to', '.3f'],
        ],
      }),
    ],
  };
}

/** Bins whose pseudodata are shown. */
const opened = ({ unblinded }: RegionPanel): Transform[] => (unblinded ? [] : [{ filter: 'datum.blinded == 0' }]);

const observed: Told[] = [
  ['observed', 'pseudodata', ',d'],
  ['observed_low', '68% from', ',.1f'],
  ['observed_high', 'to', ',.1f'],
];

/** Between a line and its label, in pixels, and the size of that. */
const [gap, labelSize] = [6, 12];

type Axis = (field: string) => PositionFieldDef<Field>;

function pointsWithBars(
  transform: Transform[],
  x: Axis,
  y: Axis,
  [value, low, high]: readonly [string, string, string],
  hollow: boolean,
): UnitSpec<Field>[] {
  return [
    {
      transform,
      mark: { type: 'rule', color: ink, strokeWidth: 1, clip: true },
      encoding: { x: x('centre'), y: y(low), y2: { field: high } },
    },
    {
      transform,
      mark: {
        type: 'point',
        shape: 'circle',
        size: pointSize,
        opacity: 1,
        filled: true,
        color: hollow ? 'white' : ink,
        stroke: ink,
        strokeWidth: 1,
        clip: true,
      },
      encoding: { x: x('centre'), y: y(value) },
    },
  ];
}

/** The blinded region in grey and the expected optimum as a line, where the axis is the classifier's output. */
function shade({ blinded, right }: RegionPanel, x: Axis): UnitSpec<Field>[] {
  if (!blinded) return [];
  return [
    {
      data: { values: [{ from: blinded.from, to: right }] },
      mark: { type: 'rect', color: blindedLook.fill, opacity: blindedLook.opacity },
      encoding: { x: x('from'), x2: { field: 'to' } },
    },
    {
      data: { values: [{ optimum: blinded.optimum }] },
      mark: { type: 'rule', color: optimumLook.colour, strokeWidth: optimumLook.width },
      encoding: { x: x('optimum') },
    },
  ];
}

/** Below the other words, to the right of the line where there is room. */
function optimumLabel({ blinded, left, right, tests, width }: RegionPanel, x: Axis): UnitSpec<Field>[] {
  if (!blinded) return [];
  const text = `optimum ${blinded.optimum.toFixed(2)}`;
  const fits = ((right - blinded.optimum) / (right - left)) * width > textWidth(text, labelSize) + 2 * gap;
  return [
    {
      data: { values: [{ optimum: blinded.optimum }] },
      mark: {
        type: 'text',
        align: fits ? 'left' : 'right',
        dx: fits ? gap : -gap,
        baseline: 'top',
        fontSize: labelSize,
        color: ink,
      },
      encoding: {
        x: x('optimum'),
        y: { value: margin + lineHeight * (1 + tests.length) },
        text: { value: text },
      },
    },
  ];
}

function powersOfTen(bottom: number, top: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(bottom)), Math.floor(Math.log10(top))];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => 10 ** (first + at));
}
