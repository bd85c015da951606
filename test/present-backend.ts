// TensorFlow.js has one present backend for the whole process. Test files that share a process start with the one that a file
// alone would have, whatever the file before them left.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.es2017.js';

if (!(await tf.setBackend('cpu'))) throw new Error('the cpu backend of TensorFlow.js does not start');
