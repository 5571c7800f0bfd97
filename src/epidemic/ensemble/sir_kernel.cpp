// SPDX-License-Identifier: Apache-2.0
// Asks the processor, and hands blocks to the kernel of its instruction set.
#include "epidemic/ensemble/sir_kernel.hpp"

#include <stdexcept>

#include "epidemic/ensemble/reference_kernel.hpp"
#include "epidemic/ensemble/sir_kernel_makes.hpp"

namespace surgeflow::epidemic {
namespace {

bool is_available(KernelMake make) {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  if (make == KernelMake::avx2) {
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  }
  if (make == KernelMake::avx512) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
           __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  }
#endif
  return make == KernelMake::reference || make == KernelMake::portable;
}

template <class Whole>
bool run(KernelMake make, const CellBlock& block, const Course& course, Whole* patients) {
  if (!is_available(make)) {
    throw std::invalid_argument("the processor has no such instructions");
  }
  if (course.rounding == Rounding::none) throw std::invalid_argument("kernels make whole patients");
  switch (make) {
    case KernelMake::reference:
      return run_reference(block, course, patients);
    case KernelMake::portable:
      return run_portable(block, course, patients);
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
    case KernelMake::avx2:
      return run_avx2(block, course, patients);
    case KernelMake::avx512:
      return run_avx512(block, course, patients);
#else
    default:
      break;
#endif
  }
  throw std::invalid_argument("no such kernel");
}

}  // namespace

std::string_view name_of(KernelMake make) {
  switch (make) {
    case KernelMake::reference:
      return "reference";
    case KernelMake::portable:
      return "portable";
    case KernelMake::avx2:
      return "avx2";
    case KernelMake::avx512:
      return "avx512";
  }
  return {};
}

std::vector<KernelMake> available_kernels() {
  std::vector<KernelMake> makes;
  for (const KernelMake make :
       {KernelMake::reference, KernelMake::portable, KernelMake::avx2, KernelMake::avx512}) {
    if (is_available(make)) makes.push_back(make);
  }
  return makes;
}

KernelMake best_kernel() { return available_kernels().back(); }

bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                std::uint16_t* patients) {
  return run(make, block, course, patients);
}

bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                std::int32_t* patients) {
  return run(make, block, course, patients);
}

}  // namespace surgeflow::epidemic
