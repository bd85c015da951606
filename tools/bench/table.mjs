// The table that the benchmark prints.
import { coresOf } from './options.mjs';

const columns = {
  workload: (row) => row.workload,
  device: (row) => row.device,
  batch: (row) => String(row.batch),
  'jets/s': (row) => row.jetsPerSecond.toFixed(0),
  'lowest to highest': (row) => `${row.lowest.toFixed(0)} to ${row.highest.toFixed(0)}`,
  ratio: (row) => (row.peer ? `${row.ratio.toFixed(2)} × ${row.peer}` : ''),
  'GFLOP/s': (row) => row.gigaflops?.toFixed(0) ?? '',
  'of product': (row) => row.productGigaflops?.toFixed(0) ?? '',
  loss: (row) => row.loss?.toFixed(4) ?? '',
  cores: (row, threads) => `${row.cores.toFixed(1)} of ${coresOf(row.device, threads) || '-'}`,
  'per CPU s': (row) => (row.peer ? `${row.ratioPerCpuSecond.toFixed(2)} ×` : ''),
  'peak RSS': (row) => `${row.peakRssMiB.toFixed(0)} MiB`,
};

export function table(rows, threads) {
  const lines = [Object.keys(columns), ...rows.map((row) => Object.values(columns).map((cell) => cell(row, threads)))];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
