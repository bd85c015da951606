// Units that files state, and what they become here: energies TeV, angles radians.

export interface UnitScale {
  readonly becomes: 'TeV' | 'rad';
  readonly factor: number;
}

const scales: Readonly<Record<string, UnitScale>> = {
  TeV: { becomes: 'TeV', factor: 1 },
  GeV: { becomes: 'TeV', factor: 1e-3 },
  MeV: { becomes: 'TeV', factor: 1e-6 },
  rad: { becomes: 'rad', factor: 1 },
  mrad: { becomes: 'rad', factor: 1e-3 },
  deg: { becomes: 'rad', factor: Math.PI / 180 },
};

/** Undefined for units that stay as they are. */
export function scaleOf(unit: string): UnitScale | undefined {
  return Object.hasOwn(scales, unit) ? scales[unit] : undefined;
}

/** The unit of ours that one which is none was probably meant to be: 'MEV', 'gev', 'GeV/c', 'degrees', 'eV'. */
export function nearUnit(unit: string): string | undefined {
  const bare = unit
    .trim()
    .replace(/\/c\^?2?$|\*c\^?2?$/i, '')
    .toLowerCase();
  const words: Readonly<Record<string, string>> = {
    radian: 'rad',
    radians: 'rad',
    degree: 'deg',
    degrees: 'deg',
    '°': 'deg',
  };
  const same = [...Object.keys(scales)].find((known) => known.toLowerCase() === bare);
  return same ?? words[bare] ?? (/^[a-zµ]?ev$/.test(bare) ? 'TeV, GeV or MeV' : undefined);
}
