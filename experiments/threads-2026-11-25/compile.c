// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors
//
// oneDNN alone: describes, compiles and runs convolutions of 3 channels in 32-bit floats while
// another thread describes some in 16-bit floats, and counts wrong sums.
//
//     gcc -O1 -fopenmp compile.c -o compile -ldnnl -lpthread
//     ./compile RUNS locked    one thread at a time describes
//     ./compile RUNS free      both at the same time
//     ./compile RUNS alone     without the other thread (for hold.py)
#include <omp.h>
#include <oneapi/dnnl/dnnl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dnnl_engine_t engine;
static volatile int is_over;
static int is_locked;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void check(dnnl_status_t status) {
  if (status == dnnl_success) return;
  fprintf(stderr, "oneDNN refused with status %d\n", status);
  exit(1);
}

// A 3x3 convolution of one picture with a border of zeros.
static dnnl_primitive_desc_t describe(int inputs, int height, int width, dnnl_data_type_t type) {
  dnnl_dims_t from = {1, inputs, height, width}, to = {1, 16, height, width};
  dnnl_dims_t kernel = {16, inputs, 3, 3}, one = {1, 1};
  dnnl_memory_desc_t source, weights, target;
  check(dnnl_memory_desc_init_by_tag(&source, 4, from, type, dnnl_format_tag_any));
  check(dnnl_memory_desc_init_by_tag(&weights, 4, kernel, type, dnnl_format_tag_any));
  check(dnnl_memory_desc_init_by_tag(&target, 4, to, type, dnnl_format_tag_any));
  dnnl_convolution_desc_t descriptor;
  check(dnnl_convolution_forward_desc_init(
      &descriptor, dnnl_forward_inference, dnnl_convolution_direct, &source, &weights, NULL,
      &target, one, one, one));
  dnnl_primitive_desc_t description;
  if (is_locked) pthread_mutex_lock(&lock);
  check(dnnl_primitive_desc_create(&description, &descriptor, NULL, engine, NULL));
  if (is_locked) pthread_mutex_unlock(&lock);
  return description;
}

static void *describe_others(void *unused) {
  (void)unused;
  omp_set_num_threads(1);
  for (int width = 0; !is_over; width = (width + 1) % 64)
    dnnl_primitive_desc_destroy(describe(16, 16, 16 + width, dnnl_bf16));
  return NULL;
}

// Memory of an operand with `spare` floats behind it, all of one value.
static float *operand(
    dnnl_primitive_desc_t description, dnnl_query_t what, float value, dnnl_memory_t *memory) {
  const int spare = 4096;
  const dnnl_memory_desc_t *format = dnnl_primitive_desc_query_md(description, what, 0);
  size_t count = dnnl_memory_desc_get_size(format) / sizeof(float) + spare;
  float *values = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
  for (size_t i = 0; i < count; i++) values[i] = value;
  check(dnnl_memory_create(memory, format, engine, values));
  return values;
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  int runs = atoi(arguments[1]), wrong = 0;
  is_locked = strcmp(arguments[2], "locked") == 0;
  omp_set_num_threads(1);
  check(dnnl_engine_create(&engine, dnnl_cpu, 0));
  check(dnnl_set_primitive_cache_capacity(0));
  dnnl_stream_t stream;
  check(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
  pthread_t other;
  int is_alone = strcmp(arguments[2], "alone") == 0;
  if (!is_alone) pthread_create(&other, NULL, describe_others, NULL);
  for (int run = 0; run < runs; run++) {
    int height = 8, width = 8 + run % 50;
    dnnl_primitive_desc_t description = describe(3, height, width, dnnl_f32);
    dnnl_primitive_t primitive;
    check(dnnl_primitive_create(&primitive, description));
    dnnl_memory_t source, weights, target;
    float *pixels = operand(description, dnnl_query_src_md, 1, &source);
    float *kernel = operand(description, dnnl_query_weights_md, 1000, &weights);
    float *result = operand(description, dnnl_query_dst_md, 0, &target);
    // By kernel place, input, output; an input's weight is its number, 1 to 3, so that the sum is
    // 9 * 6. What lies behind the weights is 1000.
    for (int i = 0; i < 9 * 3 * 16; i++) kernel[i] = i / 16 % 3 + 1;
    dnnl_exec_arg_t operands[] = {
        {DNNL_ARG_SRC, source}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, target}};
    check(dnnl_primitive_execute(primitive, stream, 3, operands));
    check(dnnl_stream_wait(stream));
    float sum = result[(3 * width + 3) * 16];
    if (sum != 54 && wrong++ < 3) printf("run %d: %g instead of 54\n", run, sum);
    dnnl_memory_destroy(source);
    dnnl_memory_destroy(weights);
    dnnl_memory_destroy(target);
    free(pixels);
    free(kernel);
    free(result);
    dnnl_primitive_destroy(primitive);
    dnnl_primitive_desc_destroy(description);
  }
  is_over = 1;
  if (!is_alone) pthread_join(other, NULL);
  printf("%s: %d of %d wrong\n", arguments[2], wrong, runs);
  return 0;
}
