// Operators of ONNX that are left out, each with what could be done.

const sequence = 'sequences and optional values are not supported; export a model of tensors';
const text = 'strings are not supported';
const random = 'a model must not draw random numbers; export it for inference (model.eval())';
const quantised = 'quantised models are not supported; export the model in floating point';
const recurrent = 'recurrent layers are not supported; export the model with its cell written out';
const image = 'operators on images are not supported';
const signal = 'signal processing is not supported';
const loss = 'losses belong to training; export the model for inference';
const data =
  'the shape of its result depends on the values of the inputs, where only their shapes are known beforehand';
const loop = 'loops are not supported; export the model with its loop unrolled';
const bits = 'operators on bits are not supported';
const rare = 'it is not in the table; write it with other operators before exporting';

export const refused = {
  AffineGrid: image,
  Bernoulli: random,
  BitShift: bits,
  BitwiseAnd: bits,
  BitwiseNot: bits,
  BitwiseOr: bits,
  BitwiseXor: bits,
  BlackmanWindow: signal,
  CenterCropPad: image,
  Col2Im: image,
  Compress: data,
  ConcatFromSequence: sequence,
  ConvInteger: quantised,
  ConvTranspose: rare,
  DFT: signal,
  DeformConv: rare,
  DequantizeLinear: quantised,
  Det: rare,
  DynamicQuantizeLinear: quantised,
  GRU: recurrent,
  GridSample: image,
  HammingWindow: signal,
  HannWindow: signal,
  ImageDecoder: image,
  LRN: rare,
  LSTM: recurrent,
  Loop: loop,
  MatMulInteger: quantised,
  MaxRoiPool: image,
  MaxUnpool: image,
  MelWeightMatrix: signal,
  Multinomial: random,
  NegativeLogLikelihoodLoss: loss,
  NonMaxSuppression: data,
  Optional: sequence,
  OptionalGetElement: sequence,
  OptionalHasElement: sequence,
  QLinearConv: quantised,
  QLinearMatMul: quantised,
  QuantizeLinear: quantised,
  RNN: recurrent,
  RandomNormal: random,
  RandomNormalLike: random,
  RandomUniform: random,
  RandomUniformLike: random,
  RegexFullMatch: text,
  Resize: image,
  ReverseSequence: recurrent,
  RoiAlign: image,
  STFT: signal,
  Scan: loop,
  Scatter: 'it was replaced by ScatterElements in opset 11; export the model with a newer opset',
  SequenceAt: sequence,
  SequenceConstruct: sequence,
  SequenceEmpty: sequence,
  SequenceErase: sequence,
  SequenceInsert: sequence,
  SequenceLength: sequence,
  SequenceMap: sequence,
  Shrink: rare,
  SoftmaxCrossEntropyLoss: loss,
  SplitToSequence: sequence,
  StringConcat: text,
  StringNormalizer: text,
  StringSplit: text,
  TfIdfVectorizer: text,
  Unique: data,
  Upsample: image,
} as const satisfies Record<string, string>;
