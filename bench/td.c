// Linear TD(lambda) as in td_numpy.py, as plain loops in C: the difference in speed is the cost of TypeScript.
// Usage: td TRIALS; prints seconds of processor time and of the clock, and the same two numbers, as one JSON object.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STEPS = 100, CUE = 20, REWARD = 40, PER_CUE = 25, FEATURES = 2 * PER_CUE };
static double x[STEPS][FEATURES], w[FEATURES], e[FEATURES], rpe[STEPS], value[STEPS];

static double dot(const double *a, const double *b) {
  double sum = 0;
  for (int i = 0; i < FEATURES; i++) sum += a[i] * b[i];
  return sum;
}

static void run(int trials) {
  const double alpha = 0.05, gamma = 0.98, lambda = 0.95;
  memset(w, 0, sizeof w);
  for (int trial = 0; trial < trials; trial++) {
    memset(e, 0, sizeof e);
    double v = dot(w, x[0]);
    for (int t = 1; t < STEPS; t++) {
      for (int i = 0; i < FEATURES; i++) e[i] = gamma * lambda * e[i] + x[t - 1][i];
      double next = dot(w, x[t]);
      double delta = (t == REWARD ? 1.0 : 0.0) + gamma * next - v;
      for (int i = 0; i < FEATURES; i++) w[i] += alpha * delta * e[i];
      rpe[t] = delta;
      value[t] = next;
      v = dot(w, x[t]);
    }
  }
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int argc, char **argv) {
  int trials = argc > 1 ? atoi(argv[1]) : 1000;
  for (int t = CUE; t < STEPS; t++) {
    double y = pow(0.985, t - CUE);
    for (int k = 0; k < PER_CUE; k++) {
      double away = y - (k + 1.0) / PER_CUE;
      x[t][k] = y * exp(-away * away / (2 * 0.08 * 0.08)) / sqrt(2 * M_PI);
    }
  }
  run(20);
  double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);
  run(trials);
  cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  wall = seconds(CLOCK_MONOTONIC) - wall;
  printf("{\"cpu\": %.9f, \"wall\": %.9f, \"cue\": %.17g, \"reward\": %.17g}\n", cpu, wall, rpe[CUE], rpe[REWARD]);
}
