// One column chunk of a Parquet file read forwards, page by page: levels to offsets, encoded values to numbers. Of a row
// group of any size only the pages of the rows asked for, and one window of the file, are in memory.
import { parquetHeader } from 'hyparquet/src/column.js';
import type { ColumnMetaData, PageHeader } from 'hyparquet/src/types.js';
import type { FileBytes } from '../bytes.ts';
import type { ColumnValues } from '../format.ts';
import { decodeDictionary, decodeValues, Words } from './encodings.ts';
import { counted, dictionaryBytes, maxPageBytes, maxPageValues, openPage, presentIn, type Page } from './page.ts';
import type { Leaf } from './schema.ts';
import { join, type Plain } from '../values.ts';

/** Bytes read at once, about: a page and its header are mostly within. */
const windowBytes = 2 ** 20;
/** Longest header of a page, with statistics and all. */
const mostHeader = 2 ** 24;

export interface ChunkPlace {
  readonly file: string;
  readonly bytes: FileBytes;
  readonly chunk: ColumnMetaData;
  readonly leaf: Leaf;
  /** Rows of the row group that the chunk belongs to. */
  readonly rows: number;
  /** Its first one, in the file. */
  readonly firstRow: number;
}

/** Values that were decoded and are not yet passed. */
interface Piece {
  /** Number of the first one in the chunk. */
  readonly first: number;
  readonly values: Plain;
}

export class ColumnReader {
  readonly #place: ChunkPlace;
  readonly #total: number;
  readonly #begin: number;
  readonly #end: number;
  #window: { readonly start: number; readonly bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  #at = 0;
  #dictionary: Plain | undefined;
  #words: Words | undefined;
  /** [rows + 1] for a column of lists: of all rows that began. */
  #offsets: Int32Array | undefined;
  #pieces: Piece[] = [];
  /** Levels, rows that began and values so far. */
  #seen = 0;
  #row = 0;
  #items = 0;

  constructor(place: ChunkPlace) {
    const { chunk } = place;
    this.#place = place;
    this.#total = Number(chunk.num_values);
    this.#begin = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
    this.#end = this.#begin + Number(chunk.total_compressed_size);
    this.#restart();
  }

  /** Rows `from` to `to` of the row group; quick if they follow those of the last call. */
  async read(from: number, to: number): Promise<ColumnValues> {
    const passed = this.#pieces[0]?.first ?? 0;
    if (this.#itemAt(Math.min(from, this.#row)) < passed) this.#restart();
    while (this.#whole() < to) await this.#nextPage();
    if (to === this.#place.rows) while (this.#seen < this.#total) await this.#nextPage();
    const [first, last] = [this.#itemAt(from), this.#itemAt(to)];
    this.#pieces = this.#pieces.filter((piece) => piece.first + piece.values.length > first);
    const parts = this.#pieces
      .filter((piece) => piece.first < last)
      .map((piece) => piece.values.subarray(Math.max(0, first - piece.first), last - piece.first));
    return {
      // values of their own: what is given away does not keep a page
      values: join(parts.length === 1 ? [parts[0]!.slice()] : parts),
      ...(this.#offsets && { offsets: this.#offsets.slice(from, to + 1).map((offset) => offset - first) }),
      ...(this.#words && { words: this.#words.all() }),
    };
  }

  #restart(): void {
    const { leaf, rows } = this.#place;
    this.#at = this.#begin;
    this.#dictionary = undefined;
    this.#words = leaf.text ? new Words() : undefined;
    this.#offsets = leaf.maxRepetition > 0 ? new Int32Array(rows + 1) : undefined;
    this.#pieces = [];
    [this.#seen, this.#row, this.#items] = [0, 0, 0];
  }

  #itemAt(row: number): number {
    return this.#offsets ? this.#offsets[row]! : row;
  }

  /** Rows of which nothing more can follow. */
  #whole(): number {
    if (!this.#offsets) return this.#seen;
    return this.#seen === this.#total ? this.#row : this.#row - 1;
  }

  async #nextPage(): Promise<void> {
    const { chunk, leaf, rows, firstRow, file } = this.#place;
    if (this.#seen >= this.#total) throw new Error(`column ${leaf.name} has ${this.#whole()} rows of ${rows}`);
    const header = await this.#header();
    const size = header.compressed_page_size;
    if (!(size >= 0 && this.#at + size <= this.#end)) throw new Error(`a page claims ${size} bytes`);
    const page = await this.#bytes(size);
    this.#at += size;
    if (!(header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= maxPageBytes))
      throw new Error(`a page claims ${header.uncompressed_page_size} bytes`);
    if (header.type === 'DICTIONARY_PAGE') {
      const count = counted(header.dictionary_page_header?.num_values, maxPageValues);
      this.#dictionary = decodeDictionary(dictionaryBytes(page, header, chunk), count, this.#words, leaf, file);
    } else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      const data = openPage(page, header, chunk, leaf, Math.min(maxPageValues, this.#total - this.#seen));
      const present = presentIn(data, leaf, firstRow + (this.#offsets ? this.#row - 1 : this.#seen), file);
      const values = decodeValues(data, present, this.#dictionary, this.#words, leaf, file);
      this.#pieces.push({ first: this.#items, values });
      if (this.#offsets) this.#count(data, this.#offsets);
      else this.#items += present;
      this.#seen += data.count;
      if (!this.#offsets && this.#seen > rows)
        throw new Error(`column ${leaf.name} has ${this.#total} rows of ${rows}`);
    } else if (header.type !== 'INDEX_PAGE') throw new Error(`a page has the type ${String(header.type)}`);
  }

  /** Rows that begin in a page of lists, and their items. */
  #count({ count, repetition, definition }: Page, offsets: Int32Array): void {
    const { rows, leaf } = this.#place;
    const { itemDefinition } = leaf;
    let [row, items] = [this.#row, this.#items];
    for (let i = 0; i < count; i++) {
      if (repetition![i] === 0 && row++ >= rows) throw new Error('a column has more rows than its row group');
      if (row === 0) throw new Error('a column begins within a row');
      if (definition![i]! >= itemDefinition) items++;
      offsets[row] = items;
    }
    [this.#row, this.#items] = [row, items];
  }

  async #header(): Promise<PageHeader> {
    for (let size = Math.min(this.#end - this.#at, 2 ** 12); ; size = Math.min(this.#end - this.#at, 4 * size)) {
      const bytes = await this.#bytes(size);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        const header = parquetHeader(reader);
        this.#at += reader.offset;
        return header;
      } catch (error) {
        if (!(error instanceof RangeError) || size >= Math.min(this.#end - this.#at, mostHeader)) throw error;
      }
    }
  }

  /** The next `size` bytes of the chunk. */
  async #bytes(size: number): Promise<Uint8Array> {
    const { start, bytes } = this.#window;
    if (this.#at < start || this.#at + size > start + bytes.length) {
      const end = Math.min(this.#end, this.#at + Math.max(size, windowBytes));
      this.#window = { start: this.#at, bytes: await this.#place.bytes.read(this.#at, end) };
    }
    const at = this.#at - this.#window.start;
    return this.#window.bytes.subarray(at, at + size);
  }
}
