// Pythia 8.3 events as a HepMC3 ascii file: pythia8-hepmc3 CARD EVENTS SEED OUTPUT [LHE]
// Ends with 1 where Pythia fails to start or gives up, so that no short file passes for a whole one.
#include <cstdlib>
#include <iostream>
#include <string>
#include "Pythia8/Pythia.h"
#include "Pythia8Plugins/HepMC3.h"

int main(int argc, char* argv[]) {
  if (argc < 5) {
    std::cerr << "expected CARD EVENTS SEED OUTPUT [LHE]\n";
    return 1;
  }
  const int wanted = std::atoi(argv[2]);
  Pythia8::Pythia pythia;
  if (!pythia.readFile(argv[1])) return 1;
  pythia.readString("Random:setSeed = on");
  pythia.readString("Random:seed = " + std::string(argv[3]));
  if (argc > 5) pythia.readString("Beams:LHEF = " + std::string(argv[5]));
  if (!pythia.init()) return 1;
  Pythia8::Pythia8ToHepMC output(argv[4]);
  int failures = 0;
  for (int made = 0; made < wanted;) {
    if (!pythia.next()) {
      if (pythia.info.atEndOfFile()) break;
      if (++failures > 10 + wanted / 100) return 1;
      continue;
    }
    output.writeNextEvent(pythia);
    if (++made % 100 == 0) std::cout << made << " of " << wanted << " events" << std::endl;
  }
  pythia.stat();
  return 0;
}
