# Builds the driver where it runs and starts it: pythia8.sh DRIVER CARD EVENTS SEED OUTPUT [LHE]
# pythia8-config says how to compile against the Pythia that is used, HepMC3-config, where it is installed, against HepMC3.
set -eu
driver=$1
shift
hepmc3=''
if command -v HepMC3-config >/dev/null; then hepmc3="$(HepMC3-config --cflags --ldflags)"; fi
# Flags are words: they are split on purpose.
c++ -O2 -std=c++17 "$driver" -o ./driver $(pythia8-config --cxxflags --ldflags) $hepmc3 -lHepMC3
exec ./driver "$@"
