// FastJet's side of the benchmark, and the maker of the jets that the tests of libs/simulation compare with.
//   g++ -O2 -o fastjet fastjet.cc $(fastjet-config --cxxflags) -lfastjet
//   fastjet FILE P R: FILE holds, as little-endian doubles, per event the number of particles, then px py pz E of each.
// Answers each line on its input with one line of JSON:
//   run SECONDS  clusters all events, again and again, for so long
//   jets         all events once: [[[pt, rap, phi, m] of each jet, descending pT], [jet of each particle]]
#include <fastjet/ClusterSequence.hh>
#include <sys/resource.h>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

using namespace fastjet;

struct Event {
  std::vector<double> numbers;
};

static std::vector<Event> read(const char *file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<Event> events;
  double count;
  while (in.read(reinterpret_cast<char *>(&count), sizeof count)) {
    Event event;
    event.numbers.resize(4 * static_cast<size_t>(count));
    in.read(reinterpret_cast<char *>(event.numbers.data()), event.numbers.size() * sizeof(double));
    events.push_back(event);
  }
  return events;
}

static JetDefinition definition(double p, double radius) {
  if (p == -1) return JetDefinition(antikt_algorithm, radius, E_scheme, Best);
  if (p == 0) return JetDefinition(cambridge_algorithm, radius, E_scheme, Best);
  if (p == 1) return JetDefinition(kt_algorithm, radius, E_scheme, Best);
  return JetDefinition(genkt_algorithm, radius, p, E_scheme, Best);
}

struct Result {
  std::vector<PseudoJet> jets;
  std::vector<int> jet;
  std::string strategy;
};

static Result cluster(const Event &event, const JetDefinition &definition, bool summary) {
  const std::vector<double> &n = event.numbers;
  std::vector<PseudoJet> particles;
  particles.reserve(n.size() / 4);
  for (size_t i = 0; i < n.size(); i += 4) particles.emplace_back(n[i], n[i + 1], n[i + 2], n[i + 3]);
  ClusterSequence sequence(particles, definition);
  Result result;
  result.jets = sorted_by_pt(sequence.inclusive_jets());
  result.jet = sequence.particle_jet_indices(result.jets);
  if (summary) result.strategy = sequence.strategy_string();
  return result;
}

static double cpuSeconds(const rusage &usage) {
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1e-6 * (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void run(const std::vector<Event> &events, const JetDefinition &jets, double seconds) {
  rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  const auto start = std::chrono::steady_clock::now();
  long clustered = 0, found = 0;
  double elapsed;
  do {
    for (const Event &event : events) found += cluster(event, jets, false).jets.size();
    clustered += events.size();
    elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  } while (elapsed < seconds);
  getrusage(RUSAGE_SELF, &after);
  std::printf("{\"events\":%ld,\"jets\":%ld,\"elapsed\":%.9g,\"cpuSeconds\":%.9g,\"peakRssMiB\":%.4g}\n", clustered, found,
              elapsed, cpuSeconds(after) - cpuSeconds(before), after.ru_maxrss / 1024.0);
}

static void print(const std::vector<Event> &events, const JetDefinition &definition) {
  std::printf("[");
  for (size_t e = 0; e < events.size(); e++) {
    const Result result = cluster(events[e], definition, false);
    std::printf("%s[[", e ? "," : "");
    for (size_t i = 0; i < result.jets.size(); i++) {
      const PseudoJet &jet = result.jets[i];
      std::printf("%s[%.17g,%.17g,%.17g,%.17g]", i ? "," : "", jet.pt(), jet.rap(), jet.phi(), jet.m());
    }
    std::printf("],[");
    for (size_t i = 0; i < result.jet.size(); i++) std::printf("%s%d", i ? "," : "", result.jet[i]);
    std::printf("]]");
  }
  std::printf("]\n");
}

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: fastjet FILE P R\n");
    return 2;
  }
  ClusterSequence::set_fastjet_banner_stream(nullptr);
  const std::vector<Event> events = read(argv[1]);
  const JetDefinition jets = definition(std::stod(argv[2]), std::stod(argv[3]));
  if (events.empty()) {
    std::fprintf(stderr, "%s: expected events, found none\n", argv[1]);
    return 1;
  }
  std::printf("{\"about\":\"%s, strategy %s\"}\n", fastjet_version_string().c_str(),
              cluster(events.front(), jets, true).strategy.c_str());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command;
    double seconds = 0;
    words >> command >> seconds;
    if (command == "jets") print(events, jets);
    else run(events, jets, seconds);
    std::fflush(stdout);
  }
}
