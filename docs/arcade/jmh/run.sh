#!/usr/bin/env bash
# Measures with JMH how many steps a second the native games make.
#
#   docs/arcade/jmh/run.sh BUILD [JMH OPTION]...
#
# BUILD is a folder with a launcher that is built. JMH comes from the package registry, by Maven.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../speed/measuring.sh"
[ $# -gt 0 ] || usage "a build is needed"
build=$1
shift
[ -d "$build/dist/target/lib" ] || usage "'$build' is not built"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mvn -B -q -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/jmh" >"$work/log" 2>&1 || failed "JMH cannot be had" "$work/log"
mkdir "$work/classes"
javac -cp "$build/dist/target/lib/*:$work/jmh/*" -d "$work/classes" "$here/GameBenchmark.java"
java -cp "$work/classes:$build/dist/target/lib/*:$work/jmh/*" org.openjdk.jmh.Main "$@"
