// Artefacts: a folder of files, each with a format and, for tables, its columns with units.
// A producer may offer more than a consumer needs; nothing here knows physics.
import type * as z from 'zod';

export type ColumnType =
  | 'float32'
  | 'float64'
  | 'uint8'
  | 'uint16'
  | 'int32'
  | 'utf8'
  | 'list<float16>'
  | 'list<float32>'
  | 'list<float64>'
  | 'list<int32>'
  | 'list<uint8>';

export interface Column {
  /** One accepted type, or several where a reader takes any of them. */
  readonly type: ColumnType | readonly ColumnType[];
  /** 'TeV', 'GeV', 'rad', '1' for dimensionless; an `InputError` names it. */
  readonly unit: string;
  readonly description: string;
}

/** A file that is there always, or, where it is `optional`, of some results. */
export type FileSchema = { readonly optional?: true } & (
  | { readonly format: 'arrow'; readonly columns: Readonly<Record<string, Column>> }
  | { readonly format: 'json'; readonly description: string; readonly schema: z.ZodType }
  | { readonly format: 'onnx' | 'binary' | 'svg' | 'csv' | 'html' | 'text'; readonly description: string }
);

export interface Kind {
  readonly name: string;
  readonly description: string;
  /** Raised when the meaning of a file changes: it is part of the key of every node that touches the kind. */
  readonly version: number;
  readonly files: Readonly<Record<string, FileSchema>>;
  /** Optional files of which a result has at least one. */
  readonly oneOf?: readonly string[];
}

/** Kind of a port that takes any result; `Input.kind` then says what came. */
export const anything = { name: 'anything', version: 1, description: 'any result', files: {} } as const satisfies Kind;

/** What `offered` lacks of `wanted`, in words; empty when every file and column is there, with an accepted type and its unit. */
export function missingFrom(offered: Kind, wanted: Kind): string[] {
  return Object.entries(wanted.files).flatMap(([file, schema]) => {
    const have = offered.files[file];
    if (schema.optional && !have) return [];
    if (!have || have.format !== schema.format) return [file];
    if (schema.format !== 'arrow' || have.format !== 'arrow') return [];
    const { columns } = have;
    return Object.entries(schema.columns)
      .filter(([name, column]) => !fits(columns[name], column))
      .map(([name, column]) => `column ${name} of ${file}${columns[name] ? ` as ${nameOf(column)}` : ''}`);
  });
}

function fits(offered: Column | undefined, wanted: Column): boolean {
  if (offered?.unit !== wanted.unit) return false;
  const accepted = [wanted.type].flat();
  return [offered.type].flat().every((type) => accepted.includes(type));
}

const nameOf = ({ type, unit }: Column) => `${[type].flat().join(' or ')} [${unit}]`;
