import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { parseCard } from './card.ts';
import { detectorOf } from './detector.ts';
import { readDetector } from './read-card.ts';
import { atlasFile, atlasText } from './testing/atlas.ts';

const ideal = readFileSync(new URL('./testing/ideal.yaml', import.meta.url), 'utf8');

/** What parsing the bundled card says after a change; without its place where that is the ¦ in the new text. */
function problemsOf(from: string, to: string): string[] {
  expect(atlasText.split(from)).toHaveLength(2);
  const marked = atlasText.replace(from, to);
  const lines = marked.slice(0, marked.indexOf('¦')).split('\n');
  const place = `card.yaml:${lines.length}:${lines.at(-1)!.length + 1} `;
  try {
    parseCard('card.yaml', marked.replace('¦', ''));
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.replace(place, ''));
  }
  return [];
}

test('a card may be short: what has a default may be left out', () => {
  const { calorimeters } = parseCard('ideal.yaml', ideal);
  expect(calorimeters[0]).toMatchObject({ energyMinGeV: 0, significanceMin: 0, position: 'centre' });
  expect(calorimeters[0]!.resolution).toEqual([{ absEtaMax: 3, constant: 0, stochasticSqrtGeV: 0, noiseGeV: 0 }]);
  const { rows } = detectorOf(parseCard('ideal.yaml', ideal));
  expect([rows.length, rows[0]!.etaLow, rows[59]!.etaHigh]).toEqual([60, -3, 3]);
});

describe('a wrong card is refused where it is wrong', () => {
  const hcalFractions = '      default: 1\n      byPdgId:\n        11: 0';
  test.each([
    ['fieldTesla: 2.0', '¦fieldTesia: 2.0', 'solenoid: unknown key fieldTesia, did you mean fieldTesla?'],
    ['radiusM: 1.15', 'radiusM: ¦-1', 'solenoid.radiusM: expected a number > 0, found -1'],
    ['- name: HCAL', '- name: ¦[HCAL]', 'calorimeters.1.name: expected text, found ["HCAL"]'],
    [
      'measures: hadronic',
      'measures: ¦hadrons',
      'calorimeters.1.measures: expected one of electromagnetic, hadronic, found "hadrons"',
    ],
    ['[-3.3, -3.2]', '[-3.3, ¦-3.4]', 'calorimeters.1.towers.1.etaEdges.1: expected an edge > -3.3, found -3.4'],
    [
      '- { etaEdges: [-3.3, -3.2]',
      '- ¦{ etaEdges: [-3.25, -3.2]',
      'calorimeters.1.towers.1: expected a ring from η -3.3 on, found -3.25',
    ],
    ['etaTo: 2.6', 'etaTo: ¦-2.7', 'calorimeters.1.towers.3.etaTo: expected an edge > etaFrom -2.6, found -2.7'],
    [
      '{ etaFrom: -2.6, etaTo: 2.6, ',
      '¦{ etaEdges: [-2.6, 2.6], ',
      'calorimeters.1.towers.3: expected either etaEdges or etaFrom, etaTo and etaBins',
    ],
    [
      'etaBins: 340',
      'etaBins: ¦0.5',
      'calorimeters.0.towers.1.etaBins: expected an integer >= 1 and <= 10000, found 0.5',
    ],
    [
      '3122: 0.7',
      '3122: ¦1.7',
      'calorimeters.1.energyFractions.byPdgId.3122: expected a number >= 0 and <= 1, found 1.7',
    ],
    [
      '1000022: 0 #',
      'neutralino: ¦0 #',
      'calorimeters.1.energyFractions.byPdgId.neutralino: expected the |PDG code| of a particle, found neutralino',
    ],
    [
      `energyFractions:\n${hcalFractions}`,
      `energyFractions:\n      ¦${hcalFractions.replace('11: 0', '11: 0.5').trimStart()}`,
      'calorimeters.1.energyFractions: 11: expected shares of ECAL and HCAL that sum to at most 1, found 1.5',
    ],
    ['absEtaMax: 1.7', 'absEtaMax: ¦0', 'calorimeters.1.resolution.0.absEtaMax: expected a number > 0, found 0'],
    [
      'noiseGeV: 1.59 }\n      - { absEtaMax: 3.2',
      'noiseGeV: 1.59 }\n      - { absEtaMax: ¦1.6',
      'calorimeters.1.resolution.1.absEtaMax: expected absEtaMax > 1.7, found 1.6',
    ],
  ])('%s -> %s', (from, to, message) => expect(problemsOf(from, to)).toContain(message));

  test('towers beyond the last region of resolution', () => {
    const text = ideal.replace('absEtaMax: 3', 'absEtaMax: 2.9');
    expect(() => parseCard('ideal.yaml', text)).toThrow(
      /^ideal.yaml:9:17 calorimeters.0.resolution: expected regions up to \|η\| 2.95 of the last tower, found 2.9$/,
    );
  });

  test('more towers than anything could hold', () => {
    const text = ideal.replace('etaBins: 60, phiBins: 64', 'etaBins: 10000, phiBins: 10000');
    expect(() => parseCard('ideal.yaml', text)).toThrow(
      'ideal.yaml:5:3 calorimeters: expected at most 10000000 towers, found 100000000',
    );
  });

  test('no card at all', () => {
    expect(() => parseCard('empty.yaml', '')).toThrow('empty.yaml:1:1 expected a mapping, found nothing');
    expect(() => readDetector('nowhere.yaml')).toThrow('nowhere.yaml: expected the card of a detector, found none');
  });
});

test('the bundled card is read from its file', () => {
  expect(readDetector(atlasFile).calorimeters).toHaveLength(2);
});
