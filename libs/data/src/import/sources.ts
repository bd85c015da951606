// Sources of numbers in what is read of a file: lists of constituents, and one number per row or jet.

/** Numbers in lists: item i of the lists is `values[i * stride + feature]`. */
export interface ListSource {
  readonly column: string;
  readonly feature: number;
  readonly stride: number;
  /** Items per row, undefined where every row has its own number. */
  readonly slots?: number;
  /** Numbers per row, where more follow the slots. */
  readonly rowStride?: number;
  /** The columns of the slots, where each slot is a column of its own. */
  readonly parts?: readonly string[];
  /** Columns of lists, of each of which a row has the items one after the other. */
  readonly joined?: readonly string[];
}

/** One number per row or, in a list, per jet of the row. */
export interface NumberSource {
  /** Its key in what is read: the column's name, for another table `table:column`. */
  readonly column: string;
  readonly feature: number;
  readonly stride: number;
  readonly perJet: boolean;
}
