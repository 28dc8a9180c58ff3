package org.palimpsest.methods.fscil;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/** Which row goes with which column, so that the sum of their similarities is largest (Kuhn, 1955; Munkres, 1957). */
final class Assignment {
    private Assignment() {}

    /**
     * The best assignment, by the Hungarian algorithm in O(columns^3).
     *
     * @param similarity of each row to each column; at least as many columns as rows
     * @return the column of each row, all different
     */
    static int[] best(double[][] similarity) {
        int rows = similarity.length;
        int columns = rows == 0 ? 0 : similarity[0].length;
        if (columns < rows) {
            throw new IllegalArgumentException(rows + " rows for " + columns + " columns");
        }
        Graph<Integer, DefaultWeightedEdge> graph = new SimpleWeightedGraph<>(DefaultWeightedEdge.class);
        // the algorithm wants as many rows as columns; those that are made up do not care which column they get
        Set<Integer> left = vertices(0, columns, graph);
        Set<Integer> right = vertices(columns, 2 * columns, graph);
        for (int row = 0; row < columns; row++) {
            for (int column = 0; column < columns; column++) {
                double cost = row < rows ? 1 - similarity[row][column] : 0;
                graph.setEdgeWeight(graph.addEdge(row, columns + column), cost);
            }
        }
        int[] best = new int[rows];
        var matching = new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(graph, left, right).getMatching();
        for (DefaultWeightedEdge edge : matching.getEdges()) {
            if (graph.getEdgeSource(edge) < rows) {
                best[graph.getEdgeSource(edge)] = graph.getEdgeTarget(edge) - columns;
            }
        }
        return best;
    }

    private static Set<Integer> vertices(int from, int to, Graph<Integer, DefaultWeightedEdge> graph) {
        Set<Integer> vertices = new LinkedHashSet<>();
        IntStream.range(from, to).forEach(v -> {
            graph.addVertex(v);
            vertices.add(v);
        });
        return vertices;
    }
}
