// The file of a trained network, whatever program wrote it, as a function of named inputs.
import { OnnxError, readOnnx, type OnnxModel } from '@jetdemon/compute';
import { InputError } from '@jetdemon/workflow';

/** What is imported: a pure function from weights and inputs to outputs, with what the file says of them. */
export type ImportedNetwork = OnnxModel;

const exporting =
  'export it in its own program: torch.onnx.export(model.eval(), inputs, "model.onnx", input_names=[…], output_names=[…], dynamic_axes={name: {0: "batch"}})';

/**
 * Reads the bytes of a network; nothing of a file is ever executed.
 *
 * @param file its name, for messages
 * @throws InputError for what is no network, is damaged, or holds what is not supported
 */
export function readNetwork(bytes: Uint8Array, file: string): ImportedNetwork {
  const fail = (message: string): never => {
    throw new InputError(message, `${file}:`);
  };
  if (bytes.length === 0) return fail('expected a network, found an empty file');
  const refused = kinds.find(({ is }) => is(bytes));
  if (refused) return fail(`expected a network as ONNX, found ${refused.words}`);
  try {
    return readOnnx(bytes);
  } catch (error) {
    if (error instanceof OnnxError) return fail(error.message);
    throw error;
  }
}

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
const holds = (bytes: Uint8Array, text: string) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text);
const zip = (bytes: Uint8Array) => starts(bytes, 0x50, 0x4b, 0x03, 0x04);

/** Files that are brought by mistake, by what they begin with. */
const kinds: readonly { is(bytes: Uint8Array): boolean; words: string }[] = [
  {
    is: (bytes) =>
      (zip(bytes) && holds(bytes, 'data.pkl')) || (starts(bytes, 0x80) && bytes[1]! >= 2 && bytes[1]! <= 5),
    words: `a PyTorch file: weights and Python code, but no graph that could be read without running it; ${exporting}`,
  },
  { is: zip, words: 'a zip archive' },
  { is: (bytes) => starts(bytes, 0x89, 0x48, 0x44, 0x46), words: 'HDF5' },
  { is: (bytes) => starts(bytes, 0x7b), words: 'JSON' },
];
