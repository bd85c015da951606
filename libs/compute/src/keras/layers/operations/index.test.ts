// Functions of tensors by the names that Keras 3 and Keras 2 write, their arguments by place and by name.
import '../../../tensors/backend.ts';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { Config, type JsonObject } from '../../config.ts';
import { type Built, type Call, type Given, isMasked, type Layer } from '../../layer.ts';
import { functionLayer, kerasOperation } from './index.ts';

function called(
  layer: Layer,
  settings: JsonObject,
  args: readonly Given[],
  named: Readonly<Record<string, Given>> = {},
) {
  const call: Call = {
    inputs: args.flat().filter(isMasked),
    args,
    named: (name) => named[name],
    names: () => Object.keys(named),
    value: () => tf.scalar(0),
    bare: false,
  };
  const made = layer({ config: new Config(settings, 3) } as Built)(call) as tf.Tensor;
  return { shape: made.shape, values: Array.from(made.dataSync()) };
}

const of = (x: tf.Tensor): Given => ({ tensor: x });
const x = of(tf.tensor2d([[1, 2, 3], [4, 5, 6]])); // prettier-ignore

test('a class of Keras 3 is a function in another spelling', () => {
  expect(called(kerasOperation('ExpandDims')!, { axis: -1 }, [x]).shape).toEqual([2, 3, 1]);
  expect(called(kerasOperation('Sum')!, { axis: 1, keepdims: true }, [x])).toEqual({ shape: [2, 1], values: [6, 15] });
  expect(called(kerasOperation('Transpose')!, {}, [x]).values).toEqual([1, 4, 2, 5, 3, 6]);
  expect(called(kerasOperation('Where')!, {}, [of(tf.tensor1d([true, false, true], 'bool')), x, 0]).values).toEqual([1, 0, 3, 4, 0, 6]); // prettier-ignore
  expect(kerasOperation('ExpandDim')).toBeUndefined();
});

test('a function of TensorFlow is known by its name', () => {
  expect(called(functionLayer, { function: 'math.reduce_max' }, [x], { axis: [0] }).values).toEqual([4, 5, 6]);
  expect(() => called(functionLayer, { function: 'math.erfinv' }, [x])).toThrow(
    'the function tf.math.erfinv is not in the table',
  );
});

test('an argument that nobody reads is refused', () => {
  expect(() => called(kerasOperation('Sum')!, { axis: 1, initial: 3 }, [x])).toThrow(
    'its argument initial is not supported',
  );
  expect(() => called(kerasOperation('Add')!, {}, [x])).toThrow('expected a tensor or a number for x2');
});
