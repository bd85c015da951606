#!/usr/bin/env bash
# Pythia 8 does not see the marks of a commented section of a card where they stand alone on their lines, as its manual advises.
#
# A good guess: lines between /* and */ are comments. Pythia's manual (Settings Scheme) says that the first two non-blank characters of
#   a line are looked at, and that "to avoid mistakes" both marks are best kept on lines of their own, optionally followed by comments.
# What happens: alone on its line /* begins nothing, so that the settings that it was to take out are taken, and */ ends nothing, so that
#   all that comes after it is a comment, to the end of the file. readFile says true, and nothing is printed. With a word or a blank behind
#   them both are seen. A driver of this project refuses such cards.
# Versions: pythia8mc 8.317.2 (Pythia 8.317), Python 3. Date: 2026-11-30. Source: found while values of cards were checked.
# Needs python3 and pip; installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --only-binary :all: pythia8mc==8.317.2
cat >"$folder/marks.py" <<'PYTHON'
import sys
import pythia8mc

def read(begin, end):
    """Whether the setting within the section, off there and on by default, and that after it are taken."""
    with open(sys.argv[1], "w") as card:
        card.write(f"{begin}\nPartonLevel:MPI = off\n{end}\nPartonLevel:ISR = off\n")
    pythia = pythia8mc.Pythia("", False)
    assert pythia.readFile(sys.argv[1])
    taken = [name for name, key in (("within", "MPI"), ("after", "ISR")) if not pythia.flag(f"PartonLevel:{key}")]
    return "+".join(taken) or "none"

print(f"Pythia {pythia8mc.Pythia('', False).parm('Pythia:versionNumber'):.3f}")
print(f"both alone: {read('/*', '*/')}; only the end alone: {read('/* begin', '*/')}; words behind both: {read('/* begin', '*/ end')}")
PYTHON
said=$("$folder/venv/bin/python" "$folder/marks.py" "$folder/card.cmnd")
echo "$said"
expected=${EXPECT:-'both alone: within+after; only the end alone: none; words behind both: after'}
if [ "$(tail -1 <<<"$said")" != "$expected" ]; then
  echo "changed: expected \"$expected\"" >&2
  exit 1
fi
echo 'as it was found'
