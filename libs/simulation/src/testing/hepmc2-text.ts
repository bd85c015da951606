// The small event of hepmc3-text.ts as HepMC3 3.3.1 (pyhepmc 2.16.1) writes it in HepMC 2 ascii, digits shortened.

const listing = (name: string) => `HepMC::IO_GenEvent-${name}_EVENT_LISTING\n`;

export const hepMc2Records = `V -1 0 1.0e+00 2.0e+00 3.0e+00 4.0e+00 2 2 0
P 10001 2212 0.0e+00 0.0e+00 6.5e+03 6.5e+03 9.38e-01 4 0 0 -1 0
P 10002 2212 0.0e+00 0.0e+00 -6.5e+03 6.5e+03 9.38e-01 4 0 0 -1 0
P 10003 23 1.0e+01 0.0e+00 0.0e+00 9.2e+01 9.15e+01 2 0 0 -2 0
P 10004 111 0.0e+00 3.0e+00 4.0e+00 5.0e+00 1.35e-01 2 0 0 -3 0
V -2 0 1.0e+00 2.0e+00 3.0e+00 4.0e+00 0 2 0
P 10005 11 1.1e+01 2.5e-01 0.0e+00 1.2e+01 5.11e-04 1 0 0 0 2 1 501 2 502
P 10006 -11 -1.0e+00 -2.5e-01 0.0e+00 8.0e+01 5.11e-04 1 0 0 0 0
V -3 7 0 0 0 0 0 2 0
P 10007 22 0.0e+00 1.5e+00 2.0e+00 2.5e+00 0.0e+00 1 0 0 0 0
P 10008 22 0.0e+00 1.5e+00 2.0e+00 2.5e+00 0.0e+00 2 0 0 -4 0
V -4 0 5.0e+00 6.0e+00 7.0e+00 8.0e+00 0 1 0
P 10009 11 0.0e+00 1.5e+00 2.0e+00 2.5e+00 5.11e-04 1 0 0 0 0
`;

/** The file of such events, one per number. */
export function hepMc2Text({ units = 'GEV MM', numbers = [7], records = hepMc2Records } = {}): string {
  const events = numbers.map(
    (number) => `E ${number} 0 0.0e+00 0.0e+00 0.0e+00 0 0 4 10001 10002 1 12345678901234 2 5.0e-01 2.0e+00
N 2 "nominal" "up"
U ${units}
C 1.25e+02 1.5e+00
F 1 2 0.1 0.2 91 0 0 0 0
${records}`,
  );
  return `HepMC::Version 3.02.05\n${listing('START')}${events.join('')}${listing('END')}\n`;
}
