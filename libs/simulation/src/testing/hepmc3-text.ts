// A HepMC3 file of one small event with everything that a vertex can be: with a position, without, implied, late.

/** Records of its nine particles and four vertices, of which that of particle 3 is implied. */
export const records = `P 1 0 2212 0.0e+00 0.0e+00 6.5e+03 6.5e+03 9.38e-01 4
P 2 0 2212 0.0e+00 0.0e+00 -6.5e+03 6.5e+03 9.38e-01 4
V -1 0 [1,2] @ 1.0e+00 2.0e+00 3.0e+00 4.0e+00
P 3 -1 23 1.0e+01 0.0e+00 0.0e+00 9.2e+01 9.15e+01 2
P 4 -1 111 0.0e+00 3.0e+00 4.0e+00 5.0e+00 1.35e-01 2
P 5 3 11 1.1e+01 2.5e-01 0.0e+00 1.2e+01 5.11e-04 1
P 6 3 -11 -1.0e+00 -2.5e-01 0.0e+00 8.0e+01 5.11e-04 1
V -3 7 [4]
P 7 -3 22 0.0e+00 1.5e+00 2.0e+00 2.5e+00 0.0e+00 1
P 8 -3 22 0.0e+00 1.5e+00 2.0e+00 2.5e+00 0.0e+00 2
V -4 0 [8] @ 5.0e+00 6.0e+00 7.0e+00 8.0e+00
P 9 -4 11 0.0e+00 1.5e+00 2.0e+00 2.5e+00 5.11e-04 1
`;

export const weights = 'W 5.0e-01 2.0e+00\n';
export const cycles = 'A 0 cycles 1\n';
export const elsewhere = ' @ 1.0e-01 2.0e-01 3.0e+01 4.0e+00';

export interface FileParts {
  /** Ends of the header lines E of each event: `elsewhere` or nothing. */
  readonly position?: string;
  readonly units?: string;
  readonly attributes?: string;
  readonly records?: string;
  readonly numbers?: readonly number[];
}

/** The file of such events, one per number. */
export function hepMc3Text({
  position = '',
  units = 'U GEV MM\n',
  attributes = weights,
  records: body = records,
  numbers = [7],
}: FileParts = {}): string {
  const events = numbers.map((number) => `E ${number} 4 9${position}\n${units}${attributes}${body}`);
  const header = 'HepMC::Version 3.02.05\nHepMC::Asciiv3-START_EVENT_LISTING\nW nominal\\|up\n';
  return `${header}${events.join('')}HepMC::Asciiv3-END_EVENT_LISTING\n`;
}
