package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Arrays that together keep the Euclidean norm that they had when this was made. */
final class Sphere {
    private final List<NDArray> arrays;
    private final NDArray radius;

    /** The sphere through the arrays as they are. */
    Sphere(List<NDArray> arrays, NDManager manager) {
        this.arrays = List.copyOf(arrays);
        this.radius = manager.zeros(new Shape(1));
        try (NDArray norm = norm()) {
            radius.addi(norm);
        }
    }

    private NDArray norm() {
        if (arrays.size() == 1) {
            return arrays.get(0).norm();
        }
        try (NDArray joint = NDArrays.concat(new NDList(arrays))) {
            return joint.norm();
        }
    }

    /** The norm, shape (1); one array for as long as this is used. */
    NDArray radius() {
        return radius;
    }

    /** Brings the arrays back to their norm, by one factor for all; nothing waits for the device. */
    void project() {
        try (NDArray norm = norm(); NDArray factor = radius.div(norm)) {
            arrays.forEach(array -> array.muli(factor));
        }
    }
}
