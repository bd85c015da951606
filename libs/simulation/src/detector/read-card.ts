// A card from its file, ready for use.
import { InputError } from '@jetdemon/workflow';
import { readFileSync } from 'node:fs';
import { parseCard } from './card.ts';
import { detectorOf, type Detector } from './detector.ts';
import { varied, type Variation } from './vary.ts';

/** The detector that a YAML card describes, as it is or varied. */
export function readDetector(file: string, variation?: Variation): Detector {
  const card = parseCard(file, textOf(file));
  return detectorOf(variation ? varied(card, variation) : card);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw InputError.at({ file }, `expected the card of a detector, found ${code === 'ENOENT' ? 'none' : message}`);
  }
}
