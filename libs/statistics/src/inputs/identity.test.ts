import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { identityOf } from './identity.ts';

const jets = {
  label: Uint8Array.of(0, 1, 1),
  score: Float32Array.of(0.1, 0.9, 0.8),
  pt: Float32Array.of(300, 400, 500),
  mass: Float32Array.of(60, 80, 90),
};
const identity = (nominal: Partial<typeof jets>, key = 'a', replicas = 100) =>
  identityOf({ nominal: { ...jets, ...nominal } }, keyOf(key), replicas);

test('is that of the jets and their draws, whatever their scores', () => {
  expect(identity({ score: Float32Array.of(0.2, 0.3, 0.4) })).toBe(identity({}));
  const others = [
    identity({ label: Uint8Array.of(1, 0, 1) }),
    identity({ pt: Float32Array.of(300, 400, 501) }),
    identity({ mass: Float32Array.of(60, 80, 91) }),
    identityOf({ nominal: { ...jets, weight: Float64Array.of(1, 1, 1) } }, keyOf('a'), 100),
    identityOf({ nominal: jets, varied: jets }, keyOf('a'), 100),
    identity({}, 'b'),
    identity({}, 'a', 200),
  ];
  expect(new Set([identity({}), ...others]).size).toBe(1 + others.length);
});
