#!/usr/bin/env bash
# DJL 0.36.0 with its PyTorch engine (libtorch 2.7.1, CPU): to change in place what a TorchScript module returns in evaluation raises an
# error, and changes it all the same.
#
# One would guess that the output of a loaded module is an array like any other: DJL's in-place operations (muli, addi, set) are the usual
# way to save memory after a prediction, and a module run without gradients in Python under no_grad() gives plain tensors. But DJL runs
# modules in the engine's *inference mode*, so that
#   1. muli(2) on an output of 3 raises an EngineException ("Inplace update to inference tensor outside InferenceMode is not allowed");
#   2. but the output is 6 afterwards: the numbers are changed before the engine looks whether they may be, so that whoever catches the error
#      and goes on, or tries again, goes on with other numbers;
#   3. the same operation that makes a new array (mul) works, and so does muli on a copy;
#   4. the output of the same module run with training = true can be changed in place.
# Who computes gradients or weights inside of a module and goes on with them outside needs the third way or a copy of everything.
#
# Seen: the line "evaluation: refused, now 6.0; new array: 6.0; copy: 6.0; training: 6.0".
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
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

public class Finding {
    /** A module whose forward adds 1, as TorchScript's archive. */
    static byte[] module() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            String[][] entries = {
                {"version", "3\n"},
                {"data.pkl", "\u0080\u0002c__torch__\nPlusOne\n)\u0081}X\b\0\0\0training\u0088sb."},
                {"constants.pkl", "\u0080\u0002)."},
                {"code/__torch__.py", "class PlusOne(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                        + "  def forward(self: __torch__.PlusOne,\n      x: Tensor) -> Tensor:\n    return torch.add(x, 1)\n"}};
            for (String[] entry : entries) {
                zip.putNextEntry(new ZipEntry("m/" + entry[0]));
                zip.write(entry[1].getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    public static void main(String[] args) throws Exception {
        try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
            PtSymbolBlock block = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(module()), false, false);
            ParameterStore none = new ParameterStore(manager, false);
            NDList two = new NDList(manager.create(2f));
            NDArray changed = block.forward(none, two, false).singletonOrThrow();
            String inPlace;
            try {
                inPlace = "done, now " + changed.muli(2).getFloat();
            } catch (EngineException e) {
                inPlace = e.getMessage().startsWith("Inplace update to inference tensor") ? "refused, now " + changed.getFloat() : e.getMessage();
            }
            NDArray evaluated = block.forward(none, two, false).singletonOrThrow();
            NDArray trained = block.forward(none, two, true).singletonOrThrow();
            System.out.println("evaluation: " + inPlace + "; new array: " + evaluated.mul(2).getFloat() + "; copy: "
                    + evaluated.duplicate().muli(2).getFloat() + "; training: " + trained.muli(2).getFloat());
        }
    }
}
JAVA
DJL_CACHE_DIR=$work/cache OPT_OUT_TRACKING=true java -Dai.djl.offline=true -cp 'lib/*' Finding.java 2>log >seen || { cat log; exit 1; }
cat seen
[ "$(cat seen)" = "evaluation: refused, now 6.0; new array: 6.0; copy: 6.0; training: 6.0" ] || { echo "this has changed"; exit 1; }
