// Caption of an event display, and its description for a person who cannot see it.
import { wrapPhi } from '@jetdemon/data';
import type { DisplayedEvent, DisplayedJet } from './data.ts';
import { count } from '../../text/numbers.ts';

const algorithms: Readonly<Record<string, string>> = {
  antikt: 'anti-k_{t}',
  kt: 'k_{t}',
  'cambridge-aachen': 'Cambridge/Aachen',
  genkt: 'generalised k_{t}',
  'ee-genkt': 'generalised k_{t} of e⁺e⁻',
};

const counted = (number: number, what: string) => `${count(number)} ${what}${number === 1 ? '' : 's'}`;

export function captionOf(
  { towers, jets, photons, clustering }: DisplayedEvent,
  coloured: readonly DisplayedJet[],
  ptMinGeV: number,
  cut: number,
): string {
  const { algorithm, radius } = clustering;
  const which = coloured.length === 1 ? 'The hardest jet is' : `The ${coloured.length} hardest jets are`;
  const colour =
    coloured.length === 0
      ? `No jet reaches ${ptMinGeV} GeV, so that all towers are grey`
      : `${which} coloured; towers of others are grey. At each: p_{T} and mass. Dashed: a circle of radius ${radius} about the axis, in rapidity ` +
        `and φ, ${algorithm === 'ee-genkt' ? 'where the algorithm takes angles' : 'as the algorithm measures distance'}`;
  const torn = coloured.some(({ phi }) => Math.abs(wrapPhi(phi - cut)) < radius);
  return (
    `${counted(towers.length, 'tower')}, as squares of area proportional to E_{T}: filled in the electromagnetic ` +
    `calorimeter (ECAL), hollow in the hadronic (HCAL). ${counted(jets.length, 'jet')} (${algorithms[algorithm] ?? algorithm}, ` +
    `R = ${radius}). ${colour}.` +
    (photons.length > 0 ? ' Diamond: photon of the hard process, whose jet the selection removes.' : '') +
    ' φ is periodic: it is cut where it is furthest from the coloured jets' +
    (torn ? ', and a circle that crosses the cut goes on at the other edge.' : '.')
  );
}

export function altOf({ event, towers, photons }: DisplayedEvent, coloured: readonly DisplayedJet[]): string {
  const each = coloured.map(
    ({ ptGeV, massGeV, rapidity, phi }) =>
      `transverse momentum ${ptGeV.toFixed(0)} GeV and mass ${massGeV.toFixed(0)} GeV at rapidity ` +
      `${rapidity.toFixed(2)}, phi ${phi.toFixed(2)}`,
  );
  const photon = photons.map(({ ptGeV, eta, phi }) => `a photon of ${ptGeV.toFixed(0)} GeV at ${eta.toFixed(2)}, ${phi.toFixed(2)}`); // prettier-ignore
  return (
    `The eta-phi plane with ${counted(towers.length, 'calorimeter tower')} of event ${event}. ` +
    `Coloured jets: ${each.join('; ') || 'none'}.${photon.length > 0 ? ` Marked: ${photon.join('; ')}.` : ''}`
  );
}
