// Inputs among the reasons of a node: what it is given, not what that is called, unless the task is told names.
import { expect, test } from 'vitest';
import { changesBetween, inWords, type Side } from './changes.ts';

const side = (inputs: Side['inputs'], params: object = {}): Side => ({
  ...{
    task: 'statistics/mean',
    params,
    axes: {},
    files: {},
    inputs,
    code: 'c',
    packages: {},
    kinds: {},
    nodeMajor: 20,
  },
});
const said = (earlier: Side, later: Side) => changesBetween('mean', earlier, later, () => undefined).map(inWords);

const before = side({ jets: { nodes: { draw: 'one', cut: 'two' } } });

test('an input that is only called differently is no reason where names do not count', () => {
  const after = (named: boolean) => side({ jets: { named, nodes: { drawn: 'one', cut: 'two' } } }, { bins: 3 });
  expect(said(before, after(false))).toEqual(['mean.bins none → 3']);
  expect(said(before, after(true))).toEqual(['mean.bins none → 3', 'its input draw is called drawn']);
});

test('of two results the names are told, for whether they count is not recorded', () => {
  expect(said(before, side({ jets: { nodes: { drawn: 'one', cut: 'two' } } }))).toEqual([
    'its input draw is called drawn',
  ]);
});

test('other contents, an input more and an input less', () => {
  const after = side({ jets: { named: false, nodes: { draw: 'three', more: 'four' } } });
  expect(said(before, after)).toEqual(['its input draw changed', 'its input more is new', 'its input cut is gone']);
});

test('an input that is still to be computed is no change yet; under a new name it is one', () => {
  expect(said(before, side({ jets: { named: false, nodes: { draw: undefined, cut: 'two' } } }))).toEqual([]);
  expect(said(before, side({ jets: { named: false, nodes: { drawn: undefined, cut: 'two' } } }))).toEqual([
    'its input drawn is new',
    'its input draw is gone',
  ]);
});

test('the same node at two ports is told once', () => {
  const twice = (digest: string) => side({ nominal: { nodes: { draw: digest } }, varied: { nodes: { draw: digest } } });
  expect(said(twice('one'), twice('two'))).toEqual(['its input draw changed']);
});
