// Asks the runtime in each of the ways that the product does: a compiled function and a step.
import { float32, openDevice } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';

const device = await openDevice('cpu');
const x = float32([1, 2]);
await device.compile((inputs) => ({ twice: tf.mul(inputs['x']!, 2) }))({ x });
const step = device.compileStep(({ w }, inputs) => ({ state: { w: tf.mul(w!, inputs['x']!) }, outputs: {} }), { w: x });
await step.run({ x });
await step.dispose();
