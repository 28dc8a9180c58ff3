"""Compares the episodes of two files: compare.py LABEL OURS THEIRS; prints a line of a table."""
import sys

import numpy as np
from scipy.stats import ks_2samp

label, ours, theirs = sys.argv[1], np.loadtxt(sys.argv[2]), np.loadtxt(sys.argv[3])
columns = []
for column in range(2):
    a, b = ours[:, column], theirs[:, column]
    error = np.sqrt(a.var() / len(a) + b.var() / len(b))
    test = ks_2samp(a, b)
    columns.append(f"{a.mean():9.2f} {b.mean():9.2f} {(a.mean() - b.mean()) / error if error else 0:6.1f} {test.statistic:6.3f} {test.pvalue:6.3f}")
print(f"{label:24} " + "  ".join(columns))
