// Jets as NPZ, as numpy.savez writes it: X [N, M, 3] with (pT [TeV], η or rapidity, φ), padded with 0, an array [N, M] per
// further feature, y [N], an array [N] per column; layout, units and roles as JSON. energyflow's order of features, in TeV.
// Stored without compression, so that other programs can map it.
import { InputError } from '@jetdemon/workflow';
import { Zip, ZipPassThrough } from 'fflate';
import { closeSync, openSync, writeSync } from 'node:fs';
import { aboutMember } from '../formats/about.ts';
import { empty, featureValues, type Jets, type NumericArray } from '../jets/jets.ts';
import { coordinates, defaultLayout, hasRapidity, type JetLayout } from '../jets/layout.ts';
import { aboutColumn, featuresOf, metadataOf, scalarsOf, type Exported, type ExportedColumn } from './columns.ts';

/** An archive without 64-bit sizes holds less than 4 GiB. */
const mostBytes = 2 ** 32 - 2 ** 20;

/** Of every member, so that the same jets give the same bytes. */
const mtime = '1980-01-02';

/**
 * Writes jets that are read twice, chunk by chunk: once for the columns and how many there are, once for X.
 *
 * @param read begins to read the jets anew
 */
export async function writeNpz(file: string, read: () => AsyncIterable<Jets>): Promise<Exported> {
  const { jets, layout, columns, parts, features } = await scalarColumns(read());
  const { constituents } = layout;
  const bytesPerJet = constituents * (coordinates * 4 + features.length * 8);
  const bytes = jets * bytesPerJet + parts.reduce((total, pieces) => total + pieces.length * 8, 0);
  if (bytes > mostBytes) {
    const most = Math.floor(mostBytes / bytesPerJet);
    throw new InputError(`expected at most about ${most} jets for NPZ, found ${jets}: use parquet, or take`);
  }
  const handle = openSync(file, 'w');
  try {
    const zip = new Zip((error, data) => {
      if (error) throw error;
      for (let at = 0; at < data.length;) at += writeSync(handle, data, at);
    });
    const array = (name: string, type: string, shape: readonly number[]): ZipPassThrough => {
      const member = new ZipPassThrough(`${name}.npy`);
      member.mtime = mtime;
      zip.add(member);
      member.push(header(type, shape));
      return member;
    };
    const X = array('X', 'float32', [jets, constituents, coordinates]);
    for await (const chunk of read()) {
      const { ptTeV, eta, phi } = chunk;
      X.push(bytesOf(padded(chunk, [ptTeV, eta, phi])));
    }
    X.push(new Uint8Array(0), true);
    for (const [at, { name, type }] of features.entries()) {
      const member = array(name, type, [jets, constituents]);
      for await (const chunk of read()) member.push(bytesOf(padded(chunk, [featureValues(chunk)[coordinates + at]!])));
      member.push(new Uint8Array(0), true);
    }
    columns.forEach(({ name, type }, at) => {
      const member = array(name, type, [jets]);
      for (const piece of parts[at]!) member.push(piece);
      member.push(new Uint8Array(0), true);
    });
    const about = new ZipPassThrough(aboutMember);
    about.mtime = mtime;
    zip.add(about);
    about.push(Buffer.from(JSON.stringify(metadataOf([...features, ...columns], layout))), true);
    zip.end();
  } finally {
    closeSync(handle);
  }
  const second = hasRapidity(layout) ? 'rapidity' : 'eta';
  const description = `constituents (pT [TeV], ${second}, phi), at most ${constituents}, descending pT, padded with 0`;
  const X = { name: 'X', type: 'float32', unit: 'TeV, rad, rad', description };
  return { jets, classes: layout.classes, columns: [X, ...features, ...columns] };
}

/** `[count, constituents, lists]`, 0 where a jet has no constituent. */
function padded<A extends NumericArray>({ layout, count, offsets }: Jets, lists: readonly A[]): A {
  const out = empty(lists[0]!, count * layout.constituents * lists.length);
  for (let row = 0; row < count; row++) {
    let to = row * layout.constituents * lists.length;
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) for (const values of lists) out[to++] = values[i]!;
  }
  return out;
}

async function scalarColumns(chunks: AsyncIterable<Jets>) {
  let jets = 0;
  let layout: JetLayout = defaultLayout;
  let columns: ExportedColumn[] = [];
  let features: ExportedColumn[] = [];
  const parts: Uint8Array[][] = [];
  for await (const chunk of chunks) {
    const scalars = scalarsOf(chunk);
    columns = scalars.map((part) => ({ ...aboutColumn(part), name: part.name === 'label' ? 'y' : part.name }));
    features = featuresOf(chunk).slice(coordinates).map(aboutColumn);
    scalars.forEach(({ values }, at) => (parts[at] ??= []).push(bytesOf(values)));
    jets += chunk.count;
    layout = chunk.layout;
  }
  return { jets, layout, columns, parts, features };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

const codes: Readonly<Record<string, string>> = {
  float32: '<f4',
  float64: '<f8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
};

/** The head of an NPY array, version 1.0: magic, version, length, a Python dictionary padded to a multiple of 64 bytes. */
function header(type: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${codes[type]}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const size = Buffer.alloc(2);
  size.writeUInt16LE(length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), size, Buffer.from(`${text.padEnd(length - 1)}\n`)]);
}
