// What jsroot reads of a file: its keys and the objects that they lead to. It is loaded when the first ROOT file is opened.
import type { RootFile } from 'jsroot/io';
import type { FileBytes } from '../bytes.ts';

export async function described(bytes: FileBytes): Promise<RootFile> {
  const { FileProxy, openFile } = await import('jsroot/io');
  class Proxy extends FileProxy {
    override openFile(): Promise<boolean> {
      return Promise.resolve(true);
    }

    override getFileSize(): number {
      return bytes.size;
    }

    override async readBuffer(position: number, size: number): Promise<DataView> {
      // jsroot asks for a header's worth even of files that are shorter.
      const end = position < 4096 ? Math.min(position + size, bytes.size) : position + size;
      return new DataView((await bytes.read(position, end)).buffer);
    }
  }
  return openFile(new Proxy());
}
