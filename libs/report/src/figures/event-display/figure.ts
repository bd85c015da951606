// Calorimeter towers of one event in the η–φ plane, coloured by the jet that they were clustered into.
import type { Clustering } from '@jetdemon/artifacts';
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import type { DisplayedEvent, DisplayedJet, Tower } from './data.ts';
import { circle, cutOf, fromCut } from './plane.ts';
import { labelSize, placeLabels } from './labels.ts';
import { altOf, captionOf } from './caption.ts';
import type { Figure } from '../figure.ts';
import { legendRow, type Entry } from '../legend.ts';
import { panelWidth } from '../histogram-layers.ts';
import { pointerAtPoints } from '../pointer.ts';
import { config, ink, nominalLook, variedLook } from '../style.ts';

const columns = ['object', 'jet', 'pt_gev', 'eta_or_rapidity', 'phi', 'mass_gev'] as const;

/** Of the hardest jets; whatever else there is stays grey. */
const colours = [variedLook(0), nominalLook, ...[1, 2, 3, 4].map(variedLook)].map(({ colour }) => colour);
const grey = '#9a9a9a';

/** Area of a tower in square pixels per GeV of ET: the same in every event, so that two displays can be compared. */
const areaPerGeV = 5;

const width = panelWidth(1);

/**
 * The figure: both axes at one scale, φ cut where the coloured jets are furthest.
 *
 * @param ptMinGeV pT from which on one of the six hardest jets is coloured
 * @param sample what tells its node from its siblings, for the title; empty for nothing
 */
export function eventDisplayFigure(
  shown: DisplayedEvent,
  ptMinGeV: number,
  sample = '',
): Figure<(typeof columns)[number]> {
  const { event, towers, jets, photons, clustering } = shown;
  const coloured = jets.filter(({ ptGeV }) => ptGeV >= ptMinGeV).slice(0, colours.length);
  const cut = cutOf(coloured.map(({ phi }) => phi));
  const etaMax = Math.max(5, Math.ceil(Math.max(0, ...towers.map(({ eta }) => Math.abs(eta)))));
  const scale = width / (2 * etaMax);
  const frame = { cut, etaMax, height: Math.round(2 * Math.PI * scale), pixelsPerUnit: scale };
  const x: PositionFieldDef<Field> = {
    field: 'eta',
    type: 'quantitative',
    title: 'pseudorapidity η',
    scale: { domain: [-etaMax, etaMax], nice: false },
    axis: { values: Array.from({ length: 2 * etaMax + 1 }, (_, at) => at - etaMax), format: 'd' },
  };
  const y: PositionFieldDef<Field> = {
    field: 'phi',
    type: 'quantitative',
    title: 'azimuth φ [rad]',
    scale: { domain: [cut, cut + 2 * Math.PI], nice: false, zero: false },
    axis: { values: quarterTurns(cut), labelExpr: angleLabel },
  };
  const jetLabels = coloured.map((jet, at) => ({
    eta: jet.rapidity,
    phi: jet.phi,
    lines: [`${jet.ptGeV.toFixed(0)} GeV`, `m ${jet.massGeV.toFixed(0)} GeV`],
    colour: colours[at]!,
  }));
  const photonLabels = photons.map(({ ptGeV, eta, phi }) => ({
    eta,
    phi,
    lines: [`γ ${ptGeV.toFixed(0)} GeV`],
    colour: ink,
  }));
  const labels = placeLabels([...jetLabels, ...photonLabels], clustering.radius, frame);
  const panel: LayerSpec<Field> = {
    width,
    height: frame.height,
    layer: [
      ...coloured.map((jet, at) => outline(jet, colours[at]!, clustering, cut, { x, y })),
      towerLayer('electromagnetic', towers, coloured.length, cut, { x, y }),
      towerLayer('hadronic', towers, coloured.length, cut, { x, y }),
      {
        data: { values: coloured.map(({ rapidity, phi }) => ({ eta: rapidity, phi: fromCut(phi, cut) })) },
        mark: { ...axisMark, size: axisSize },
        encoding: { x, y },
      },
      {
        data: { values: photons.map(({ eta, phi }) => ({ eta, phi: fromCut(phi, cut) })) },
        mark: { ...photonMark, size: 260 },
        encoding: { x, y },
      },
      ...['halo', 'text'].map((part): UnitSpec<Field> => ({
        data: { values: labels },
        mark: {
          type: 'text',
          fontSize: labelSize,
          fontWeight: 'bold',
          baseline: 'middle',
          ...(part === 'halo' && { color: 'white', stroke: 'white', strokeWidth: 3.5, strokeJoin: 'round' }),
        },
        encoding: {
          x,
          y,
          text: { field: 'text' },
          ...(part === 'text' && { color: { field: 'colour', type: 'nominal', scale: null, legend: null } }),
        },
      })),
      pointerAtPoints({
        name: 'towers',
        values: towers.map(({ calorimeter, eta, phi, etGeV, jet }) => ({
          ...{ calorimeter, eta, phi: fromCut(phi, cut), azimuth: phi, et: etGeV },
          of: jet < 0 ? 'none' : String(jet),
        })),
        ...{ x, y, size: 60 },
        tells: [
          ['calorimeter', 'tower'],
          ['et', 'E_{T} [GeV]', '.2f'],
          ['eta', 'η', '.3f'],
          ['azimuth', 'φ', '.3f'],
          ['of', 'jet'],
        ],
      }),
    ],
  };
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      spacing: 8,
      vconcat: [legendRow(legend(photons.length > 0)), panel],
    },
    table: tableOf(shown),
    columns,
    title: `Event ${event}${sample && ` of ${sample}`}: calorimeter towers and jets`,
    caption: captionOf(shown, coloured, ptMinGeV, cut),
    about: 'clustered towers',
    alt: altOf(shown, coloured),
  };
}

