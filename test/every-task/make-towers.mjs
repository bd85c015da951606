// Writer of towers.arrow beside it: three events of calorimeter towers and photons under the names that Delphes gives
// them, two narrow sprays of towers back to back over a regular grid. Run by hand: node test/every-task/make-towers.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Field, Float64, List, Table, tableToIPC, vectorFromArray } from 'apache-arrow';

const lists = (values) => vectorFromArray(values, new List(new Field('item', new Float64(), false)));

const towersOf = (event) =>
  Array.from({ length: 30 }, (_, at) => {
    const [side, ring, step] = [at % 2, 1 + Math.floor(at / 10), Math.floor(at / 2) % 5];
    const eta = (side ? -0.5 : 0.75) + 0.0625 * ring * (step - 2);
    const phi = (side ? -2 : 1) + 0.09375 * ring * (((step * (event + 1)) % 5) - 2);
    return { energy: (200 + 40 * event) / (ring * (1 + step)), eta, phi };
  });

const events = [0, 1, 2].map(towersOf);
const of = (name) => lists(events.map((towers) => towers.map((tower) => tower[name])));
const table = new Table({
  'Tower.E': of('energy'),
  'Tower.Eta': of('eta'),
  'Tower.Phi': of('phi'),
  'Tower.Eem': lists(events.map((towers) => towers.map(({ energy }, at) => (at % 3 ? energy / 4 : (3 * energy) / 4)))),
  'Photon.PT': lists([[150], [], [120, 20]]),
  'Photon.Eta': lists([[0.75], [], [-0.5, 1]]),
  'Photon.Phi': lists([[1], [], [-2, 0]]),
  'Event.Weight': lists([[1], [0.5], [2]]),
});
writeFileSync(join(import.meta.dirname, 'towers.arrow'), tableToIPC(table, 'file'));
