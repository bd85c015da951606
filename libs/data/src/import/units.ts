// Units that files state or mappings say, and what they become here: energies TeV, angles radians.
import type { FileColumn } from '../formats/format.ts';
import type { Refuse } from './find.ts';

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

/** TeV per unit of a column of energies, as the mapping or the file says. */
export function energyScaleOf(column: FileColumn, unit: string | undefined, refuse: Refuse): number {
  if (unit && column.unit && unit !== column.unit)
    refuse(`constituents.unit: expected ${column.unit}, as the file says of column ${column.name}, found ${unit}`);
  const stated = unit ?? column.unit;
  const scale = stated === undefined ? undefined : scaleOf(stated);
  if (scale?.becomes === 'TeV') return scale.factor;
  return refuse(
    `constituents.unit: expected TeV, GeV or MeV, found none here and ${column.unit ?? 'none'} in the file (column ${column.name})`,
  );
}

/** Refuses angles of which the file says that they are in another unit than the mapping says. */
export function checkAngle({ name, unit = '' }: FileColumn, expected: string, refuse: Refuse): void {
  const stated = ['1', 'radian', 'radians'].includes(unit) ? 'rad' : unit;
  if (stated !== '' && stated !== expected) refuse(`expected the unit ${expected}, found ${unit} in the file`, name);
}

/** How a unit that is written or stated becomes ours; undefined for what stays. One that is nearly one of ours is refused. */
export function unitOf(at: string, unit: string, stated: string | undefined, refuse: Refuse): UnitScale | undefined {
  if (stated !== undefined && unit !== stated && scaleOf(stated))
    refuse(`${at}: expected ${stated}, as the file says, found ${unit}`);
  const scale = scaleOf(unit);
  const meant = scale ? undefined : nearUnit(unit);
  if (meant) refuse(`${at}: expected a unit, found ${unit}, did you mean ${meant}?`);
  return scale;
}

/** Refuses a column of masses or energies of which the file says that it is in another unit than that of the momenta. */
export function requireSameUnit({ name, unit }: FileColumn, of: FileColumn, refuse: Refuse): void {
  if (unit !== undefined && of.unit !== undefined && unit !== of.unit)
    refuse(`expected the unit of ${of.name} (${of.unit}), found ${unit} in the file`, name);
}
