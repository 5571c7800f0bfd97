// SPDX-License-Identifier: Apache-2.0
// SHA-256 through OpenSSL.
#include <openssl/err.h>
#include <openssl/evp.h>

#include <array>
#include <string>
#include <string_view>

#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::formats {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    throw SystemError(std::string("EVP_Digest (SHA-256): ") + reason.data() +
                      "; install OpenSSL's default provider");
  }
  std::string text;
  text.reserve(std::size_t{2} * length);
  for (unsigned int n = 0; n < length; ++n) {
    text += kDigits[digest[n] >> 4U];
    text += kDigits[digest[n] & 0xFU];
  }
  return text;
}

}  // namespace surgeflow::formats
