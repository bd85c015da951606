// Parameters set by hand: what they become, and what is refused.
import { expect, test } from 'vitest';
import { loadGraph } from '../graph/load-graph.ts';
import { tasks } from '../testing/tasks.ts';
import { devices, head, workspace } from '../testing/workspace.ts';

const { root } = workspace();
const text = `${head}  classifier:
    uses: models/train
    needs: { jets: split }
    with: { epochs: 3 }
    matrix:
      network: { hl: { network: hl }, ll: { network: pfn } }
      seed: [1, 2]
  fgsm.one: { uses: attacks/fgsm, needs: { jets: split, classifier: classifier }, with: { epsilon: 0.001 } }
`;
const load = (...set: string[]) => loadGraph({ file: 'workflows/w.yaml', text, tasks, devices, set, root }).nodes;
const paramsOf = (id: string, ...set: string[]) => load(...set).find((node) => node.id === id)!.params;

test.each<[string, string, object]>([
  ['fgsm.one@network=hl+seed=1', 'fgsm.one.epsilon=0.002', { epsilon: 0.002 }],
  ['split', 'split.train=0.5', { train: 0.5 }],
  ['classifier@network=ll+seed=2', 'classifier.epochs=7', { epochs: 7, network: 'pfn' }],
  ['classifier@network=ll+seed=2', 'classifier@network=ll.network=hl', { epochs: 3, network: 'hl' }],
])('of %s by %s', (id, setting, params) => {
  expect(paramsOf(id)).not.toMatchObject(params);
  expect(paramsOf(id, setting)).toMatchObject(params);
});

test('the last of two of one parameter counts, null gives the default back, places say where from', () => {
  expect(paramsOf('classifier@network=ll+seed=1', 'classifier.epochs=7', 'classifier.epochs=8')).toMatchObject({
    epochs: 8,
  });
  const split = load().find(({ id }) => id === 'split')!;
  expect(paramsOf('split', 'split.train=0.5', 'split.train=null')).toEqual(split.params);
  expect(load('split.train=0.5').find(({ id }) => id === 'split')!.places['train']).toEqual({ file: '--set', line: 1 });
});

test.each([
  ['fgsm.epsilon=1', /^--set fgsm\.epsilon=1: unknown node fgsm \(known: jets, split, classifier, fgsm\.one\)$/],
  ['fgsm.one.epsilon', /^--set fgsm\.one\.epsilon: expected node\.parameter=value$/],
  ['split=1', /^--set split=1: expected node\.parameter=value$/],
  ['split.trian=0.5', /^--set:1:1 split\.trian: unknown parameter, did you mean train\?$/],
  ['fgsm.one.epsilon=small', /^--set:1:1 fgsm\.one\.epsilon: expected a number > 0, found "small"$/],
  ['fgsm.one.epsilon=[', /^--set:1:2 /],
  ['split.seed=null', /^--set:1:1 split\.seed: expected an integer, found nothing$/],
  ['classifier@seed=1.epochs=2', /expected an axis of labels with parameters, found that seed is a list of values$/],
  ['classifier@network=hh.epochs=2', /classifier has no point network=hh \(known: hl, ll\)$/],
  ['classifier@rung=hl.epochs=2', /unknown axis rung \(known: network, seed\)$/],
])('%s is refused', (setting, message) => {
  expect(() => load(setting)).toThrow(message);
});
