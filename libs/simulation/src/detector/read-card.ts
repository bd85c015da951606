// A card from its file, ready for use.
import { InputError } from '@jetdemon/workflow';
import { readFileSync } from 'node:fs';
import { parseCard } from './card.ts';
import { detectorOf, type Detector } from './detector.ts';

/** The detector that a YAML card describes. */
export function readDetector(file: string): Detector {
  return detectorOf(parseCard(file, textOf(file)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw InputError.at({ file }, `expected the card of a detector, found ${code === 'ENOENT' ? 'none' : message}`);
  }
}
