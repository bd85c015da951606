"""Writes small networks with random weights as Keras saves them, and beside each its scores and input gradients.

    python make.py FOLDER

Keras 3.15.1 with TensorFlow 2.21.0 (.keras and its .h5); EnergyFlow 1.4.0 with tf_keras 2.21.0 (.h5 and .keras of Keras 2).
"""
import json, os, sys
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy as np, tensorflow as tf, keras
from keras import layers, ops

out = sys.argv[1]

def numbers(array): return [float('%.9g' % x) for x in np.asarray(array).flatten()]

def randomise(model, seed):
    """Random weights, also where the initial ones are 0 or 1, and running statistics that are not."""
    g = np.random.default_rng(seed)
    for v in model.weights:
        name, shape = getattr(v, 'path', v.name), tuple(v.shape)
        if not shape or 'seed' in name: continue
        if 'variance' in name: value = 0.5 + g.random(shape)
        elif len(shape) < 2: value = (1.0 if 'gamma' in name else 0.0) + 0.2 * g.standard_normal(shape)
        else: value = g.standard_normal(shape) / np.sqrt(max(1, np.prod(shape[:-1])))
        v.assign(value.astype('float32'))
    return model

def record(name, model, inputs, ends):
    for end in ends: model.save(os.path.join(out, f'{name}.{end}'))
    tensors = {n: tf.constant(v) for n, v in inputs.items()}
    with tf.GradientTape() as tape:
        for t in tensors.values(): tape.watch(t)
        scores = model(list(tensors.values()) if len(tensors) > 1 else next(iter(tensors.values())), training=False)
        w = tf.reshape(tf.linspace(1.0, 2.0, tf.size(scores)), tf.shape(scores))
        loss = tf.reduce_sum(scores * w)
    gradients = tape.gradient(loss, tensors)
    rec = {'inputs': {n: {'shape': list(v.shape), 'data': numbers(v)} for n, v in inputs.items()},
      'scores': {'shape': list(scores.shape), 'data': numbers(scores)},
      'gradients': {n: numbers(g) for n, g in gradients.items()}}
    with open(os.path.join(out, name + '.json'), 'w') as file: json.dump(rec, file); file.write('\n')
    print(name, scores.numpy().flatten()[:4])

g = np.random.default_rng(5)
P, F = 8, 3
jets = g.standard_normal((3, P, F)).astype('float32')
jets[..., 0] = np.abs(jets[..., 0])
for jet, empty in enumerate([0, 2, 5]):
    if empty: jets[jet, -empty:] = 0

# A PFN in Keras 3: the mask by keras.ops.
x = keras.Input((P, F), name='jets')
mask = ops.cast(ops.any(ops.not_equal(x, 0.0), axis=-1, keepdims=True), 'float32')
h = layers.TimeDistributed(layers.Dense(12, activation='relu'), name='phi_0')(x)
h = layers.Dropout(0.1)(h)
h = layers.TimeDistributed(layers.Dense(10, activation='gelu'), name='phi_1')(h)
s = ops.sum(h * mask, axis=1)
f = keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.LeakyReLU(), layers.Dropout(0.2)], name='f')
y = layers.Dense(2, activation='softmax', name='scores')(f(s))
record('pfn', randomise(keras.Model(x, y), 1), {'jets': jets}, ['keras', 'h5'])

# An EFN in Keras 3: the sum as a Dot, weights apart from angles.
z, p = keras.Input((None,), name='zs'), keras.Input((None, 2), name='phats')
h = layers.Dense(12, activation='swish')(p)
h = layers.Dense(9, activation='elu')(h)
s = layers.Dot(1, name='sum')([z, h])
y = layers.Dense(1, activation='sigmoid', name='score')(layers.Dense(8, activation='tanh')(s))
record('efn', randomise(keras.Model([z, p], y), 2), {'zs': jets[..., 0].copy(), 'phats': jets[..., 1:].copy()}, ['keras', 'h5'])

# Attention among the constituents that are there.
x = keras.Input((P, F), name='jets')
m = ops.any(ops.not_equal(x, 0.0), axis=-1)
h = layers.Dense(8)(x)
for _ in range(2):
    a = layers.LayerNormalization()(h)
    h = layers.Add()([h, layers.MultiHeadAttention(2, 4)(a, a, attention_mask=ops.expand_dims(m, 1))])
h = layers.GlobalAveragePooling1D()(h, mask=m)
y = layers.Dense(3, activation='softmax', name='scores')(h)
record('transformer', randomise(keras.Model(x, y), 3), {'jets': jets}, ['keras'])

# Keras' own masks: padded constituents do not count in the mean.
x = keras.Input((P, F), name='jets')
h = layers.TimeDistributed(layers.Dense(8, activation='relu'))(layers.Masking(name='mask')(x))
h = layers.Add()([h, layers.Dense(8, activation='tanh')(layers.Dropout(0.1)(h))])
y = layers.Dense(1, activation='sigmoid', name='score')(layers.GlobalAveragePooling1D()(h))
record('masked', randomise(keras.Model(x, y), 5), {'jets': jets}, ['keras', 'h5'])

