// Reader of a growing file of JSON lines.
import fs from 'node:fs';
import type { SentEvent } from '../../runner/events.ts';

const POLL_MS = 100;

/** Calls `take` for every line, also those to come, until the returned function is called (it reads the rest first). */
export function followEvents(file: string, take: (event: SentEvent) => void): () => void {
  const handle = fs.openSync(file, 'r');
  const piece = Buffer.alloc(1 << 16);
  let rest = Buffer.alloc(0);
  const read = () => {
    for (let length = fs.readSync(handle, piece); length > 0; length = fs.readSync(handle, piece)) {
      rest = Buffer.concat([rest, piece.subarray(0, length)]);
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        take(JSON.parse(rest.toString('utf8', 0, end)) as SentEvent);
        rest = rest.subarray(end + 1);
      }
    }
  };
  const timer = setInterval(read, POLL_MS);
  return () => {
    clearInterval(timer);
    read();
    fs.closeSync(handle);
  };
}
