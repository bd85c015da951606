// Acceptance criteria on test jets: KS distances before and after the attack, against the limits of their node.
import { acceptance, type CorrelationMetrics, type CriterionMetrics } from '@jetdemon/artifacts';
import { InputError, type Input } from '@jetdemon/workflow';
import * as z from 'zod';
import { inOrder } from '../text/observables.ts';

const params = z.object({ ks: z.record(z.string(), z.number()) });

export interface Check {
  readonly observable: string;
  /** The distance of background passes below it. */
  readonly limit: number;
  readonly background: CriterionMetrics['ks'];
  readonly signal: CriterionMetrics['ks'];
  /** The distance of background that chance alone makes, and how often it is as large. */
  readonly chance: number;
  readonly p: number;
}

export interface Acceptance {
  readonly input: Input;
  /** In the order of the page. */
  readonly checks: readonly Check[];
  readonly correlations?: CorrelationMetrics | undefined;
}

export const passes = ({ background, limit }: Check) => background.value < limit;

export async function readAcceptance(input: Input): Promise<Acceptance> {
  const { background, signal, correlations } = await acceptance.read(input, 'metrics.json');
  const { data: limits } = params.safeParse(input.params);
  if (!limits)
    throw InputError.at({ node: input.node }, `expected limits of KS distances in its parameter ks, found none`);
  const checks = inOrder(Object.keys(limits.ks)).map((observable) => {
    const [ofBackground, ofSignal] = [background[observable], signal[observable]];
    if (!ofBackground || !ofSignal) {
      const found = Object.keys(background).join(', ') || 'none';
      throw InputError.at({ node: input.node }, `expected the KS distance of ${observable}, found ${found}`);
    }
    const { ks, chance, p } = ofBackground;
    return { observable, limit: limits.ks[observable]!, background: ks, signal: ofSignal.ks, chance, p };
  });
  return { input, checks, correlations };
}
