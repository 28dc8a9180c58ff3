package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Moves the pixels of a batch as a {@link Warp} says: positions are computed on the device from six numbers per image, so that
 * neither pixels nor positions cross its border. Positions that are whole pixels are exact in the floats that they are computed in.
 */
final class Resampler {
    private final NDManager manager;
    private final NDArray images;
    private final Shape shape;
    private final Warp warp;
    private final long n;
    private final long height;
    private final long width;
    private final boolean upright;

    private Resampler(NDArray images, Warp warp) {
        this.manager = images.getManager();
        this.shape = images.getShape();
        this.warp = warp;
        this.n = shape.get(0);
        this.height = shape.get(2);
        this.width = shape.get(3);
        this.images = images.reshape(n, shape.get(1), height * width);
        this.upright = allZero(warp.term(1)) && allZero(warp.term(3));
    }

    /** Shape (n, channels, height, width) in and out; bilinear results are FLOAT32, nearest ones of the type of the images. */
    static NDArray apply(NDArray images, Warp warp) {
        Resampler resampler = new Resampler(images, warp);
        return warp.sampling().interpolation() == Interpolation.NEAREST ? resampler.nearest() : resampler.bilinear();
    }

    private static boolean allZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private NDArray nearest() {
        NDArray x = x().addi(manager.create(0.5f)).floor();
        NDArray y = y().addi(manager.create(0.5f)).floor();
        NDArray found = look(images, x, y);
        return (staysInside() ? found : fill(found, inside(x, y))).reshape(shape);
    }

    private NDArray bilinear() {
        NDArray x = x();
        NDArray y = y();
        NDArray left = x.floor();
        NDArray top = y.floor();
        NDArray one = manager.create(1f);
        NDArray[] xs = {left, left.add(one)};
        NDArray[] ys = {top, top.add(one)};
        NDArray right = x.sub(left);
        NDArray below = y.sub(top);
        NDArray[] xShare = {right.neg().addi(one), right};
        NDArray[] yShare = {below.neg().addi(one), below};
        NDArray floats = images.toType(DataType.FLOAT32, false);
        NDArray sum = null;
        NDArray covered = null;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                NDArray share = yShare[i].mul(xShare[j]);
                if (!staysInside()) {
                    share = share.mul(inside(xs[j], ys[i]));
                }
                share = perPixel(share);
                NDArray part = look(floats, xs[j], ys[i]).muli(share);
                sum = sum == null ? part : sum.addi(part);
                covered = covered == null ? share : covered.add(share);
            }
        }
        return (staysInside() ? sum : addFill(sum, covered)).reshape(shape);
    }

    /** Column in the source of every pixel: shape (n, height, width), or (n, 1, width) if it depends on the column alone. */
    private NDArray x() {
        NDArray across = columns().mul(term(0, 0));
        return upright ? across.addi(term(2, middle(width))) : across.add(rows().mul(term(1, 0)).addi(term(2, middle(width))));
    }

    /** Row in the source of every pixel: shape (n, height, width), or (n, height, 1) if it depends on the row alone. */
    private NDArray y() {
        NDArray down = rows().mul(term(4, 0)).addi(term(5, middle(height)));
        return upright ? down : columns().mul(term(3, 0)).add(down);
    }

    private NDArray columns() {
        return limited(line(width, new Shape(1, 1, width)), 0);
    }

    private NDArray rows() {
        return limited(line(height, new Shape(1, height, 1)), 1);
    }

    /** Positions from the middle. */
    private NDArray line(long length, Shape as) {
        float[] positions = new float[(int) length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (float) (i - middle(length));
        }
        return manager.create(positions, as);
    }

    private NDArray limited(NDArray positions, int direction) {
        if (!warp.limited()) {
            return positions;
        }
        NDArray limit = manager.create(warp.limits(direction), new Shape(n, 1, 1));
        return positions.minimum(limit).maximum(limit.neg());
    }

    private NDArray term(int which, double shift) {
        float[] values = warp.term(which);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) shift;
        }
        return manager.create(values, new Shape(n, 1, 1));
    }

    private static double middle(long length) {
        return (length - 1) / 2.0;
    }

    /** Values at whole positions, shape (n, channels, pixels); what is outside gets the value at the edge. */
    private NDArray look(NDArray values, NDArray x, NDArray y) {
        NDArray column = x.clip(0, width - 1);
        NDArray row = y.clip(0, height - 1).muli(manager.create((float) width));
        NDArray index = perPixel(row.add(column)).toType(DataType.INT64, false);
        return values.gather(index.broadcast(values.getShape()), 2);
    }

    /** 1 where whole positions lie in the source, otherwise 0; FLOAT32. */
    private NDArray inside(NDArray x, NDArray y) {
        NDArray across = x.eq(x.clip(0, width - 1)).toType(DataType.FLOAT32, false);
        return y.eq(y.clip(0, height - 1)).toType(DataType.FLOAT32, false).mul(across);
    }

    /** Shape (n, height, width) to (n, 1, pixels), to meet all channels. */
    private NDArray perPixel(NDArray plane) {
        return plane.reshape(n, 1, height * width);
    }

    private boolean staysInside() {
        return warp.sampling().permutes() || warp.limited();
    }

    private NDArray fill(NDArray found, NDArray inside) {
        NDArray covered = perPixel(inside);
        return addFill(found.muli(covered.toType(found.getDataType(), false)), covered);
    }

    /** Adds the fill where nothing, or not all, came from the source. */
    private NDArray addFill(NDArray found, NDArray covered) {
        if (warp.sampling().fill() == 0) {
            return found;
        }
        NDArray fill = manager.create((float) warp.sampling().fill());
        return found.addi(covered.neg().addi(manager.create(1f)).muli(fill).toType(found.getDataType(), false));
    }
}
