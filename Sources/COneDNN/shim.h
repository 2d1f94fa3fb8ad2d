// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

#include <oneapi/dnnl/dnnl.h>

// GNU OpenMP's thread count, which oneDNN's primitives follow; a setting of the calling thread.
void omp_set_num_threads(int);
int omp_get_max_threads(void);
