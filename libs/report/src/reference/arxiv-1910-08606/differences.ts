// Known differences of this analysis from arXiv:1910.08606, the numbers that each touches, and which way it would push the
// paper's. A report may name them; it blames one only where a workflow has undone and measured it (workflows/differences.yaml).
import { adversaryDifferences } from './adversary.ts';
import { otherLayers } from './layers.ts';
import { count } from '../../text/numbers.ts';
import type { Circumstances, KnownDifference, Quantity } from '../difference.ts';
import { adversaryAuc, adversaryLoss, asimovLoss, atOptimum, auc, limitRatio } from './quantities.ts';
import { loss, lossOfPeaks, meanScore, peak, threshold } from './quantities.ts';

const performance: readonly Quantity[] = [auc, peak, atOptimum, adversaryAuc];
const losses: readonly Quantity[] = [loss, lossOfPeaks];
const afterAttack: readonly Quantity[] = [atOptimum, ...losses, meanScore];
const lostThere: readonly Quantity[] = [loss, adversaryLoss, asimovLoss, limitRatio];
const ofPeaks: readonly Quantity[] = [peak, threshold, lossOfPeaks, atOptimum, ...lostThere];

const total = ({ signal, background }: NonNullable<Circumstances['jets']>) => signal + background;
const perBackground = ({ signal, background }: NonNullable<Circumstances['jets']>) => signal / background;
const always = () => true;

/** Of each network whose optimum is at a higher threshold here, both thresholds. */
function furtherIn({ thresholds, reference }: Circumstances): string[] {
  return Object.entries(thresholds).flatMap(([network, here]) => {
    const paper = reference.numbers[network]?.['significance']?.['threshold']?.value;
    return paper !== undefined && here > paper
      ? [`${network.toUpperCase()} ${here.toFixed(2)} against ${paper.toFixed(2)}`]
      : [];
  });
}

