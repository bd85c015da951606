// Places of shared results by their address: a folder, an HTTP server, a bucket of an object store.
import path from 'node:path';
import type { SharedConfig } from './config.ts';
import { httpRemote, type HttpPlace } from './http.ts';
import { folderRemote, type Remote } from './remote.ts';
import { s3Place } from './s3.ts';

/** @throws InputError where the configuration or the environment names no place */
export function openRemote(root: string, { at }: SharedConfig): Remote {
  if (at.startsWith('s3:')) return httpRemote(s3Place(at));
  return /^https?:\/\//.test(at) ? httpRemote(plainPlace(at)) : folderRemote(path.resolve(root, at));
}

/** A server that wants an authorisation gets the value of that header from JETDEMON_SHARED_AUTHORIZATION. */
function plainPlace(url: string): HttpPlace {
  const authorization = process.env['JETDEMON_SHARED_AUTHORIZATION'];
  const headers: Record<string, string> = authorization ? { authorization } : {};
  return { name: url, address: url.replace(/\/$/, ''), authorize: async () => headers };
}
