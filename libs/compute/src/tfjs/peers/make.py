"""Writes a small network as a graph model of TensorFlow.js, and beside it its scores and input gradients.

    python make.py FOLDER

TensorFlow 2.21.0, tensorflowjs 4.22.0, whose optional parts for other programs are left out.
"""
import json, os, sys
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
from unittest.mock import MagicMock
for name in ['tensorflow_hub', 'tensorflow_decision_forests', 'jax', 'jax.experimental', 'jax.experimental.jax2tf', 'flax']: sys.modules[name] = MagicMock()
import numpy as np, tensorflow as tf
from tensorflowjs.converters import tf_saved_model_conversion_v2 as converter

out = sys.argv[1]
g = np.random.default_rng(9)
def weight(*shape): return tf.Variable((g.standard_normal(shape) / np.sqrt(max(1, np.prod(shape[:-1])))).astype('float32'))

class Net(tf.Module):
    """A particle flow network with masked attention and a convolution over constituents."""
    def __init__(self):
        self.w1, self.b1, self.w2, self.b2 = weight(3, 12), weight(12), weight(12, 8), weight(8)
        self.q, self.k, self.conv, self.w3, self.b3 = weight(8, 8), weight(8, 8), weight(1, 3, 8, 6), weight(14, 2), weight(2)
        self.mean, self.variance = weight(8), tf.Variable(g.random(8).astype('float32') + 0.5)
    @tf.function(input_signature=[tf.TensorSpec([None, 8, 3], tf.float32, name='jets')])
    def __call__(self, x):
        batch = tf.shape(x)[0]
        mask = tf.cast(tf.reduce_any(tf.not_equal(x, 0.0), axis=-1, keepdims=True), tf.float32)
        h = tf.nn.relu(tf.matmul(tf.reshape(x, [-1, 3]), self.w1) + self.b1)
        h = tf.reshape(tf.nn.elu(tf.matmul(h, self.w2) + self.b2), tf.stack([batch, 8, 8]))
        h = (h - self.mean) * tf.math.rsqrt(self.variance + 1e-3)
        scores = tf.matmul(tf.einsum('bij,jk->bik', h, self.q), tf.einsum('bij,jk->bik', h, self.k), transpose_b=True)
        scores = tf.where(tf.transpose(mask, [0, 2, 1]) > 0.0, scores, -1e9)
        h = tf.matmul(tf.nn.softmax(scores), h) * mask + tf.sigmoid(h[:, ::-1, :]) * 0.1
        c = tf.nn.conv2d(tf.expand_dims(h, 1), self.conv, 1, 'SAME')
        c = tf.reduce_max(tf.squeeze(tf.nn.leaky_relu(c, 0.1), [1]), axis=1)
        s = tf.concat([tf.reduce_sum(h, axis=1) / tf.reduce_sum(mask, axis=1), c], -1)
        return {'scores': tf.nn.softmax(tf.matmul(s, self.w3) + self.b3)}

net = Net()
tf.saved_model.save(net, '/tmp/saved-model', signatures=net.__call__)
converter.convert_tf_saved_model('/tmp/saved-model', out)
jets = g.standard_normal((3, 8, 3)).astype('float32')
for jet, empty in enumerate([0, 2, 5]):
    if empty: jets[jet, -empty:] = 0
x = tf.constant(jets)
with tf.GradientTape() as tape:
    tape.watch(x)
    scores = net(x)['scores']
    loss = tf.reduce_sum(scores * tf.reshape(tf.linspace(1.0, 2.0, tf.size(scores)), tf.shape(scores)))
def numbers(array): return [float('%.9g' % v) for v in np.asarray(array).flatten()]
rec = {'inputs': {'jets': {'shape': list(jets.shape), 'data': numbers(jets)}},
  'scores': {'shape': list(scores.shape), 'data': numbers(scores)}, 'gradients': {'jets': numbers(tape.gradient(loss, x))}}
with open(os.path.join(out, 'expected.json'), 'w') as file: json.dump(rec, file); file.write('\n')
