#!/usr/bin/env bash
# Holds the dialects of leaderboards, the interquartile means and the bootstrap against the functions of the libraries themselves, on random matrices.
# Installs them in a temporary folder (some GB with PyTorch) and needs Python 3.9 to 3.11; a folder of an earlier call can be given to use it again.
# Mammoth and PyCIL are in no package index: their dialects were held against their sources by hand, and are not tried here.
# Usage: docs/metrics/dialects.sh [FOLDER]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'rm -rf "$folder"' EXIT
if [ ! -x "$folder/bin/python" ]; then
  python3 -m venv "$folder"
fi
# six: Continuum needs it and does not name it
"$folder/bin/pip" install -q torch==2.7.1 avalanche-lib==0.6.0 continuum==1.2.7 capymoa==0.15.1 rliable==1.2.0 six==1.17.0
"$folder/bin/python" "$here/libraries.py" "$folder/libraries.json"
cd "$here/../.."
mvn -B -q -pl results -am test -Dtest=DialectsOfLibrariesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddialects.values="$folder/libraries.json"
echo "what the libraries compute is what their dialects say"
