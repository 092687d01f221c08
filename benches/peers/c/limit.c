// Limits. `uat` is the lesson's loop fused by hand, without automatic differentiation: about as fast
// as it can be. `peak` is arithmetic in registers and nothing else. Neither is bound by our rules:
// multiply-adds are fused, and sums are cut as the vectors are.
//   gcc -O3 -march=native -fopenmp-simd -ffp-contract=fast -fno-math-errno limit.c -o limit
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POINTS = 1000, BLOCK = 40 };  // a block's activations stay in the nearest cache

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static const char *option(int argc, char **argv, const char *name, const char *otherwise) {
  for (int i = 2; i + 1 < argc; i += 2)
    if (!strcmp(argv[i], name)) return argv[i + 1];
  return otherwise;
}

static void load(const char *name, double *numbers, size_t count) {
  char path[4096];
  const char *folder = getenv("PEERS_DATA");
  snprintf(path, sizeof path, "%s/%s.f64", folder ? folder : ".", name);
  FILE *file = fopen(path, "rb");
  if (!file || fread(numbers, sizeof *numbers, count, file) != count) {
    fprintf(stderr, "error: %s: expected %zu numbers\n", path, count);
    exit(2);
  }
  fclose(file);
}

// 2^n (1 + r + ... + r^11/11!), n and r = x - n ln 2 by the addend that leaves n in the low bits.
static inline double exponential(double x) {
  const double shift = 0x1.8p52;
  double raised;
  uint64_t bits, power;
  raised = x * 0x1.71547652b82fep0 + shift;
  memcpy(&bits, &raised, 8);
  double n = raised - shift;
  double r = x - n * 0x1.62e42fefa39efp-1;
  double sum = 1.0 / 39916800;
  const double factors[] = {1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
                            1.0 / 24, 1.0 / 6, 1.0 / 2, 1.0, 1.0};
  for (int i = 0; i < 11; i++) sum = sum * r + factors[i];
  memcpy(&power, &sum, 8);
  power += bits << 52;
  memcpy(&sum, &power, 8);
  return sum;
}

// Steps from the stored weights; the mean squared error after them. `unit` has room for six numbers
// a hidden unit, and `s` for a block's sigmoids.
static double descend(int hidden, int steps, const double *x, const double *y, const double *start1,
                      const double *start2, double *unit, double (*s)[BLOCK]) {
  double *w1 = unit, *b1 = w1 + hidden, *w2 = b1 + hidden;
  double *dw1 = w2 + hidden, *db1 = dw1 + hidden, *dw2 = db1 + hidden;
  memcpy(w1, start1, hidden * sizeof *w1);
  memset(b1, 0, hidden * sizeof *b1);
  memcpy(w2, start2, hidden * sizeof *w2);
  double b2 = 0;
  for (int step = 0;; step++) {
    memset(dw1, 0, 3 * hidden * sizeof *dw1);
    double squares = 0, db2 = 0;
    for (int block = 0; block < POINTS; block += BLOCK) {
      const double *in = x + block;
      double out[BLOCK];
      for (int i = 0; i < BLOCK; i++) out[i] = b2 - y[block + i];
      for (int j = 0; j < hidden; j++) {
#pragma omp simd
        for (int i = 0; i < BLOCK; i++) {
          double sigmoid = 1 / (1 + exponential(-(w1[j] * in[i] + b1[j])));
          s[j][i] = sigmoid;
          out[i] += w2[j] * sigmoid;
        }
      }
#pragma omp simd reduction(+ : squares, db2)
      for (int i = 0; i < BLOCK; i++) {
        squares += out[i] * out[i];
        out[i] *= 2.0 / POINTS;
        db2 += out[i];
      }
      for (int j = 0; j < hidden; j++) {  // w2[j] is outside of these sums
        double by_w1 = 0, by_b1 = 0, by_w2 = 0;
#pragma omp simd reduction(+ : by_w1, by_b1, by_w2)
        for (int i = 0; i < BLOCK; i++) {
          double by_z = out[i] * s[j][i];
          by_w2 += by_z;
          by_z -= by_z * s[j][i];
          by_b1 += by_z;
          by_w1 += by_z * in[i];
        }
        dw1[j] += by_w1;
        db1[j] += by_b1;
        dw2[j] += by_w2;
      }
    }
    if (step == steps) return squares / POINTS;
    for (int j = 0; j < hidden; j++) {
      w1[j] -= 0.01 * w2[j] * dw1[j];
      b1[j] -= 0.01 * w2[j] * db1[j];
      w2[j] -= 0.01 * dw2[j];
    }
    b2 -= 0.01 * db2;
  }
}

// Eight vectors of eight chains x -> a x + b that do not wait for each other: 128 operations a round.
static double chains(int rounds) {
  typedef double vector __attribute__((vector_size(64)));
  volatile double start = 1, by = 0.5, plus = 0.25;
  vector x[8], a = by - (vector){}, b = plus - (vector){};
  double sum = 0;
  for (int i = 0; i < 8; i++) x[i] = start - (vector){};
  for (int round = 0; round < rounds; round++)
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++) x[i] = x[i] * a + b;
  for (int i = 0; i < 64; i++) sum += x[i / 8][i % 8];
  return sum;
}

static void print(const char *name, const double *times, int count) {
  printf("\"%s\": [", name);
  for (int i = 0; i < count; i++) printf("%s%.9e", i ? ", " : "", times[i]);
  printf("], ");
}

int main(int argc, char **argv) {
  enum { ROUNDS = 4000000 };
  int peak = argc > 1 && !strcmp(argv[1], "peak");
  if (argc < 2 || (strcmp(argv[1], "uat") && !peak))
    return fprintf(stderr, "usage: limit peak|uat [--H 64] ...\n"), 2;
  int hidden = atoi(option(argc, argv, "--H", "64")), steps = atoi(option(argc, argv, "--steps", "3000"));
  int reps = atoi(option(argc, argv, "--reps", "1")), warmup = atoi(option(argc, argv, "--warmup", "0"));
  double x[POINTS], y[POINTS], *w = calloc(8 * hidden, sizeof *w), (*s)[BLOCK] = malloc(hidden * sizeof *s);
  double *wall = malloc(reps * sizeof *wall), *cpu = malloc(reps * sizeof *cpu), check = 0;
  char name[64];
  if (!peak) {
    load("uat_x", x, POINTS);
    load("uat_y", y, POINTS);
  }
  for (int layer = 1; layer <= 2 && !peak; layer++) {
    snprintf(name, sizeof name, "uat_%d_W%d", hidden, layer);
    load(name, w + (layer - 1) * hidden, hidden);
  }
  double startup = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int rep = -warmup; rep < reps; rep++) {
    double start = seconds(CLOCK_MONOTONIC), start_cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    check = peak ? chains(ROUNDS) : descend(hidden, steps, x, y, w, w + hidden, w + 2 * hidden, s);
    if (rep < 0) continue;
    double units = peak ? 128.0 * ROUNDS : 1;
    wall[rep] = (seconds(CLOCK_MONOTONIC) - start) / units;
    cpu[rep] = (seconds(CLOCK_PROCESS_CPUTIME_ID) - start_cpu) / units;
  }
  printf("{");
  print("reps", wall, reps);
  print("cpu_reps", cpu, reps);
  printf("\"startup_seconds\": %.9e, \"compile_seconds\": 0.0, \"check\": %.17g}\n", startup, check);
}
