package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What is done with all weights of a network in every step, as TorchScript: one native call, however many arrays there are, and the
 * operations and their order are those of so many calls, and so are the numbers. Above all it is the way to the engine's
 * {@code grad}, which hands out the gradients that it has computed; {@code backward} adds them to arrays that have to be cleared again.
 *
 * <p>DJL runs the functions of a module in the engine's inference mode, whose arrays cannot be changed outside of it, as methods and
 * add-ons change gradients; the call below that one, which can do without, is not public.
 */
final class UpdateScript {
    private static final String CODE = """
            class Update(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def gradients(self: __torch__.Update,
                  loss: Tensor,
                  weights: List[Tensor]) -> List[Tensor]:
                found = torch.grad([loss], weights, None, None, False, True)
                result = annotate(List[Tensor], [])
                for i in range(torch.len(weights)):
                  gradient = found[i]
                  if torch.__is__(gradient, None):
                    known = torch.zeros_like(weights[i])
                  else:
                    known = unchecked_cast(Tensor, gradient)
                  _0 = torch.append(result, known)
                return result
              def join(self: __torch__.Update,
                  lists: List[List[Tensor]]) -> List[Tensor]:
                result = annotate(List[Tensor], [])
                for i in range(torch.len(lists)):
                  torch.extend(result, lists[i])
                return result
              def part(self: __torch__.Update,
                  whole: List[Tensor],
                  start: int,
                  end: int) -> List[Tensor]:
                return torch.slice(whole, start, end)
              def zeros(self: __torch__.Update,
                  weights: List[Tensor]) -> List[Tensor]:
                result = annotate(List[Tensor], [])
                for i in range(torch.len(weights)):
                  _0 = torch.append(result, torch.zeros_like(weights[i]))
                return result
              def add(self: __torch__.Update,
                  gradients: List[Tensor],
                  more: List[Tensor]) -> NoneType:
                for i in range(torch.len(gradients)):
                  _0 = torch.add_(gradients[i], more[i])
                return None
              def decay(self: __torch__.Update,
                  frozen: int,
                  weights: List[Tensor],
                  gradients: List[Tensor],
                  decay: Tensor) -> NoneType:
                for i in range(frozen, torch.len(weights)):
                  _0 = torch.add_(gradients[i], torch.mul(weights[i], decay))
                return None
              def sgd(self: __torch__.Update,
                  frozen: int,
                  weights: List[Tensor],
                  gradients: List[Tensor],
                  rate: Tensor) -> NoneType:
                if torch.eq(frozen, 0):
                  torch._foreach_mul_(gradients, rate)
                  torch._foreach_sub_(weights, gradients)
                else:
                  for i in range(frozen, torch.len(weights)):
                    _0 = torch.sub_(weights[i], torch.mul_(gradients[i], rate))
                return None
              def momentum(self: __torch__.Update,
                  frozen: int,
                  weights: List[Tensor],
                  gradients: List[Tensor],
                  velocities: List[Tensor],
                  momentum: Tensor,
                  rate: Tensor) -> NoneType:
                for i in range(frozen, torch.len(weights)):
                  velocity = torch.add_(torch.mul_(velocities[i], momentum), gradients[i])
                  _0 = torch.sub_(weights[i], torch.mul(velocity, rate))
                return None
              def adam(self: __torch__.Update,
                  frozen: int,
                  weights: List[Tensor],
                  gradients: List[Tensor],
                  means: List[Tensor],
                  squares: List[Tensor],
                  constants: List[float],
                  rate: float,
                  epsilon: float) -> NoneType:
                decay, beta1, rest1, beta2, rest2, = constants
                for i in range(frozen, torch.len(weights)):
                  gradient = torch.add_(gradients[i], weights[i], alpha=decay)
                  mean = torch.add_(torch.mul_(means[i], beta1), gradient, alpha=rest1)
                  square = torch.addcmul_(torch.mul_(squares[i], beta2), gradient, gradient, value=rest2)
                  move = torch.div(torch.mul(mean, rate), torch.add(torch.sqrt(square), epsilon))
                  _0 = torch.sub_(weights[i], move)
                return None
            """;

    /** A module of that class, as Python's pickle has it: its name, and that it is in training. */
    private static final String MODULE = "\u0080\u0002c__torch__\nUpdate\n)\u0081}X\b\0\0\0training\u0088sb.";
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private static final MethodHandle RUN;
    private static final MethodHandle VALUE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup());
            Class<?> library = lookup.findClass("ai.djl.pytorch.jni.PyTorchLibrary");
            MethodType run = MethodType.methodType(long.class, long.class, String.class, long[].class, boolean.class, boolean.class);
            RUN = lookup.findVirtual(library, "moduleRunMethod", run).bindTo(lookup.findStaticGetter(library, "LIB", library).invoke());
            VALUE = lookup.findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
        } catch (Throwable e) { // a method handle may throw anything
            throw new IllegalStateException("this version of DJL runs modules in another way", e);
        }
    }

    private final PtSymbolBlock block;

    private UpdateScript() {
        // arrays come and go, and some have gradients: nothing is gained by watching the first calls in order to rewrite the rest
        JniUtils.setGraphExecutorOptimize(false);
        try {
            block = JniUtils.loadModule((PtNDManager) NDManager.newBaseManager(null, "PyTorch"), new ByteArrayInputStream(archive()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        private static final UpdateScript ONLY = new UpdateScript();
    }

    /** The one of the process. */
    static UpdateScript get() {
        return Holder.ONLY;
    }

    /** Runs a function; whoever calls closes what it returns. */
    IValue call(String function, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        try {
            return (IValue) VALUE.invokeExact((long) RUN.invokeExact((long) block.getHandle(), function, handles, true, false));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) { // a method handle may throw anything
            throw new IllegalStateException(e);
        }
    }

    /** Runs a function that returns nothing. */
    void run(String function, IValue... arguments) {
        call(function, arguments).close();
    }

    /** The file that PyTorch would save such a module in. */
    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "version", "3\n");
            put(zip, "data.pkl", MODULE);
            put(zip, "constants.pkl", NO_CONSTANTS);
            put(zip, "code/__torch__.py", CODE);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry("update/" + name));
        zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
        zip.closeEntry();
    }
}
