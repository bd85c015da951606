// Selection of jets: clustered events of both classes in, one file of jets and the cut-flow out.
// Jets come in the order of the inputs, all background before all signal; data/split and training shuffle.
import { selectedJets, type Cutflow } from '@jetdemon/artifacts';
import { defaultLayout, writeJetChunks, type Jets } from '@jetdemon/data';
import { InputError, type Input, type TaskContext } from '@jetdemon/workflow';
import { join } from 'node:path';
import { readClustered } from '../store/clustered.ts';
import { cutflowText } from './cutflow-text.ts';
import { CutflowTally, type JetClass } from './cutflow.ts';
import { JetRows } from './jet-rows.ts';
import { cutNames, selectEvent, type EventCuts } from './select-event.ts';

const classes = ['background', 'signal'] as const satisfies readonly JetClass[];

/** Rows held before they are written. */
const rowsPerChunk = 10_000;
const eventsPerWord = 500;

type Context = Pick<TaskContext<EventCuts, Record<never, never>>, 'params' | 'output' | 'progress' | 'record'> & {
  /** Artefacts of clustered towers; a class that no node was given for is absent or empty. */
  readonly inputs: { readonly [name in JetClass]?: readonly Pick<Input, 'node' | 'folder'>[] };
};

/** Writes jets.arrow, cutflow.json and cutflow.txt; holds one record batch of each input and output. */
export async function selectJets({ params: cuts, inputs, output, progress, record }: Context): Promise<void> {
  const given = classes.filter((name) => inputs[name]?.length);
  if (given.length === 0) throw new InputError('expected clustered towers for background, signal or both, found none');
  const names = cutNames(cuts);
  const tallies = new Map(
    given.map((name) => [name, { flow: new CutflowTally(names), photons: 0, split: 0, events: 0, jets: 0 }]),
  );

  const chunks = async function* (): AsyncGenerator<Jets, void, undefined> {
    let rows = new JetRows(cuts.constituents);
    for (const name of given) {
      const label = classes.indexOf(name);
      const tally = tallies.get(name)!;
      for (const [sample, { folder }] of inputs[name]!.entries()) {
        for await (const event of readClustered(folder)) {
          const { candidate, passed, passes, photonJetRemoved, splitPhotonRemoved } = selectEvent(event, cuts);
          tally.flow.add(event.weight, passed);
          tally.photons += Number(photonJetRemoved);
          tally.split += Number(splitPhotonRemoved);
          tally.events++;
          if (passes) {
            tally.jets++;
            rows.add(candidate!, { ...event, label, sample });
          }
          if (tally.events % eventsPerWord === 0) progress(`${name}: ${tally.jets} jets of ${tally.events} events`);
          if (rows.count < rowsPerChunk) continue;
          yield rows.jets();
          rows = new JetRows(cuts.constituents);
        }
      }
    }
    if (rows.count > 0) yield rows.jets();
    const counts = given.map((name) => `${tallies.get(name)!.jets} ${name}`);
    if ([...tallies.values()].every(({ jets }) => jets === 0)) {
      throw new InputError(`expected jets that pass the cuts, found none: ${inWords(cutflow())}`);
    }
    progress(`${counts.join(' and ')} jets`, 1);
  };
  const cutflow = (): Cutflow => ({
    classes: Object.fromEntries(given.map((name) => [name, tallies.get(name)!.flow.steps()])),
    ...(cuts.photonWithin !== null && {
      photonJetsRemoved: Object.fromEntries(given.map((name) => [name, tallies.get(name)!.photons])),
      splitPhotonsRemoved: Object.fromEntries(given.map((name) => [name, tallies.get(name)!.split])),
    }),
  });

  await writeJetChunks(join(output, 'jets.arrow'), chunks(), { 'jetdemon.provenance': provenance(cuts, inputs) });
  await selectedJets.write(output, { 'cutflow.json': cutflow(), 'cutflow.txt': cutflowText(cutflow()) });
  record('cutflow', cutflow());
}

/** Names the nodes that the column `sample` counts. */
function provenance(cuts: EventCuts, inputs: Context['inputs']): string {
  const nodes = (name: JetClass): string[] => (inputs[name] ?? []).map(({ node }) => node);
  const { constituents, ...selection } = cuts;
  const slots = constituents === undefined || constituents === defaultLayout.constituents ? {} : { constituents };
  return JSON.stringify({
    selection: { ...selection, ...slots },
    samples: { background: nodes('background'), signal: nodes('signal') },
  });
}

/** In one line: what every cut left. */
function inWords({ classes: flows }: Cutflow): string {
  return Object.entries(flows)
    .map(([name, steps]) => `${name}: ${steps.map(({ cut, events }) => `${cut} ${events}`).join(', ')}`)
    .join('; ');
}
