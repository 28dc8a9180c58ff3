#!/usr/bin/env bash
# DJL 0.36.0 with its PyTorch engine (libtorch 2.7.1, CPU): outside of any gradient collector, gradients are recorded all the same, in every thread but the
# one in which the engine was loaded.
#
# One would guess that a GradientCollector is what turns recording on, for all threads alike: outside of it weights can be written over, and what is computed
# with them is a plain number. So it is in the thread that first touched the engine. In another one (a web server's, a pool's)
#   1. an in-place operation on an array that wants gradients (muli, set: loading or resizing weights) raises an EngineException
#      ("a leaf Variable that requires grad is being used in an in-place operation");
#   2. what is computed with such an array carries a graph: the derivative of w * w at 3 can be asked for, 6, so that predictions keep what led to them,
#      although hasGradient() of the product says false;
#   3. a collector that is opened and closed there changes neither, since it puts back what it found.
# Code that works in a main method, or in a test, fails in a server's threads. JniUtils.setGradMode(false) is what helps, thread by thread.
#
# Seen: "first thread: written, plain; other thread: refused, with a graph (6.0); after a collector: refused, with a graph (6.0)".
# Needs: JDK 17 or newer, Maven, some 150 MB of downloads, Linux on x86-64. Installs into a temporary folder only.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>ai.djl.pytorch</groupId><artifactId>pytorch-engine</artifactId><version>0.36.0</version></dependency>
    <dependency><groupId>ai.djl.pytorch</groupId><artifactId>pytorch-jni</artifactId><version>2.7.1-0.36.0</version></dependency>
    <dependency>
      <groupId>ai.djl.pytorch</groupId><artifactId>pytorch-native-cpu</artifactId><version>2.7.1</version><classifier>linux-x86_64</classifier>
    </dependency>
  </dependencies>
</project>
XML
mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib

cat >Finding.java <<'JAVA'
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.concurrent.FutureTask;

public class Finding {
    /** Whether a weight can be written over here, and whether what is computed with it carries a graph. */
    static String look() {
        try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
            NDArray weight = manager.create(3f);
            weight.setRequiresGradient(true);
            NDArray square = weight.mul(weight);
            String graph;
            try {
                JniUtils.backward((PtNDArray) square, (PtNDArray) square.onesLike(), false, false);
                graph = "with a graph (" + weight.getGradient().getFloat() + ")";
            } catch (EngineException e) {
                graph = e.getMessage().contains("does not require grad") ? "plain" : e.getMessage();
            }
            try {
                weight.muli(2);
                return "written, " + graph;
            } catch (EngineException e) {
                return (e.getMessage().contains("leaf Variable that requires grad") ? "refused, " : e.getMessage() + ", ") + graph;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        String first = look();
        FutureTask<String> other = new FutureTask<>(() -> {
            String before = look();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                // nothing is collected
            }
            return before + "; after a collector: " + look();
        });
        new Thread(other).start();
        System.out.println("first thread: " + first + "; other thread: " + other.get());
    }
}
JAVA

DJL_CACHE_DIR=$work/cache OPT_OUT_TRACKING=true java -Dai.djl.offline=true -cp 'lib/*' Finding.java 2>log >seen || { cat log; exit 1; }
cat seen
[ "$(cat seen)" = "first thread: written, plain; other thread: refused, with a graph (6.0); after a collector: refused, with a graph (6.0)" ] \
  || { echo "this has changed"; exit 1; }
