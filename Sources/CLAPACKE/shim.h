// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

#include <cblas.h>
#include <lapacke.h>

// Types of the routines that LinearAlgebra looks up by name when they are first needed; nothing is linked.
typedef __typeof__(&LAPACKE_dsygvx) dsygvx_routine;
typedef __typeof__(&LAPACKE_dgesdd) dgesdd_routine;
typedef __typeof__(&cblas_dsyrk) dsyrk_routine;

// OpenBLAS's thread count, a setting of the process; one of several providers of cblas.h declares it.
typedef void (*openblas_set_num_threads_routine)(int);
