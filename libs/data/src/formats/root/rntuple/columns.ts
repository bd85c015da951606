// Columns of an RNTuple: which of its fields are numbers, lists of them or texts. Everything else is listed, and not readable.
import type { FileColumn } from '../../format.ts';
import { charType, isIndex, typeOfColumn } from './encodings.ts';
import type { Field, PhysicalColumn, Schema } from './schema.ts';

/** How a column is read: by the ends of its lists and its items. */
export interface NtupleColumn {
  readonly column: FileColumn;
  /** Ends of the lists, or of the texts. */
  readonly index?: PhysicalColumn;
  /** Absent for lengths, which the ends of lists tell, and for what is not readable. */
  readonly items?: PhysicalColumn;
  /** Numbers per entry, or per item of a list. */
  readonly each: number;
}

interface Path {
  readonly name: string;
  readonly index?: PhysicalColumn;
  readonly shape: readonly number[];
}

export function ntupleColumns(schema: Schema): NtupleColumn[] {
  const children = new Map<number, Field[]>();
  const tops: Field[] = [];
  for (const field of schema.fields) {
    if (field.parent === field.id) tops.push(field);
    else children.set(field.parent, [...(children.get(field.parent) ?? []), field]);
  }
  const walk = (field: Field, path: Path, depth: number): NtupleColumn[] => {
    const own = schema.columnsOf.get(field.id) ?? [];
    const below = children.get(field.id) ?? [];
    const shape = field.size > 1 ? [...path.shape, field.size] : path.shape;
    const at = { ...path, shape };
    const refused = (why?: string): NtupleColumn[] => [unreadable(field, at, why)];
    if (depth > 20) return refused('it lies too deep');
    if (own.some(({ representation }) => representation > 0)) return refused('it is written in several ways');
    switch (field.role) {
      case 'record':
        return below.flatMap((part) => walk(part, { ...at, name: `${at.name}.${part.name}` }, depth + 1));
      case 'collection': {
        const [index] = own;
        if (path.index || shape.length > 0 || own.length !== 1 || !isIndex(index!) || below.length !== 1)
          return refused('lists in lists');
        const [item] = below as [Field];
        return walk(item, { name: at.name, index, shape: [] }, depth + 1);
      }
      case 'leaf':
        // an array, an enumeration: what is below it
        if (own.length === 0 && below.length === 1) return walk(below[0]!, at, depth + 1);
        return [leaf(field, own, at) ?? unreadable(field, at)];
      default:
        return refused();
    }
  };
  return tops.flatMap((field) => walk(field, { name: field.name, shape: [] }, 0));
}

const described = (
  { name, index, shape }: Path,
  type: string,
): Pick<FileColumn, 'name' | 'type' | 'ragged' | 'shape'> => ({ name, type, ragged: index !== undefined, shape });

function unreadable({ type, role }: Field, path: Path, why?: string): NtupleColumn {
  const column = { ...described(path, type === '' ? role : type), readable: false, ...(why && { why }) };
  return { column, each: 1 };
}

function leaf({ type }: Field, own: readonly PhysicalColumn[], path: Path): NtupleColumn | undefined {
  const each = path.shape.reduce((product, length) => product * length, 1);
  const [first, second] = own;
  if (!first) return undefined;
  if (own.length === 2 && isIndex(first) && second!.type === charType) {
    const column = { ...described(path, 'utf8'), readable: false, text: true };
    return path.index || path.shape.length > 0 ? undefined : { column, index: first, items: second!, each };
  }
  if (own.length !== 1 || first.type === charType) return undefined;
  if (isIndex(first)) {
    if (path.index || path.shape.length > 0 || !type.startsWith('ROOT::RNTupleCardinality')) return undefined;
    return { column: { ...described(path, 'int32'), readable: true }, index: first, each };
  }
  const word = typeOfColumn(first);
  return word === undefined
    ? undefined
    : { column: { ...described(path, word), readable: true }, index: path.index, items: first, each };
}