# The other layers of the table, and other functions.
x, q = keras.Input((P, F), name='jets'), keras.Input((4,), name='observables')
a = layers.Conv1D(6, 3, padding='same', activation='softplus')(x)
a = layers.Conv1D(6, 2, padding='causal', strides=2)(a)
a = layers.PReLU(shared_axes=[1])(layers.GroupNormalization(2)(a))
a = layers.MaxPooling1D(2)(a)
b = layers.EinsumDense('abc,cd->abd', output_shape=(None, 5), bias_axes='d', activation='mish')(x)
b = layers.AveragePooling1D(2)(layers.UnitNormalization()(b))
b = layers.Concatenate(axis=1)([layers.GlobalAveragePooling1D()(b), layers.GlobalMaxPooling1D()(b)])
b = layers.SpatialDropout1D(0.1)(layers.Reshape((2, 5))(b))
b = layers.Flatten()(layers.Identity()(layers.AlphaDropout(0.1)(layers.GaussianDropout(0.1)(b))))
i = layers.Reshape((P, F, 1))(x)
i = layers.Conv2D(4, (3, 2), strides=(2, 1), activation='selu')(i)
i = layers.SpatialDropout2D(0.1)(layers.MaxPooling2D((1, 2))(layers.AveragePooling2D((2, 1), strides=1)(i)))
g2 = layers.Concatenate()([layers.GlobalAveragePooling2D()(i), layers.GlobalMaxPooling2D()(i)])
i = layers.Permute((3, 1, 2))(i)
c = layers.ReLU(max_value=2.0, negative_slope=0.1)(layers.Concatenate()([layers.Flatten()(i), g2]))
c = layers.ActivityRegularization(l2=0.01)(c)
o = layers.Normalization(mean=[0.1, 0.2, 0.3, 0.4], variance=[1.0, 2.0, 0.5, 1.5])(q)
o = layers.Rescaling(0.5, 0.1)(o)
o = layers.Dense(5)(layers.RepeatVector(3)(o))
o = layers.ELU()(layers.Subtract()([layers.Softmax(axis=1)(o), layers.Average()([o, o])]))
o = layers.Maximum()([layers.Minimum()([o, layers.GaussianNoise(0.1)(o)]), layers.Activation('hard_sigmoid')(o)])
o = ops.mean(ops.exp(-ops.square(o)) * 2.0 + ops.maximum(o, 0.1), axis=1)
m = layers.Multiply()([layers.Dense(5, activation='softsign')(b), layers.Dense(5, activation='log_softmax')(c)])
t = layers.Dot((1, 1), normalize=True)([layers.Dense(4)(o), layers.Dense(4, activation='relu6')(layers.Flatten()(a))])
h = ops.concatenate([ops.log1p(ops.abs(m)), ops.where(ops.greater(o, 0.5), o, ops.tanh(o)), t, ops.expand_dims(ops.sum(q, axis=-1), -1)], axis=-1)
y = layers.Dense(2, activation='softmax', name='scores')(h)
record('layers', randomise(keras.Model([x, q], y), 4), {'jets': jets, 'observables': g.standard_normal((3, 4)).astype('float32')}, ['keras'])

# EnergyFlow's own, which are of Keras 2 and have their masks as code.
# wasserstein, built for NumPy 1, has no part in its networks.
os.environ['TF_USE_LEGACY_KERAS'] = '1'
from unittest.mock import MagicMock
sys.modules['wasserstein'] = MagicMock()
from energyflow.archs import EFN, PFN
pfn = PFN(input_dim=3, Phi_sizes=(12, 10), F_sizes=(8,), Phi_acts=['relu', 'LeakyReLU'], output_dim=2, summary=False, F_dropouts=0.1)
record('energyflow-pfn', randomise(pfn.model, 6), {'input': jets}, ['h5', 'keras'])
efn = EFN(input_dim=2, Phi_sizes=(12, 10), F_sizes=(8,), output_dim=1, output_act='sigmoid', loss='binary_crossentropy', summary=False)
record('energyflow-efn', randomise(efn.model, 7), {'zs_input': jets[..., 0].copy(), 'phats_input': jets[..., 1:].copy()}, ['h5'])

# Keras 2 itself: functions of TensorFlow between its layers, a model within, and what meant something else then.
import tf_keras as k2
x = k2.Input((P, F), name='jets')
mask = tf.cast(tf.reduce_any(tf.not_equal(x, 0.0), axis=-1, keepdims=True), tf.float32)
phi = k2.Sequential([k2.layers.Dense(8, activation='hard_sigmoid'), k2.layers.BatchNormalization(), k2.layers.ThresholdedReLU(0.1)], name='phi')
h = k2.layers.MultiHeadAttention(2, 4)(phi(x), x) * mask + 0.1
s = tf.reduce_sum(h, axis=1)
s = k2.layers.Conv1D(4, 3, activation='gelu')(k2.layers.Reshape((4, 2))(s))
y = k2.layers.Dense(2, activation='softmax', name='scores')(k2.layers.Flatten()(s))
record('tf-keras', randomise(k2.Model(x, y), 8), {'jets': jets}, ['h5', 'keras'])
