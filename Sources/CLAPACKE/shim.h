// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

#include <cblas.h>
#include <lapacke.h>

// OpenBLAS's thread count, a setting of the process; one of several providers of cblas.h declares it.
void openblas_set_num_threads(int);
