// Interface of a file of any format: tables of columns, read a range of rows at a time.
// One folder per format beside this one; open.ts chooses among them by the file's first bytes.

export type Format = 'arrow' | 'hdf5' | 'npz' | 'parquet' | 'root';

/** A column as its file declares it. */
export interface FileColumn {
  /** As the file has it: `FatJet_pt`, `X`, `jets.pt` for a field of a structured column. */
  readonly name: string;
  /** Item type in the words of NumPy: 'float32', 'int64', 'bool', 'utf8'; the file's own word for what cannot be read. */
  readonly type: string;
  /** Whether each row holds a list of its own length. */
  readonly ragged: boolean;
  /** Shape of one row, or of one item of its list: [] for a number, [139, 4] for 139 particles of 4 features. */
  readonly shape: readonly number[];
  /** Whether `read` gives it as numbers: numbers and booleans, in at most one level of lists. */
  readonly readable: boolean;
  /** Whether `read` gives one text per row, as numbers of `words`. */
  readonly text?: boolean;
  /** Why it cannot be read, where its type does not tell it. */
  readonly why?: string;
  /** Unit that the file states, if it does. */
  readonly unit?: string;
  /** What a file of ours says that the column is: a weight, an origin. */
  readonly role?: string;
}

/** Columns of equally many rows: a tree, a group of datasets, the arrays of an archive. */
export interface FileTable {
  /** Empty where the format has only one. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly FileColumn[];
}

/** Values of one column for a range of rows: numbers, row-major; 64-bit integers as float64 if all are exact. */
export interface ColumnValues {
  readonly values: Float32Array | Float64Array | Int32Array | Uint8Array;
  /** [rows + 1] for a ragged column, in items (of `shape`); absent otherwise. */
  readonly offsets?: Int32Array;
  /** What the values number, for a column of text. */
  readonly words?: readonly string[];
}

/** A file held open; what is damaged is an InputError whenever it is met. */
export interface OpenFile {
  readonly format: Format;
  readonly tables: readonly FileTable[];
  /** Texts about the file as a whole, by key. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Rows `start` to `end` of columns of one table, by name. */
  read(
    table: string,
    columns: readonly string[],
    start: number,
    end: number,
  ): Promise<Readonly<Record<string, ColumnValues>>>;
  close(): Promise<void>;
}
