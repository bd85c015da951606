// Figure that was drawn: its words, its drawing, its specification and its table.
import { figure } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';

export async function readFigure(input: Input) {
  const [words, svg, spec, csv] = await Promise.all([
    figure.read(input, 'caption.json'),
    figure.read(input, 'figure.svg'),
    figure.read(input, 'figure.vl.json'),
    figure.read(input, 'figure.csv'),
  ]);
  return { ...words, svg, spec, csv };
}

export type DrawnFigure = Awaited<ReturnType<typeof readFigure>> & { readonly input: Input };
