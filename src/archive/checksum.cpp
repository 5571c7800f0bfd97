// SPDX-License-Identifier: Apache-2.0
// SHA-256 by OpenSSL.
#include "archive/checksum.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <bit>

#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

static_assert(std::endian::native == std::endian::little,
              "checksums are of little-endian values; a big-endian host must swap them first");

EVP_MD_CTX* digest_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

void require_digest(int status, std::string_view call) {
  if (status == 1) return;
  throw SystemError(
      fmt::format("{}: OpenSSL offers no SHA-256; see that its default provider is "
                  "not switched off in openssl.cnf",
                  call));
}

}  // namespace

std::string shape_text(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ",")); }

std::size_t values_in(const Shape& shape) {
  std::size_t values = 1;
  for (const std::size_t size : shape) values *= size;
  return values;
}

void Sha256::Release::operator()(void* context) const { EVP_MD_CTX_free(digest_context(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  require_digest(EVP_DigestInit_ex(digest_context(context_.get()), EVP_sha256(), nullptr),
                 "EVP_DigestInit_ex");
}

void Sha256::update(std::span<const std::byte> bytes) {
  require_digest(EVP_DigestUpdate(digest_context(context_.get()), bytes.data(), bytes.size()),
                 "EVP_DigestUpdate");
}

std::string Sha256::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  require_digest(EVP_DigestFinal_ex(digest_context(context_.get()), digest.data(), &size),
                 "EVP_DigestFinal_ex");
  return fmt::format("{:02x}", fmt::join(std::span(digest).first(size), ""));
}

Sha256 begin_content(std::string_view element, const Shape& shape) {
  Sha256 digest;
  digest.update(fmt::format("{}{}\n", element, shape_text(shape)));
  return digest;
}

std::string content_sha256(std::string_view element, const Shape& shape,
                           std::span<const std::byte> values) {
  Sha256 digest = begin_content(element, shape);
  digest.update(values);
  return digest.finish();
}

std::string content_sha256(std::span<const std::string> texts, const Shape& shape) {
  Sha256 digest = begin_content("text", shape);
  constexpr std::string_view kEnd("\0", 1);
  for (const std::string& text : texts) {
    digest.update(text);
    digest.update(kEnd);
  }
  return digest.finish();
}

}  // namespace surgeflow::archive
