import { expect, test } from 'vitest';
import { cluster } from './cluster.ts';
import { constituents } from './history.ts';
import { massless, momentaOf } from './testing/momenta.ts';

test('constituents are listed per jet, ascending, and each particle is in one jet', () => {
  const momenta = momentaOf([massless(1, 0, 1), massless(9, 2, 4), massless(3, 0.1, 1), massless(1, 2.1, 4)]);
  const clustering = cluster(momenta, { algorithm: 'antikt', radius: 0.5 });
  expect([...clustering.jet]).toEqual([1, 0, 1, 0]);
  expect(constituents(clustering).map((list) => [...list])).toEqual([[1, 3], [0, 2]]); // prettier-ignore
});

test('of jets of equal pT the one that was found first comes first', () => {
  // Soft particles in kt: both are jets at once, in the order of their nodes.
  const momenta = momentaOf([massless(2, 3, 0), massless(2, -3, 0), massless(1, 0, 0)]);
  expect([...cluster(momenta, { algorithm: 'kt', radius: 1 }).jet]).toEqual([0, 1, 2]);
});

test('an event without particles has no lists', () => {
  expect(constituents(cluster(momentaOf([]), { algorithm: 'kt', radius: 1 }))).toEqual([]);
});
