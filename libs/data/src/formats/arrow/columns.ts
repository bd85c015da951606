// Columns of an Arrow schema: fields of structs are `struct.field`, lists of numbers ragged, units and roles from its metadata.
import { DataType, Precision, type Field } from 'apache-arrow';
import type { FileColumn } from '../format.ts';

export interface Column extends FileColumn {
  /** Which child to take at each struct, the record batch first. */
  readonly path: readonly number[];
}

/** A damaged file may have fields without a name. */
const nameOf = ({ name }: Field): string => (name as string | null) ?? '';

/** The columns of a field of the schema, which stands at `path`. */
export function columnsOf(
  field: Field,
  path: readonly number[],
  name = nameOf(field),
  ragged = false,
  shape: readonly number[] = [],
): Column[] {
  const { type } = field;
  const [inner] = (type as DataType & { readonly children?: readonly Field[] }).children ?? [];
  if (DataType.isStruct(type)) {
    return type.children.flatMap((child: Field, at: number) =>
      columnsOf(child, [...path, at], `${name}.${nameOf(child)}`, ragged, shape),
    );
  }
  if ((DataType.isList(type) || DataType.isLargeList(type)) && inner && !ragged && shape.length === 0) {
    const unit = field.metadata.get('unit');
    return columnsOf(inner, path, name, true, shape).map((column) =>
      unit === undefined ? column : { unit, ...column },
    );
  }
  if (DataType.isFixedSizeList(type) && inner) return columnsOf(inner, path, name, ragged, [...shape, type.listSize]);
  const word = numberType(type);
  const text = isText(type) && !ragged && shape.length === 0 && { text: true };
  const readable = word !== undefined;
  const column = { name, type: word ?? String(type).toLowerCase(), ragged, shape, readable, ...text, path };
  const [unit, role] = ['unit', 'role'].map((key) => field.metadata.get(key));
  return [{ ...column, ...(unit !== undefined && { unit }), ...(role !== undefined && { role }) }];
}

export const isText = (type: DataType): boolean =>
  DataType.isDictionary(type)
    ? isText(type.dictionary)
    : DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);

function numberType(type: DataType): string | undefined {
  if (DataType.isBool(type)) return 'bool';
  if (DataType.isInt(type)) return `${type.isSigned ? '' : 'u'}int${type.bitWidth}`;
  if (!DataType.isFloat(type)) return undefined;
  return { [Precision.HALF]: 'float16', [Precision.SINGLE]: 'float32', [Precision.DOUBLE]: 'float64' }[
    type.precision as Precision
  ];
}
