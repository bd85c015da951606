import { expect, test } from 'vitest';
import { Grid } from './grid.ts';
import { distance2, pseudojetsOf } from './pseudojets.ts';
import { randomMomenta } from './testing/momenta.ts';

function laid(side: number) {
  const nodes = pseudojetsOf(randomMomenta(5, 120), -1);
  const grid = new Grid();
  grid.span(nodes.rapidity, nodes.particles);
  grid.lay(nodes, side);
  for (let i = 0; i < nodes.particles; i++) grid.add(nodes, i);
  const within = (tile: number) => {
    const list: number[] = [];
    for (let node = grid.heads[tile]!; node >= 0; node = grid.next[node]!) list.push(node);
    return list;
  };
  return { nodes, grid, within };
}

test.each([0.1, 0.7, 1.5, 3, 30])('all within a side of %f lie in the nine tiles around a node', (side) => {
  const { nodes, grid } = laid(side);
  for (let a = 0; a < nodes.particles; a++)
    for (let b = 0; b < nodes.particles; b++) {
      if (distance2(nodes.rapidity[a]!, nodes.phi[a]!, nodes.rapidity[b]!, nodes.phi[b]!) >= side ** 2) continue;
      const rows = [a, b].map((node) => Math.floor(grid.tile[node]! / grid.columns));
      const columns = [a, b].map((node) => grid.tile[node]! % grid.columns);
      const apart = Math.abs(columns[0]! - columns[1]!);
      expect(Math.abs(rows[0]! - rows[1]!), `rows of ${a} and ${b}`).toBeLessThanOrEqual(1);
      expect(Math.min(apart, grid.columns - apart), `columns of ${a} and ${b}`).toBeLessThanOrEqual(1);
    }
});

test('every node is in the list of its tile until it is removed', () => {
  const { nodes, grid, within } = laid(1);
  const lists = () => Array.from({ length: grid.rows * grid.columns }, (_, tile) => within(tile));
  const sorted = () => lists().flat().toSorted((a, b) => a - b); // prettier-ignore
  expect(sorted()).toEqual(Array.from({ length: nodes.particles }, (_, i) => i));
  lists().forEach((list, tile) => list.forEach((node) => expect(grid.tile[node]).toBe(tile)));
  for (let i = 0; i < nodes.particles; i += 2) grid.remove(i);
  expect(sorted()).toEqual(Array.from({ length: nodes.particles / 2 }, (_, i) => 2 * i + 1));
});
