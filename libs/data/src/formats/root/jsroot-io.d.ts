// The part of jsroot/io that reading ROOT files needs; jsroot ships no types of it. What it returns is checked by zod.
declare module 'jsroot/io' {
  export class FileProxy {
    openFile(): Promise<boolean>;
    getFileName(): string;
    getFileSize(): number;
    readBuffer(position: number, size: number): Promise<DataView>;
    closeFile(): void;
  }
  export interface RootFile {
    readonly fKeys: unknown;
    readonly fStreamerInfos: unknown;
    readObject(name: string): Promise<unknown>;
    findStreamerInfo(className: string, version?: number): unknown;
  }
  export function openFile(proxy: FileProxy): Promise<RootFile>;
  /** Null if the block could not be decompressed. */
  export function R__unzip(block: DataView, size: number, silent: boolean): Promise<DataView | null>;
}
