import { expect, test } from 'vitest';
import * as compute from './index.ts';

test('what is public is this, and nothing else', () => {
  expect(Object.keys(compute).sort()).toEqual([
    'DeviceUnavailableError',
    'DynamicAxisError',
    'SignatureError',
    'SymbolicReadError',
    'UnsupportedKernelError',
    'adam',
    'adamState',
    'deviceNames',
    'deviceRequests',
    'exportOnnx',
    'float32',
    'int32',
    'openDevice',
    'packRows',
    'packing',
    'scalar',
    'sumRows',
    'unpackRows',
  ]);
});
