// The columns of a Parquet schema: one per leaf, with the levels at which a value, an item or nothing is there.
import type { SchemaElement, SchemaTree } from 'hyparquet/src/types.js';

export interface Leaf {
  /** Path without the wrappers of lists: `FatJet_pt`, `FatJet.pt` for a field of a list of structs. */
  readonly name: string;
  readonly element: SchemaElement;
  /** NumPy's word; the file's own where it is no number. */
  readonly type: string;
  readonly readable: boolean;
  /** Whether it is one text per row. */
  readonly text: boolean;
  /** How many lists lie around a value. */
  readonly maxRepetition: number;
  /** Definition level of a value that is not null. */
  readonly maxDefinition: number;
  /** Least definition level at which an item of the innermost list exists; 0 outside lists. */
  readonly itemDefinition: number;
}

/** Leaves in the order of the column chunks. */
export function leavesOf(root: SchemaTree): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: SchemaTree, parents: readonly SchemaTree[]): void => {
    const path = [...parents, node];
    if (node.children.length > 0) for (const child of node.children) visit(child, path);
    else leaves.push(leafOf(path));
  };
  for (const child of root.children) visit(child, []);
  return leaves;
}

function leafOf(path: readonly SchemaTree[]): Leaf {
  const { element } = path.at(-1)!;
  let [maxRepetition, maxDefinition, itemDefinition] = [0, 0, 0];
  for (const node of path) {
    if (node.element.repetition_type !== 'REQUIRED') maxDefinition++;
    if (node.element.repetition_type === 'REPEATED') {
      maxRepetition++;
      itemDefinition = maxDefinition;
    }
  }
  const type = numberType(element);
  return {
    name: nameOf(path),
    element,
    type: type ?? wordOf(element),
    readable: type !== undefined && maxRepetition <= 1,
    text: element.type === 'BYTE_ARRAY' && wordOf(element) === 'utf8' && maxRepetition === 0,
    maxRepetition,
    maxDefinition,
    itemDefinition,
  };
}

/** Two of the levels of a LIST are wrappers: the repeated one, and the one within it unless it holds several fields. */
function nameOf(path: readonly SchemaTree[]): string {
  const kept = path.filter((_, at) => {
    const [parent, grandparent] = [path[at - 1], path[at - 2]];
    const repeated = parent !== undefined && isList(parent);
    const item = grandparent !== undefined && isList(grandparent) && parent!.children.length === 1;
    return !repeated && !item;
  });
  return kept.map(({ element }) => element.name).join('.');
}

const isList = ({ element, children }: SchemaTree): boolean =>
  (element.converted_type === 'LIST' || element.logical_type?.type === 'LIST') &&
  children[0]?.element.repetition_type === 'REPEATED';

const integers: Readonly<Record<string, string>> = {
  INT_8: 'int8',
  INT_16: 'int16',
  INT_32: 'int32',
  INT_64: 'int64',
  UINT_8: 'uint8',
  UINT_16: 'uint16',
  UINT_32: 'uint32',
  UINT_64: 'uint64',
};

function numberType({ type, converted_type, logical_type, type_length }: SchemaElement): string | undefined {
  if (logical_type?.type === 'FLOAT16') {
    return type === 'FIXED_LEN_BYTE_ARRAY' && type_length === 2 ? 'float16' : undefined;
  }
  if (logical_type?.type === 'INTEGER' && (type === 'INT32' || type === 'INT64')) {
    const physicalBits = type === 'INT32' ? 32 : 64;
    const bits = Math.min(logical_type.bitWidth, physicalBits);
    return integers[`${logical_type.isSigned ? '' : 'U'}INT_${bits}`];
  }
  if (converted_type !== undefined) {
    const named = integers[converted_type];
    return named?.endsWith('64') === (type === 'INT64') && type?.startsWith('INT') ? named : undefined;
  }
  if (logical_type !== undefined) return undefined;
  switch (type) {
    case 'BOOLEAN':
      return 'bool';
    case 'INT32':
      return 'int32';
    case 'INT64':
      return 'int64';
    case 'FLOAT':
      return 'float32';
    case 'DOUBLE':
      return 'float64';
    default:
      return undefined;
  }
}

function wordOf({ type, converted_type, logical_type }: SchemaElement): string {
  if (logical_type?.type === 'STRING' || converted_type === 'UTF8') return 'utf8';
  return (logical_type?.type ?? converted_type ?? type ?? 'group').toLowerCase();
}
