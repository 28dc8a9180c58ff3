#!/usr/bin/env bash
# MLflow 3.17.2 (mlflow-skinny): a folder of runs (mlruns, the file store) is not read any more unless an environment variable allows it.
#
# One would guess that a file store, which was the default place of runs for years and is what other tools write for MLflow to read, is read by any version.
# This one raises MlflowException as soon as a client is asked about such a folder, with a sound experiment and run in it, whether it is only to be read or not;
# with MLFLOW_ALLOW_FILE_STORE=true in the environment the same call reads the same folder.
#
# Seen: "without: MlflowException" and "allowed: 0.75".
# Needs: Python 3.10 or newer, some 60 MB of downloads. Installs into a temporary folder only.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q mlflow-skinny==3.17.2

cat >"$work/read.py" <<'PY'
import pathlib
import sys

from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

store = pathlib.Path(sys.argv[1])
run = store / "1" / ("0" * 31 + "1")
for folder in ("metrics", "params", "tags", "artifacts"):
    (run / folder).mkdir(parents=True, exist_ok=True)
(store / "1" / "meta.yaml").write_text(f"""artifact_location: file:{store}/1
creation_time: 1
experiment_id: '1'
last_update_time: 1
lifecycle_stage: active
name: one
""")
(run / "meta.yaml").write_text(f"""artifact_uri: file:{run}/artifacts
end_time: 2
entry_point_name: ''
experiment_id: '1'
lifecycle_stage: active
run_id: '{run.name}'
run_name: first
run_uuid: '{run.name}'
source_name: ''
source_type: 4
source_version: ''
start_time: 1
status: 3
tags: []
user_id: nobody
""")
(run / "metrics" / "accuracy").write_text("1 0.5 0\n2 0.75 1\n")
try:
    print(MlflowClient(f"file:{store}").get_metric_history(run.name, "accuracy")[-1].value)
except MlflowException as e:
    print(type(e).__name__)
PY

without=$(env -u MLFLOW_ALLOW_FILE_STORE "$work/venv/bin/python" "$work/read.py" "$work/store" 2>/dev/null)
allowed=$(MLFLOW_ALLOW_FILE_STORE=true "$work/venv/bin/python" "$work/read.py" "$work/store" 2>/dev/null)
echo "without: $without"
echo "allowed: $allowed"
[ "$without" = MlflowException ] && [ "$allowed" = 0.75 ]
