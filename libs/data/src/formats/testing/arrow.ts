// Small Arrow files for tests, compressed or not. apache-arrow writes them; the encoder is lz4js.
import {
  Bool,
  compressionRegistry,
  CompressionType,
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Int64,
  LargeList,
  List,
  RecordBatchFileWriter,
  Struct,
  Table,
  Uint16,
  Utf8,
  vectorFromArray,
  type DataType,
  type Vector,
} from 'apache-arrow';
import lz4 from 'lz4js';
import { registerCodecs } from '../arrow/codecs.ts';

const item = (type: DataType): Field => new Field('item', type, true);

/** One column of every kind, three rows. */
export const kinds: Readonly<Record<string, { readonly type: DataType; readonly values: readonly unknown[] }>> = {
  n: { type: new Uint16(), values: [1, 2, 65_535] },
  wide: { type: new Int64(), values: [1n, -2n, 2n ** 53n] },
  half: { type: new Float16(), values: [0, 1, 1.5] },
  flag: { type: new Bool(), values: [true, false, true] },
  pt: { type: new List(item(new Float32())), values: [[1, 2], [], [3]] },
  large: { type: new LargeList(item(new Float32())), values: [[1], [2, 3], []] },
  p4: {
    type: new FixedSizeList(2, item(new Float32())),
    values: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  },
  jet: {
    type: new Struct([new Field('pt', new Float32(), true), new Field('n', new Uint16(), true)]),
    values: [
      { pt: 1, n: 2 },
      { pt: 3, n: 4 },
      { pt: 5, n: 6 },
    ],
  },
  nested: { type: new List(item(new List(item(new Float32())))), values: [[[1]], [], [[2]]] },
  text: { type: new Utf8(), values: ['a', 'b', 'c'] },
};

/** An Arrow file of these columns, `batches` times; `compressed` with LZ4 where that makes a buffer smaller. */
export function arrowFile(columns: typeof kinds, { batches = 1, compressed = false } = {}): Uint8Array {
  const vectors = Object.entries(columns).map(([name, { type, values }]) => [name, vectorFromArray([...values], type)]);
  const table = new Table(Object.fromEntries(vectors) as Record<string, Vector>);
  const writer = new RecordBatchFileWriter(compressed ? { compressionType: withEncoder() } : {});
  for (let batch = 0; batch < batches; batch++) writer.write(table.batches[0]!);
  return writer.finish().toUint8Array(true);
}

/** Adds an encoder to the codec that reading registers. */
function withEncoder(): CompressionType {
  registerCodecs();
  const type = CompressionType.LZ4_FRAME;
  compressionRegistry.set(type, { ...compressionRegistry.get(type), encode: (bytes) => lz4.compress(bytes) });
  return type;
}
