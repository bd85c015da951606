// The bundled card, as text (to change it) and as a detector.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCard } from '../card.ts';
import { detectorOf, type Detector } from '../detector.ts';

export const atlasFile = fileURLToPath(new URL('../../../../../data/cards/detector-atlas.yaml', import.meta.url));
export const atlasText = readFileSync(atlasFile, 'utf8');
export const atlas = detectorOf(parseCard('detector-atlas.yaml', atlasText));

/** The bundled card with every `from` replaced. */
export function atlasWith(...changes: readonly (readonly [from: string | RegExp, to: string])[]): Detector {
  const text = changes.reduce((before, [from, to]) => {
    const after = before.replaceAll(from instanceof RegExp ? new RegExp(from, 'g') : from, to);
    if (after === before) throw new Error(`internal: nothing to replace: ${String(from)}`);
    return after;
  }, atlasText);
  return detectorOf(parseCard('detector-atlas.yaml', text));
}
