// Known differences of the adversary, of its validation and of its statistics from those of arXiv:1910.08606.
import type { Circumstances, KnownDifference, Quantity } from '../difference.ts';
import { adversaryAuc, adversaryLoss, asimovLoss, ksBackground, ksSignal, limitRatio, regions } from './quantities.ts';

const strength: readonly Quantity[] = [adversaryLoss, asimovLoss, adversaryAuc, ksSignal, limitRatio];

/** Held by eq. (3), jet by jet. */
const perJet = ({ adversary }: Circumstances) => adversary !== undefined && adversary['objective'] !== 'significance';

const withAdversary = ({ adversary }: Circumstances) => adversary !== undefined;

/** Where a weaker adversary puts a number: only what is left of the performance is higher. */
const weaker = (quantity: Quantity) =>
  strength.includes(quantity) ? (quantity === adversaryAuc ? 'higher' : 'lower') : undefined;

const stronger = (quantity: Quantity) => {
  const push = weaker(quantity);
  return push && (push === 'lower' ? 'higher' : 'lower');
};

export const adversaryDifferences: readonly KnownDifference[] = [
  {
    name: 'inputs of the adversary',
    statement: () =>
      'The adversary here sees (η, φ) from the jet axis, and all inputs times fixed scales; the paper feeds it the jet as it ' +
      'is. That helps its training and may make it stronger here.',
    unmeasured:
      'the networks of adversaries are written for inputs of order one, and would start as another map with raw ones.',
    applies: withAdversary,
    push: weaker,
  },
  {
    name: 'what the adversary is shown',
    statement: () =>
      'The adversary here is also shown what the classifier says of the jet, and the direction in which that falls: still a ' +
      'map from jets to jets, but one that need not learn the classifier before it can fool it. The paper shows it the ' +
      'jet alone. That makes it much stronger for the same training.',
    applies: ({ adversary }) => adversary?.['inputs'] === 'jet+gradient',
    push: weaker,
  },
  {
    name: 'network of the adversary',
    statement: () =>
      'The adversary here is layers per constituent that are told of the rest of the jet by a pooled context, and its jets are ' +
      'mirrored at random where that was asked for; the paper has four dense layers on all constituents. It takes fewer ' +
      'jets to train, which makes it stronger for the same training.',
    applies: ({ adversary }) => adversary?.['network'] === 'set',
    push: weaker,
  },
  {
    name: 'objective of the adversary',
    statement: () =>
      'The adversary here lowers ε_{S}/√ε_{B} at the nominal optimum itself, and holds the distributions of background (the ' +
      'acceptance, §V of the paper) in place of every jet: single jets move freely. The paper has eqs. (2) and (3). That ' +
      'makes it stronger.',
    applies: ({ adversary }) => adversary?.['objective'] === 'significance',
    push: weaker,
  },
  {
    name: 'search for λ',
    statement: ({ adversary }) =>
      'The paper says that λ were tuned, not how. Here they are searched for in ' +
      `${adversary?.['trials'] === undefined ? 'a stated number of' : String(adversary['trials'])} trials, each going on from ` +
      'the one before with λ moved towards where the acceptance criteria are just passed, and the strongest that passes is kept: ' +
      'that makes full use of what the acceptance criteria allow.',
    applies: perJet,
    push: weaker,
  },
  {
    name: 'constraint on the response',
    statement: () =>
      'The first term of eq. (3), the squared difference of the classifier’s response, is taken of P(signal) as ' +
      'printed. The authors’ code has λ of 1, 1, 1 (response, mass, p_{T}) in one place and 0.3, 0.5, 2 in another, each ' +
      'times another weight.',
    applies: perJet,
    push: (quantity) => (strength.includes(quantity) || quantity === ksBackground ? 'unknown' : undefined),
  },
  {
    name: 'absolute or relative',
    statement: ({ adversary }) =>
      'Eq. (3) has differences of p_{T} and mass as they are; the authors’ code takes that of p_{T} relative to p_{T} ' +
      `and that of mass in TeV. Here both are ${adversary?.['difference'] === 'relative' ? 'relative' : 'absolute, in TeV'}.`,
    applies: perJet,
    push: (quantity) => (strength.includes(quantity) ? 'unknown' : undefined),
  },
  {
    name: 'validation and test',
    statement: () =>
      'Here an adversary is chosen on validation jets and everything quoted of it is of test jets, so that the choice does ' +
      'not flatter it. The paper does not say that it kept jets apart; numbers of the jets that a choice was made on ' +
      'come out in favour of the adversary.',
    applies: withAdversary,
    push: (quantity) => (quantity === ksBackground ? 'lower' : stronger(quantity)),
  },
  {
    name: 'Asimov significance',
    statement: () =>
      'A committed version of the paper’s Fig. 4 shows the Asimov significance with a background uncertainty instead ' +
      'of ε_{S}/√ε_{B}, and its losses are smaller than those of the text. What signal, background and uncertainty it ' +
      'assumes is not in the paper; the assumptions here are stated beside the table of limits.',
    applies: withAdversary,
    push: (quantity) => (quantity === asimovLoss || quantity === limitRatio ? 'unknown' : undefined),
  },
  {
    name: 'pseudodata',
    statement: () =>
      'Here pseudodata are drawn from other jets than the model is made of, the statistics of both are in χ², and bins ' +
      'of few jets are merged. In the authors’ code pseudodata are a tenth of the very jets of the model, perturbed, ' +
      'and χ² is Σ (expected − observed)² / expected: jets in common make it lower. How many jets the paper’s ' +
      'pseudodata have is not known, and more of them show more.',
    applies: withAdversary,
    push: (quantity) => (regions.includes(quantity) ? 'lower' : undefined),
  },
];
