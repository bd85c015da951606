# Builds the driver where it runs and starts it: pythia8.sh DRIVER CARD EVENTS SEED OUTPUT.GZ [LHE.GZ]
# pythia8-config says how to compile against the Pythia that is used, HepMC3-config, where it is installed, against HepMC3.
set -eu
driver=$1 card=$2 events=$3 seed=$4 output=$5
hepmc3=''
if command -v HepMC3-config >/dev/null; then
  hepmc3="$(HepMC3-config --cflags --ldflags) -Wl,-rpath,$(HepMC3-config --libdir)" # also from a folder of its own
fi
# Flags are words: they are split on purpose.
c++ -O2 -std=c++17 "$driver" -o ./driver $(pythia8-config --cxxflags --ldflags) $hepmc3 -lHepMC3
if [ $# -gt 5 ]; then gunzip -c "$6" >hard.lhe; fi
mkfifo events.pipe # compressed as it is written
gzip -3 -c <events.pipe >"$output" &
compressing=$!
if [ $# -gt 5 ]; then set -- hard.lhe; else set --; fi
./driver "$card" "$events" "$seed" events.pipe "$@"
wait "$compressing"
