// Pythia 8.3 events as a HepMC3 ascii file: pythia8-hepmc3 CARD EVENTS SEED OUTPUT [LHE]
// Ends with 1 where Pythia fails to start, gives up or makes fewer events than asked, so that no short file passes for a
// whole one.
#include <cstdlib>
#include <iostream>
#include <string>
#include "Pythia8/Pythia.h"
#include "Pythia8Plugins/HepMC3.h"

// A whole number above 0, else 0: 1e4 and 12x are none.
int wholeNumber(const char* text) {
  char* end = nullptr;
  const long number = std::strtol(text, &end, 10);
  return end == text || *end != '\0' || number < 1 || number > 2000000000 ? 0 : static_cast<int>(number);
}

int main(int argc, char* argv[]) {
  const int wanted = argc < 5 ? 0 : wholeNumber(argv[2]);
  const int seed = argc < 5 ? 0 : wholeNumber(argv[3]);
  if (wanted < 1 || seed < 1) {
    std::cerr << "error: expected CARD EVENTS SEED OUTPUT [LHE], events and seed above 0\n";
    return 1;
  }
  Pythia8::Pythia pythia;
  if (!pythia.readFile(argv[1])) return 1;
  pythia.readString("Random:setSeed = on");
  pythia.readString("Random:seed = " + std::to_string(seed));
  if (argc > 5) pythia.readString("Beams:LHEF = " + std::string(argv[5]));
  if (!pythia.init()) return 1;
  int made = 0;
  {
    Pythia8::Pythia8ToHepMC output(argv[4]);
    for (int failures = 0; made < wanted;) {
      if (!pythia.next()) {
        if (pythia.info.atEndOfFile()) break;
        if (++failures > 10 + wanted / 100) return 1;
        continue;
      }
      output.writeNextEvent(pythia);
      if (++made % 100 == 0) std::cout << made << " of " << wanted << " events" << std::endl;
    }
  }
  pythia.stat();
  if (made < wanted) std::cerr << "error: expected " << wanted << " events, made " << made << std::endl;
  return made < wanted ? 1 : 0;
}