export const differences: readonly KnownDifference[] = [
  {
    name: 'sample size',
    statement: ({ jets, reference }) =>
      `The paper's sample has ${count(total(reference.jets!))} jets, the one here ${count(total(jets!))}. A network that is ` +
      'trained on more jets separates better, the low-level one above all.',
    applies: ({ jets, reference }) => !!jets && !!reference.jets && total(jets) < total(reference.jets),
    push: (quantity) => (performance.includes(quantity) ? 'higher' : 'unknown'),
  },
  {
    name: 'photon jets',
    statement: () =>
      'Here the jet of the hard photon is removed from signal events. The paper does not say that it does so; its ' +
      'selection taken to the letter would make about 22% of the signal photon jets, which are easily told from dijets ' +
      'and would raise what the low-level network reaches. Whether the paper’s sample holds them is not known.',
    unmeasured:
      'the bundled jets are those left after the photon’s was taken out, and the bundled events with their photons are ten of ' +
      'each process: cut-flows of both (workflows/differences.yaml), and too few for any of these numbers. With Pythia installed, ' +
      'workflows/generate.yaml makes jets for them (photonWithin: null).',
    applies: always,
    push: (quantity, network) => (network === 'll' && performance.includes(quantity) ? 'higher' : 'unknown'),
  },
  {
    name: 'class balance',
    statement: ({ jets, reference }) =>
      `The paper's sample has ${perBackground(reference.jets!).toFixed(2)} signal jets per background jet, ` +
      `the one here ${perBackground(jets!).toFixed(2)}. A network trained on more signal gives every jet a ` +
      'higher P(signal), which moves thresholds and mean outputs but not AUC or peak. Whether the paper weighted the ' +
      'classes is not known.',
    applies: ({ jets, reference }) => !!jets && !!reference.jets && perBackground(jets) < perBackground(reference.jets),
    push: (quantity) => (quantity === threshold || quantity === meanScore ? 'higher' : undefined),
  },
  {
    name: 'further in the tail',
    statement: (here) =>
      `The threshold of the nominal optimum is higher here than in the paper (${furtherIn(here).join(', ')}), ` +
      'although the class balance alone would put the paper’s above: fewer background jets pass here. A shift of the ' +
      'output costs more the further in the tail the threshold is.',
    unmeasured:
      'it is no choice that could be made otherwise, but follows from what the networks say of these jets; the working point of ' +
      'the paper would be another question.',
    applies: (here) => furtherIn(here).length > 0,
    push: (quantity, network, here) =>
      lostThere.includes(quantity) && furtherIn(here).some((text) => text.startsWith(network.toUpperCase()))
        ? 'lower'
        : undefined,
  },
  {
    name: 'input scales',
    statement: () =>
      'The networks here multiply their inputs by fixed constants; the paper feeds TeV and radians as they are. That ' +
      'helps training and may raise what a network reaches here.',
    applies: always,
    push: (quantity) => (performance.includes(quantity) ? 'lower' : 'unknown'),
  },
  {
    name: 'training details',
    statement: ({ seeds = 1 }) =>
      'The paper gives neither learning rate, batch size, stopping rule nor the number of training jets, and one ' +
      'training run of it is compared with ' +
      (seeds > 1
        ? `the average of ${seeds} here: intervals cover the spread of that average, not of one run.`
        : 'one here: intervals do not cover the spread over training seeds.'),
    applies: always,
    push: 'any',
  },
  {
    name: 'generator',
    statement: () =>
      'Jets here are from Pythia alone at leading order, in the paper from MadGraph5 with Pythia; here Z bosons decay to ' +
      'bottom quarks too.',
    unmeasured:
      'the hard process of the paper needs MadGraph5, which does not come with this project; where it is installed, ' +
      'workflows/generate-madgraph.yaml makes such events.',
    applies: always,
    push: 'any',
  },
  {
    name: 'detector',
    statement: () =>
      'The calorimeter here is a re-implementation with the values of the ATLAS card of Delphes 3.4.1, in the paper it ' +
      'is Delphes itself.',
    unmeasured: 'it needs Delphes and events of its own, which do not come with this project.',
    applies: always,
    push: 'any',
  },
  {
    name: '|η| < 2.5',
    statement: () => 'Jets here have |η| < 2.5, which removes 3 to 4% of them; the paper states no such cut.',
    unmeasured:
      'jets beyond were dropped when the bundled jets were made, and ten bundled events of each process are too few for any of these ' +
      'numbers (their cut-flows are in workflows/differences.yaml). Generated ones (workflows/generate.yaml) have no such cut where ' +
      'absEtaMax is left out.',
    applies: always,
    push: 'any',
  },
  {
    name: 'authors’ inputs',
    statement: () =>
      'The authors’ code sets constituents below 0.5 GeV to zero and feeds sin φ and cos φ to the low-level network, ' +
      'which the paper does not say and which is not done here.',
    applies: always,
    push: (_, network) => (network === 'll' ? 'unknown' : undefined),
  },
  {
    name: 'gradient',
    statement: () =>
      'Here every iteration follows the gradient at the jet as moved so far, as the paper says; the authors’ code ' +
      'follows the gradient of the original jet all ten times, which is expected to move the output less.',
    applies: ({ asked }) => asked.some(({ attack, gradient }) => attack === 'fgsm' && gradient === 'current'),
    push: (quantity) => (!afterAttack.includes(quantity) ? undefined : losses.includes(quantity) ? 'lower' : 'higher'),
  },
  {
    name: 'attacked sample',
    statement: () =>
      'The authors’ code attacks jets with p_{T} > 360 GeV and mass > 72 GeV, and its Fig. 3 has 1500 of them; here ' +
      'the test jets are attacked without a further cut.',
    applies: always,
    push: (quantity) => (afterAttack.includes(quantity) ? 'unknown' : undefined),
  },
  {
    name: 'peak convention',
    statement: () =>
      'Peaks here are taken over thresholds that a least number of background jets pass; the paper does not say where ' +
      'it stops.',
    applies: always,
    push: (quantity) => (ofPeaks.includes(quantity) ? 'unknown' : undefined),
  },
  {
    name: 'layers',
    statement: (here) =>
      `Networks have other layers here than in §II of the paper: ${otherLayers(here).join('; ')}. That saves time, and was not ` +
      'shown to leave what a network reaches and loses as it is.',
    unmeasured: 'workflows/paper.yaml has the layers of the paper.',
    applies: (here) => otherLayers(here).length > 0,
    push: 'any',
  },
  ...adversaryDifferences,
];
