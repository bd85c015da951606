// What HepMC3's own library reads: the numbers in events/hepmc3.test.ts come from it (HepMC3 3.1.2).
// g++ -O2 hepmc3-peer.cc -o peer -lHepMC3 && ./peer FILE
// Prints per event its number and weight, per stable particle PDG code, px, py, pz, E (GeV), x, y, z (mm).
#include <cstdio>

#include "HepMC3/GenEvent.h"
#include "HepMC3/GenParticle.h"
#include "HepMC3/GenVertex.h"
#include "HepMC3/ReaderAscii.h"

int main(int, char** arguments) {
  HepMC3::ReaderAscii reader(arguments[1]);
  while (true) {
    HepMC3::GenEvent event;
    reader.read_event(event);
    if (reader.failed()) return 0;
    event.set_units(HepMC3::Units::GEV, HepMC3::Units::MM);
    printf("event %d weight %.17g\n", event.event_number(), event.weights().empty() ? 1.0 : event.weights()[0]);
    for (auto particle : event.particles()) {
      if (particle->status() != 1) continue;
      auto p = particle->momentum();
      auto vertex = particle->production_vertex();
      auto x = vertex ? vertex->position() : event.event_pos();
      printf("%d %.17g %.17g %.17g %.17g %.17g %.17g %.17g\n", particle->pid(), p.px(), p.py(), p.pz(), p.e(), x.x(),
             x.y(), x.z());
    }
  }
}
