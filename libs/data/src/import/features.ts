// The numbers per constituent that a mapping names beyond momenta, found in a file, and the layout that jets have with them.
import type { FileTable } from '../formats/format.ts';
import { defaultLayout, type Feature, type JetLayout } from '../jets/layout.ts';
import { namedBy, type Columns } from './columns.ts';
import type { Refuse } from './find.ts';
import type { Mapping } from './mapping/mapping.ts';
import type { ListSource } from './sources.ts';
import { unitOf } from './units.ts';

/** A number per constituent that travels along. */
export interface FeatureSource {
  readonly name: string;
  readonly source: ListSource;
  /** Of the jets that come out. */
  readonly unit: string;
  readonly description: string;
  /** Multiplies what the file has. */
  readonly scale: number;
  /** Type of what comes out, in NumPy's words. */
  readonly type: string;
  /** What NaN becomes; refused where this is undefined. */
  readonly nan?: number;
}

/** Features in the order in which the mapping names them. */
export function featuresIn(
  { features = {}, constituents: { array } }: Mapping,
  columns: Columns,
  { table, file, first, refuse }: { table: FileTable; file: string; first: ListSource; refuse: Refuse },
): FeatureSource[] {
  return Object.entries(features).map(([name, given]) => {
    const said = typeof given === 'object' && !Array.isArray(given) ? given : { column: given };
    if (typeof said.column === 'number' && array === undefined)
      refuse(`features.${name}: expected a column, because there is no array, found ${said.column}`);
    const source = columns.items(said.column);
    columns.alike(first, source);
    const names = typeof said.column === 'number' ? [array] : namedBy(said.column);
    const found = table.columns.filter((column) => names.includes(column.name));
    const stated = said.unit ?? found[0]!.unit ?? '1';
    const [to] = found.map(({ unit }) => unitOf(`features.${name}.unit`, stated, unit, refuse));
    const scale = to?.factor ?? 1;
    const at = typeof said.column === 'number' ? `feature ${said.column} of ${array}` : source.column;
    const [type = 'float64', ...others] = new Set(found.map((column) => column.type));
    return {
      name,
      source,
      unit: to?.becomes ?? stated,
      description: said.description ?? `${at} of ${file}`,
      scale,
      type: typeOf(others.length > 0 ? 'float64' : type, said.type, scale),
      ...(said.nan !== undefined && { nan: said.nan }),
    };
  });
}

const integers = ['bool', 'uint8', 'uint16', 'uint32', 'int8', 'int16', 'int32', 'int64', 'uint64'];
const singles = ['float32', 'float16'];

/** As in the file where nothing is said and the unit stays; integers of 64 bits are read into 32. */
function typeOf(found: string, asked: 'integer' | 'float' | undefined, scale: number): string {
  const whole = integers.includes(found);
  const wanted = asked ?? (whole && scale === 1 ? 'integer' : 'float');
  if (wanted === 'float') return singles.includes(found) ? 'float32' : 'float64';
  return whole && !found.endsWith('64') ? (found === 'bool' ? 'uint8' : found) : 'int32';
}

/** The layout of jets that a mapping gives; `described` are its features beyond the momentum. */
export function layoutFor(
  { constituents: coordinates }: Mapping,
  described: readonly FeatureSource[],
  { constituents, classes }: Pick<JetLayout, 'constituents' | 'classes'>,
): JetLayout {
  const [pt, eta, phi] = defaultLayout.features as [Feature, Feature, Feature];
  const second: Feature =
    coordinates.rapidity === undefined
      ? eta
      : { ...eta, name: 'rapidity', description: 'constituent rapidity', role: 'rapidity' };
  const mass: Feature = {
    name: 'mass',
    unit: 'TeV',
    description: 'constituent mass',
    role: 'mass',
    move: 'frozen',
  };
  return {
    constituents,
    features: [
      pt,
      second,
      phi,
      ...(hasMass(coordinates) ? [mass] : []),
      ...described.map(({ name, unit, description }): Feature => ({ name, unit, description, move: 'frozen' })),
    ],
    classes,
  };
}

/** Whether constituents have masses: where their mass is named, or an energy beside their momentum. */
export const hasMass = ({ mass, energy, pt, px }: Mapping['constituents']): boolean =>
  mass !== undefined || (energy !== undefined && (pt ?? px) !== undefined);