type Axes = Readonly<Record<'x' | 'y', PositionFieldDef<Field>>>;

const axisSize = 40;
const plus = 'M-1,0L1,0M0,-1L0,1';
const axisMark = { type: 'point', shape: plus, filled: false, color: ink, strokeWidth: 1.4, opacity: 1 } as const;
const photonMark = {
  type: 'point',
  shape: 'diamond',
  filled: false,
  color: ink,
  strokeWidth: 1.8,
  opacity: 1,
} as const;

const filledMark = { type: 'square', filled: true, opacity: 0.8 } as const;
const hollowMark = { type: 'square', filled: false, opacity: 1, strokeWidth: 1.2 } as const;

function towerLayer(
  calorimeter: Tower['calorimeter'],
  towers: readonly Tower[],
  coloured: number,
  cut: number,
  { x, y }: Axes,
): UnitSpec<Field> {
  const values = towers
    .filter((tower) => tower.calorimeter === calorimeter)
    .sort((a, b) => b.etGeV - a.etGeV) // the small ones on top
    .map(({ eta, phi, etGeV, jet }) => ({
      eta,
      phi: fromCut(phi, cut),
      area: areaPerGeV * etGeV,
      colour: jet >= 0 && jet < coloured ? colours[jet]! : grey,
    }));
  return {
    data: { values },
    mark: { ...(calorimeter === 'electromagnetic' ? filledMark : hollowMark), clip: true },
    encoding: {
      x,
      y,
      size: { field: 'area', type: 'quantitative', scale: null, legend: null },
      color: { field: 'colour', type: 'nominal', scale: null, legend: null },
    },
  };
}

function outline(jet: DisplayedJet, colour: string, { radius }: Clustering, cut: number, { x, y }: Axes) {
  return {
    data: { values: circle(jet.rapidity, jet.phi, radius, cut) },
    mark: { type: 'line', color: colour, strokeWidth: 1.2, strokeDash: [4, 3], clip: true },
    encoding: { x, y, order: { field: 'at', type: 'quantitative' }, detail: { field: 'copy', type: 'nominal' } },
  } satisfies UnitSpec<Field>;
}

function legend(withPhoton: boolean): Entry[] {
  const square = (filled: boolean, gev: number) => {
    const side = Math.sqrt(areaPerGeV * gev);
    const mark = filled ? { ...filledMark, color: '#6b6b6b' } : { ...hollowMark, color: '#6b6b6b' };
    return { mark: { ...mark, size: side * side } };
  };
  return [
    { name: 'ECAL tower', swatches: [square(true, 30)] },
    { name: 'HCAL tower', swatches: [square(false, 30)] },
    { name: 'E_{T} 3 GeV', swatches: [square(false, 3)] },
    { name: '100 GeV', swatches: [square(false, 100)] },
    { name: 'jet axis', swatches: [{ mark: { ...axisMark, size: axisSize } }] },
    ...(withPhoton ? [{ name: 'photon', swatches: [{ mark: { ...photonMark, size: 200 } }] }] : []),
  ];
}

function quarterTurns(cut: number): number[] {
  const quarter = Math.PI / 2;
  const first = Math.ceil(cut / quarter);
  return [0, 1, 2, 3, 4].map((at) => (first + at) * quarter).filter((phi) => phi <= cut + 2 * Math.PI);
}

/** In Vega's language: the angle of a tick, whole turns left out. */
const angleLabel = "['±π', '−π/2', '0', 'π/2'][((round(datum.value / (PI / 2)) + 2) % 4 + 4) % 4]";

function tableOf({ towers, jets, photons }: DisplayedEvent) {
  return [
    ...towers.map(({ calorimeter, etGeV, eta, phi, jet }) => ({
      object: calorimeter === 'electromagnetic' ? 'ECAL tower' : 'HCAL tower',
      jet,
      pt_gev: etGeV,
      eta_or_rapidity: eta,
      phi,
      mass_gev: 0,
    })),
    ...jets.map(({ ptGeV, rapidity, phi, massGeV }, jet) => ({
      object: 'jet',
      jet,
      pt_gev: ptGeV,
      eta_or_rapidity: rapidity,
      phi,
      mass_gev: massGeV,
    })),
    ...photons.map(({ ptGeV, eta, phi }) => ({
      object: 'photon',
      jet: -1,
      pt_gev: ptGeV,
      eta_or_rapidity: eta,
      phi,
      mass_gev: 0,
    })),
  ];
}
