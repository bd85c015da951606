// ROOT's Double32_t and Float16_t: in the title of a leaf, [least, greatest, bits], as whole numbers of 32 bits between those;
// Double32_t without brackets as float32. Source: TBufferFile::ReadDouble32, ReadFloat16. Truncated mantissas are not read.
import { dtypeOf, type Dtype } from '../dtype.ts';

export interface PackedRange {
  readonly low: number;
  readonly step: number;
}

const number = String.raw`\s*(-?[\d.]+(?:[eE][-+]?\d+)?)\s*`;
const stated = new RegExp(String.raw`\[${number},${number}(?:,\s*(\d+)\s*)?\]$`);

/** Undefined for leaves of other types, and where the title does not tell. */
export function packed(leaf: {
  readonly _typename: string;
  readonly fTitle: string;
}): { readonly dtype?: Dtype; readonly range?: PackedRange } | undefined {
  if (leaf._typename !== 'TLeafD32' && leaf._typename !== 'TLeafF16') return undefined;
  const [, low, high, bits = '32'] = stated.exec(leaf.fTitle) ?? [];
  if (low === undefined) {
    const plain = leaf._typename === 'TLeafD32' && !/[[\]]/.test(leaf.fTitle.replaceAll(/\[\w*\]/g, ''));
    return plain ? { dtype: dtypeOf('f', 4, false) } : undefined;
  }
  const [least, greatest, width] = [Number(low), Number(high), Number(bits)];
  // Without a range the number is a truncated float.
  if (!(greatest > least && width >= 2 && width <= 32)) return undefined;
  return { dtype: dtypeOf('u', 4, false), range: { low: least, step: (greatest - least) / 2 ** width } };
}
